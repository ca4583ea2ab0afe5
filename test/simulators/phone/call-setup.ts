import type { Dialling } from './callee.js';
import type { LineSoundOptions } from './line-sound.js';
import type { EchoDelay } from './playback.js';
import type { TwilioHttp } from './twilio-http.js';

/** What a call needs to know; made by the phone. */
export interface CallSetup {
  readonly callSid: string;
  readonly http: TwilioHttp;
  readonly publicUrl: string;
  readonly voicePath: string;
  readonly fallbackPath: string | null;
  readonly statusPath: string | null;
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly speed: number;
  /** An answer slower than this is a violation, real milliseconds. */
  readonly answerLimitMs: number;
  /** The same for status callbacks. */
  readonly callbackLimitMs: number;
  /** Limit of every wait that states none, real milliseconds. */
  readonly waitLimitMs: number;
  readonly echoDelay: EchoDelay;
  /** False: no mark ever comes back. */
  readonly returnsMarks: boolean;
  /** How `<Dial>` goes; null: it ends the call. */
  readonly dialling: Dialling | null;
  /** `CallStatus` once the call is over. */
  readonly finalStatus: string;
  /** A caller who hangs up is reported to the `<Gather>` or `<Redirect>` that would come next. */
  readonly reportsHangUp: boolean;
  readonly sound: LineSoundOptions;
  /** Added to every webhook of the call, over the standard parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Options of a wait. */
export interface WaitOptions {
  /** Real milliseconds after which the wait rejects; the phone's `waitLimitMs` otherwise. */
  readonly limitMs?: number;
}

/** Options of a wait for the assistant. */
export interface HearOptions extends WaitOptions {
  /** Only what is heard from this clock time on; the caller's last words or keys otherwise. */
  readonly since?: number;
}

/** Twilio's parameters of every voice webhook, but for the call's own sid and status. */
export function standardParameters({
  accountSid,
  from,
  to,
}: Pick<CallSetup, 'accountSid' | 'from' | 'to'>): Record<string, string> {
  const parameters: Record<string, string> = {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    From: from,
    To: to,
    Caller: from,
    Called: to,
    StirVerstat: 'TN-Validation-Passed-A',
  };
  for (const side of ['From', 'To', 'Caller', 'Called']) {
    Object.assign(parameters, { [`${side}City`]: 'NEW YORK', [`${side}State`]: 'NY' });
    Object.assign(parameters, { [`${side}Zip`]: '', [`${side}Country`]: 'US' });
  }
  return parameters;
}

/** What the final call status callback adds. */
export function completedParameters(durationMs: number): Record<string, string> {
  return {
    CallDuration: String(Math.ceil(durationMs / 1000)),
    Duration: String(Math.ceil(durationMs / 60_000)),
    Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
    SequenceNumber: '0',
    CallbackSource: 'call-progress-events',
  };
}

/** What every stream status callback has; the stream's name is its sid unless given. */
export function streamParameters(
  accountSid: string,
  callSid: string,
  streamSid: string,
  name = streamSid,
): Record<string, string> {
  return {
    AccountSid: accountSid,
    CallSid: callSid,
    StreamSid: streamSid,
    StreamName: name,
    Timestamp: new Date().toISOString(),
  };
}
