import { Injectable } from '@nestjs/common';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import { isRecord } from '../common/is-record.js';
import { AppConfig } from '../config/app-config.js';

/** What a webhook's signature covers. */
export interface SignedWebhook {
  /** Path and query exactly as requested. */
  readonly originalUrl: string;
  readonly signature: string;
  readonly body: unknown;
  /** Null when the body was form-encoded or absent. */
  readonly rawJson: Buffer | null;
}

/** Which spelling of the stream's URL carried the signature. */
export type UpgradeUrlForm = 'exact' | 'slash' | 'port' | 'http';

/**
 * Checks that a request comes from the configured Twilio account (protocol A2). Every URL
 * is built from the configuration, never from request headers. Nothing throws.
 */
@Injectable()
export class TwilioSignature {
  private readonly tokens: readonly string[];
  private readonly upgradeUrls: ReadonlyArray<readonly [UpgradeUrlForm, string]>;

  constructor(private readonly config: AppConfig) {
    const { authToken, previousAuthToken } = config.twilio;
    this.tokens = [authToken, previousAuthToken].filter((token) => token !== null);
    this.upgradeUrls = upgradeUrlForms(config.http.mediaStreamUrl);
  }

  /** Always true while validation is switched off. */
  isValidWebhook(request: SignedWebhook): boolean {
    if (!this.config.twilio.validateWebhooks) return true;
    const body = isRecord(request.body) ? request.body : {};
    const { accountSid } = this.config.twilio;
    if (accountSid !== null && body.AccountSid !== accountSid) return false;

    const url = this.config.http.publicUrl + request.originalUrl;
    return this.tokens.some((token) => {
      try {
        return request.rawJson === null
          ? validateRequest(token, request.signature, url, body)
          : validateRequestWithBody(
              token,
              request.signature,
              url,
              request.rawJson.toString('utf8'),
            );
      } catch {
        // The SDK throws for a URL that it cannot parse; such a URL was never signed.
        return false;
      }
    });
  }

  /**
   * The URL form that the signature of a media stream's upgrade fits; null when it fits
   * none. Twilio documents only the first two (protocol A2.5).
   */
  matchUpgrade(signature: string): UpgradeUrlForm | null {
    for (const [form, url] of this.upgradeUrls) {
      for (const token of this.tokens) {
        if (validateRequest(token, signature, url, {})) return form;
      }
    }
    return null;
  }
}

function upgradeUrlForms(mediaStreamUrl: string): Array<readonly [UpgradeUrlForm, string]> {
  const { protocol, host, hostname, port, pathname } = new URL(mediaStreamUrl);
  const secure = protocol === 'wss:';
  const toggled = pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`;
  const explicitPort = port === '' ? (secure ? '443' : '80') : port;
  return [
    ['exact', `${protocol}//${host}${pathname}`],
    ['slash', `${protocol}//${host}${toggled}`],
    // The SDK adds :80 to every scheme but https, so :443 must be spelt out.
    ['port', `${protocol}//${hostname}:${explicitPort}${pathname}`],
    ['http', `${secure ? 'https' : 'http'}://${host}${pathname}`],
  ];
}
