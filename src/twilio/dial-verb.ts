import { DIAL_REASONS, type DialLeg, MAX_TALK_SECONDS } from '../calls/call/transfer.js';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { telephoneNumber } from '../common/caller-number.js';
import type { VoiceResponse } from './voice-response.js';

/** How long a person's phone rings, in seconds. */
const RING_SECONDS = 20;

/** A number that is dialled for a caller. */
export interface Dialling {
  readonly caller: Caller;
  readonly leg: DialLeg;
  readonly number: string;
}

/**
 * Adds a `<Dial>` of one number. The person hears the whisper first and takes the call by a key;
 * what follows is asked at `/voice/next`. The person sees the caller's number, or the called one
 * where the caller's is none: Twilio refuses any other (13214).
 */
export function dial(
  response: VoiceResponse,
  publicUrl: string,
  { caller, leg, number }: Dialling,
): void {
  const callerId = telephoneNumber(caller.from) ?? telephoneNumber(caller.to);
  const verb = response.dial({
    action: `${publicUrl}/voice/next?${queryOf(leg)}`,
    method: 'POST',
    ...(callerId !== null && { callerId }),
    timeout: RING_SECONDS,
    timeLimit: MAX_TALK_SECONDS,
  });
  const url = dialUrl(`${publicUrl}/voice/whisper`, caller.callSid, leg);
  verb.number({ url, method: 'POST' }, number);
}

/** A URL that the dialled person's call asks, on behalf of the caller's. */
export function dialUrl(url: string, callSid: string, leg: DialLeg): string {
  return `${url}?call=${callSid}&${queryOf(leg)}`;
}

function queryOf({ reason, index }: DialLeg): string {
  return `reason=${reason}&leg=${index}`;
}

/** The dialled leg that a URL names; the first number where it names none. */
export function legOf(reason: unknown, leg: unknown): DialLeg {
  return {
    reason: DIAL_REASONS.find((known) => known === reason) ?? 'asked',
    index: typeof leg === 'string' && /^\d{1,2}$/.test(leg) ? Number(leg) : 0,
  };
}
