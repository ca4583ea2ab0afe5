import type { Verb } from './twiml.js';

/** What ended a call, as the phone saw it. */
export type CallOutcome =
  | 'caller-hung-up'
  /** `<Hangup/>`, or nothing left to do. */
  | 'server-hung-up'
  /** Ended through Twilio's REST API. */
  | 'ended-by-rest'
  /** Sent on by `<Dial>` to a callee that has no script. */
  | 'dialled'
  /** Of a dialled leg alone: its whisper is over and the legs are joined. */
  | 'joined'
  | 'rejected'
  /** No usable TwiML: the caller heard Twilio's "application error". */
  | 'application-error';

/** A document that was obeyed. */
export interface ObeyedTwiml {
  readonly at: number;
  /** Path it came from, or `rest`. */
  readonly source: string;
  readonly xml: string;
  readonly verbs: readonly Verb[];
}

/** Everything that happened on one call, for tests to read. */
export class CallRecord {
  readonly twiml: ObeyedTwiml[] = [];
  /** Texts of `<Say>`, in order. */
  readonly said: string[] = [];
  /** URLs of `<Play>`, in order. */
  readonly played: string[] = [];
  /** Numbers, clients or SIP addresses of `<Dial>`. */
  readonly dialled: string[] = [];
  /** URLs of the voicemails recorded. */
  readonly recordings: string[] = [];
  /** What Twilio would object to, or what breaks the product's own promise. Empty is right. */
  readonly violations: string[] = [];
  /** Requests that nobody answered. */
  readonly unreachable: string[] = [];
  outcome: CallOutcome | undefined;
}
