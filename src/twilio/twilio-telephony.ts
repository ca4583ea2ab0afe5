import { setTimeout as delay } from 'node:timers/promises';
import { Global, Injectable, Logger, Module, type OnModuleInit } from '@nestjs/common';
import type twilio from 'twilio';
import { TelephonyApi } from '../calls/telephony-api.js';
import { jittered } from '../common/back-off.js';
import { AppConfig } from '../config/app-config.js';
import { errorFields } from '../common/error-fields.js';
import { PhoneCalls } from './phone/phone-calls.js';
import { voiceResponse } from './voice-response.js';

const REQUEST_TIMEOUT_MS = 5_000;
/** Waits between the tries; each is shortened at random by up to half. */
const RETRY_DELAYS_MS = [250, 1_000];
const TWILIO_API = 'https://api.twilio.com';
/** The call is not there or not in progress any more (protocol A5.5). */
const ALREADY_OVER = new Set([20404, 21220]);

type TwilioClient = InstanceType<typeof twilio.Twilio>;
type CallUpdate = Parameters<ReturnType<TwilioClient['calls']>['update']>[0];

/** Sends the SDK's requests to a stand-in instead of Twilio's host. */
function redirectedClient(
  { RequestClient }: typeof twilio,
  apiUrl: string,
): InstanceType<typeof twilio.RequestClient> {
  const client = new RequestClient({ timeout: REQUEST_TIMEOUT_MS });
  client.axios.interceptors.request.use((request) => {
    request.url = request.url?.replace(TWILIO_API, apiUrl);
    return request;
  });
  return client;
}

/**
 * Call control by Twilio's REST API. Every operation may be repeated safely, so a refusal
 * for load and a failure of Twilio or the network are tried again. Without credentials, and for
 * a call that the phone page made, it answers false at once.
 */
@Injectable()
export class TwilioTelephony extends TelephonyApi implements OnModuleInit {
  private readonly logger = new Logger(TwilioTelephony.name);
  /** Null without credentials. */
  private client: TwilioClient | null = null;
  private readonly nextUrl: string;

  constructor(
    private readonly config: AppConfig,
    private readonly phoneCalls: PhoneCalls,
  ) {
    super();
    this.nextUrl = `${config.http.publicUrl}/voice/next`;
  }

  /** Loads the SDK where it is of use, and its resources, which is half a second before any call. */
  async onModuleInit(): Promise<void> {
    const { accountSid, authToken, apiUrl } = this.config.twilio;
    if (accountSid === null || authToken === null) return;
    const { default: sdk } = await import('twilio');
    this.client = new sdk.Twilio(accountSid, authToken, {
      timeout: REQUEST_TIMEOUT_MS,
      httpClient: apiUrl === null ? undefined : redirectedClient(sdk, apiUrl),
    });
    void this.client.calls;
  }

  async hangUp(callSid: string): Promise<boolean> {
    return this.update('hang-up', callSid, { status: 'completed' }, true);
  }

  async proceed(callSid: string): Promise<boolean> {
    const response = voiceResponse();
    response.redirect({ method: 'POST' }, this.nextUrl);
    return this.update('proceed', callSid, { twiml: response.toString() }, false);
  }

  private async update(
    operation: string,
    callSid: string,
    change: CallUpdate,
    overIsSuccess: boolean,
  ): Promise<boolean> {
    if (this.client === null || this.phoneCalls.has(callSid)) return false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.client.calls(callSid).update(change);
        return true;
      } catch (error) {
        const { status, code } = statusOf(error);
        if (overIsSuccess && (status === 404 || ALREADY_OVER.has(code ?? 0))) return true;
        const waitMs = RETRY_DELAYS_MS[attempt];
        const temporary = status === null || status === 429 || status >= 500;
        if (!temporary || waitMs === undefined) {
          this.logger.error('Twilio refused', {
            callSid,
            operation,
            status,
            code,
            ...errorFields(error),
          });
          return false;
        }
        await delay(jittered(waitMs), undefined, { ref: false });
      }
    }
  }
}

/** Status and Twilio's own code, as its SDK's errors have them; null for a failure of the network. */
function statusOf(error: unknown): { status: number | null; code: number | null } {
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status !== 'number') return { status: null, code: null };
  return { status, code: typeof code === 'number' ? code : null };
}

/** Provides `TelephonyApi` to the rooms below, which do not know Twilio. */
@Global()
@Module({
  providers: [PhoneCalls, { provide: TelephonyApi, useClass: TwilioTelephony }],
  exports: [PhoneCalls, TelephonyApi],
})
export class TwilioTelephonyModule {}
