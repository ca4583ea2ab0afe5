import { randomBytes } from 'node:crypto';

import type { Dialling } from './callee.js';
import type { LineSoundOptions } from './line-sound.js';
import { SimulatedCall } from './simulated-call.js';
import { TwilioHttp } from './twilio-http.js';

/** How the phone reaches the server and what it pretends to be. */
export interface PhoneOptions {
  /** Where the server answers; a function is asked for each request, like a load balancer. */
  readonly url: string | (() => string);
  /** As Twilio was told, without a trailing slash: signed, and expected in TwiML. */
  readonly publicUrl: string;
  readonly accountSid?: string;
  /** Null leaves every request unsigned. */
  readonly authToken: string | null;
  readonly from?: string;
  readonly to?: string;
  /** Runs the phone's clock so many times faster; heard positions are honest only at 1. */
  readonly speed?: number;
  readonly voicePath?: string;
  /** Asked when TwiML cannot be had; null for a number without a fallback URL. */
  readonly fallbackPath?: string | null;
  /** Told when a call is over; null for a number without a status callback. */
  readonly statusPath?: string | null;
  /** An answer slower than this is a violation: 1,000 real milliseconds unless told. */
  readonly answerLimitMs?: number;
  /** The same for status callbacks, which no caller waits for: as `answerLimitMs` unless told. */
  readonly callbackLimitMs?: number;
  /** Limit of every wait that states none: 15,000 real milliseconds unless told. */
  readonly waitLimitMs?: number;
  /** Delay of mark echoes; jitter adds a random part. */
  readonly networkDelayMs?: number;
  readonly jitterMs?: number;
  /** False: marks are taken and never returned. */
  readonly returnsMarks?: boolean;
  /** How `<Dial>` goes; without it a `<Dial>` ends the call with the outcome `dialled`. */
  readonly dialling?: Dialling;
  /**
   * A caller who hangs up while a `<Gather>` listens, or before a `<Redirect>` that comes later in
   * the document, is reported there with the final `CallStatus`. Off unless told: when Twilio does
   * so is not documented.
   */
  readonly reportsHangUp?: boolean;
  /** The `CallStatus` of a call that is over: `completed` unless told. */
  readonly finalStatus?: string;
}

/** What one call does differently from its phone. */
export interface DialOptions {
  /** Of a call that another phone has begun; a new one otherwise. */
  readonly callSid?: string;
  readonly from?: string;
  readonly to?: string;
  readonly returnsMarks?: boolean;
  readonly dialling?: Dialling;
  readonly reportsHangUp?: boolean;
  readonly finalStatus?: string;
  /** Clean unless told. */
  readonly sound?: LineSoundOptions;
  /** Added to every webhook of the call. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Twilio's half of VoicePlate, over real sockets: signed webhooks, TwiML that is really obeyed,
 * a media stream in real time with a play-out buffer, and no patience with wrong messages.
 */
export class PhoneSimulator {
  readonly accountSid: string;
  /** For webhooks outside a call. */
  readonly http: TwilioHttp;
  /** Every call so far, oldest first. */
  readonly calls: SimulatedCall[] = [];

  constructor(private readonly options: PhoneOptions) {
    const { url } = options;
    this.accountSid = options.accountSid ?? 'AC00000000000000000000000000000001';
    this.http = new TwilioHttp(
      { publicUrl: options.publicUrl, localUrl: typeof url === 'string' ? () => url : url },
      options.authToken,
    );
  }

  /** Calls the restaurant; resolves when its first TwiML is there. */
  async dial(options: DialOptions = {}): Promise<SimulatedCall> {
    const phone = this.options;
    const call = new SimulatedCall({
      callSid: options.callSid ?? `CA${randomBytes(16).toString('hex')}`,
      http: this.http,
      publicUrl: phone.publicUrl,
      voicePath: phone.voicePath ?? '/voice',
      fallbackPath: phone.fallbackPath === undefined ? '/voice/fallback' : phone.fallbackPath,
      statusPath: phone.statusPath === undefined ? '/call/status' : phone.statusPath,
      accountSid: this.accountSid,
      from: options.from ?? phone.from ?? '+15551230100',
      to: options.to ?? phone.to ?? '+15550000001',
      speed: phone.speed ?? 1,
      answerLimitMs: phone.answerLimitMs ?? 1_000,
      callbackLimitMs: phone.callbackLimitMs ?? phone.answerLimitMs ?? 1_000,
      waitLimitMs: phone.waitLimitMs ?? 15_000,
      echoDelay: { networkDelayMs: phone.networkDelayMs ?? 0, jitterMs: phone.jitterMs ?? 0 },
      returnsMarks: options.returnsMarks ?? phone.returnsMarks ?? true,
      dialling: options.dialling ?? phone.dialling ?? null,
      reportsHangUp: options.reportsHangUp ?? phone.reportsHangUp ?? false,
      finalStatus: options.finalStatus ?? phone.finalStatus ?? 'completed',
      sound: options.sound ?? {},
      parameters: options.parameters ?? {},
    });
    this.calls.push(call);
    await call.begin();
    return call;
  }

  /** The call of this sid, live or over. */
  find(callSid: string): SimulatedCall | undefined {
    return this.calls.find((call) => call.callSid === callSid);
  }

  /** Hangs up whatever is still up. */
  async close(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.hangUp()));
  }
}
