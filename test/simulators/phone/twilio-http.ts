import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

import twilio from 'twilio';

/** Twilio's own limit for a voice webhook, connection included. */
const REQUEST_LIMIT_MS = 15_000;

/** An answer of the server, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** From the first byte sent to the last byte received, real milliseconds. */
  readonly tookMs: number;
}

/** Where the server is, in public and in truth. */
export interface ServerAddress {
  /** Base that Twilio was told, without a trailing slash; signatures are made over it. */
  readonly publicUrl: string;
  /** Base that answers; asked anew for each request, so it can play a load balancer. */
  readonly localUrl: () => string;
}

/** Twilio's HTTP client: form-encoded, signed over the public URL, sent to the local one. */
export class TwilioHttp {
  constructor(
    private readonly address: ServerAddress,
    private readonly authToken: string | null,
  ) {}

  /** `X-Twilio-Signature` for a public URL, or no header at all when unsigned. */
  signatureHeader(
    publicUrl: string,
    parameters: Readonly<Record<string, string>>,
  ): Record<string, string> {
    if (this.authToken === null) return {};
    return {
      'X-Twilio-Signature': twilio.getExpectedTwilioSignature(this.authToken, publicUrl, {
        ...parameters,
      }),
    };
  }

  /** The address behind a public http(s) or ws(s) URL; foreign URLs stay as they are. */
  localUrl(publicUrl: string): string {
    const local = this.address.localUrl();
    if (publicUrl.startsWith(this.address.publicUrl)) {
      return local + publicUrl.slice(this.address.publicUrl.length);
    }
    const publicSocketUrl = this.address.publicUrl.replace(/^http/, 'ws');
    return publicUrl.startsWith(publicSocketUrl)
      ? local.replace(/^http/, 'ws') + publicUrl.slice(publicSocketUrl.length)
      : publicUrl;
  }

  /**
   * Sends one webhook, with Twilio's single retry when no connection could be made.
   * Rejects when nothing answers or the answer takes longer than 15 s.
   */
  async send(
    method: 'GET' | 'POST',
    publicUrl: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    try {
      return await this.#once(method, publicUrl, parameters);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== 'connect') throw error;
      return this.#once(method, publicUrl, parameters);
    }
  }

  #once(
    method: 'GET' | 'POST',
    publicUrl: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const form = new URLSearchParams(parameters).toString();
    const asked =
      method === 'GET' ? publicUrl + (publicUrl.includes('?') ? '&' : '?') + form : publicUrl;
    const url = new URL(this.localUrl(asked));
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method,
        agent: false,
        // The certificate belongs to the public name; this connects to the local address.
        rejectUnauthorized: false,
        signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
        headers: {
          ...this.signatureHeader(asked, method === 'POST' ? parameters : {}),
          'User-Agent': 'TwilioProxy/1.1',
          Accept: '*/*',
          ...(method === 'POST'
            ? {
                'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
                'Content-Length': Buffer.byteLength(form),
              }
            : {}),
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(parts).toString('utf8'),
            tookMs: performance.now() - startedAt,
          }),
        );
      });
      request.end(method === 'POST' ? form : undefined);
    });
  }
}
