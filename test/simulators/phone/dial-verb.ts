import type { Callees, DialCallStatus, Dialling, DialResult } from './callee.js';
import { CalleeLeg, type LegContext } from './callee-leg.js';
import type { Verb } from './twiml.js';

/** Twilio's defaults, seconds. */
const TIMEOUT_SECONDS = 30;
const LIMIT_SECONDS = 14_400;
/** How often what the caller hears meanwhile counts as a sound: the ring-back tone, the callee. */
const SOUND_EVERY_MS = 2_000;
const TELEPHONE_NUMBER = /^\+[1-9]\d{6,14}$/;
const ADDRESS = /^(client|sip):/;
/** Words that Twilio spells in digits for a withheld number: no number to show to a callee. */
const SPELLED = /^\+?1?(266696687|7378742833|2562533|8656696|86282452253)$/;

/** The call around a `<Dial>`. */
export interface DialContext extends Omit<LegContext, 'callerId'> {
  readonly dialling: Dialling;
  readonly callees: Callees;
  readonly opened: (leg: CalleeLeg) => void;
  /** Something is heard that takes no time here. */
  readonly sound: () => void;
}

/**
 * Obeys `<Dial>`: dials its numbers, all at once or one after the other, lets the one that
 * answers hear its whisper, joins it with the caller, and says how it went. Hangs up all
 * legs when `signal` is aborted.
 */
export async function runDial(
  verb: Verb,
  signal: AbortSignal,
  context: DialContext,
): Promise<DialResult> {
  const { setup, dialling } = context;
  const callerId = verb.attributes['callerId'] ?? setup.from;
  const nouns = verb.children.length > 0 ? verb.children : [verb];
  const wrong = callerIdFault(callerId, context);
  if (wrong !== null) context.violation(`13214 <Dial> callerId: ${wrong}`);
  const legOf = (noun: Verb): CalleeLeg => {
    const leg = new CalleeLeg(noun, context.callees.next(noun.text), { ...context, callerId });
    context.opened(leg);
    return leg;
  };
  const timeoutMs =
    Number(verb.attributes['timeout'] ?? TIMEOUT_SECONDS) * 1000 + (dialling.timeoutBufferMs ?? 0);
  const limitMs = Number(verb.attributes['timeLimit'] ?? LIMIT_SECONDS) * 1000;
  const stopSounds = sounds(context);
  try {
    if (wrong !== null) return await failed(legOf(nouns[0] ?? verb));
    const rounds = verb.attributes['sequential'] === 'true' ? nouns.map((noun) => [noun]) : [nouns];
    let last: DialResult | null = null;
    for (const round of rounds) {
      const legs = round.map(legOf);
      const first = await firstToAnswer(legs, timeoutMs, signal, dialling);
      if ('parameters' in first) last = first;
      else return await connect(first, limitMs, signal, dialling);
      if (signal.aborted) break;
    }
    return last ?? { bridged: false, parameters: { DialCallStatus: 'failed' } };
  } finally {
    stopSounds();
  }
}

/** The leg that picks up first, all others hung up; or how it ended when none does. */
async function firstToAnswer(
  legs: readonly CalleeLeg[],
  timeoutMs: number,
  signal: AbortSignal,
  dialling: Dialling,
): Promise<CalleeLeg | DialResult> {
  const taken = new AbortController();
  const stop = AbortSignal.any([signal, taken.signal]);
  let answered: CalleeLeg | undefined;
  const statuses = await Promise.all(
    legs.map(async (leg): Promise<DialCallStatus | null> => {
      const status = await leg.ring(timeoutMs, stop);
      if (status === null && answered === undefined) {
        answered = leg;
        taken.abort();
        return null;
      }
      const final = signal.aborted ? (dialling.hungUpStatus ?? 'canceled') : (status ?? 'canceled');
      await leg.end(final);
      return final;
    }),
  );
  if (answered !== undefined) return answered;
  // Which status several unanswered calls report together is not documented.
  const index = Math.max(0, statuses.indexOf('no-answer'));
  return resultOf(legs[index] as CalleeLeg, statuses[index] ?? 'failed', false);
}

async function connect(
  leg: CalleeLeg,
  limitMs: number,
  signal: AbortSignal,
  dialling: Dialling,
): Promise<DialResult> {
  const accepted = await leg.whisper(signal);
  if (accepted) await leg.talk(limitMs, signal);
  await leg.end('completed');
  const status = accepted ? 'completed' : (dialling.declinedStatus ?? 'completed');
  return resultOf(leg, status, accepted);
}

async function failed(leg: CalleeLeg): Promise<DialResult> {
  await leg.end('failed');
  return resultOf(leg, 'failed', false);
}

function resultOf(leg: CalleeLeg, status: DialCallStatus, bridged: boolean): DialResult {
  const { seconds } = leg;
  return {
    bridged,
    parameters: {
      DialCallStatus: leg.callee.reports ?? status,
      DialCallSid: leg.callSid,
      DialBridged: String(bridged),
      ...(seconds !== null && { DialCallDuration: String(seconds) }),
    },
  };
}

/** Twilio shows the caller's own number, the called one, or one that the account owns. */
function callerIdFault(callerId: string, { setup, dialling }: DialContext): string | null {
  if (ADDRESS.test(callerId)) return null;
  if (!TELEPHONE_NUMBER.test(callerId) || SPELLED.test(callerId)) {
    return `"${callerId}" is no telephone number`;
  }
  const own = [setup.from, setup.to, ...(dialling.verifiedNumbers ?? [])];
  return own.includes(callerId) ? null : `${callerId} is not the account's`;
}

function sounds({ clock, sound }: DialContext): () => void {
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    sound();
    cancel = clock.at(clock.now() + SOUND_EVERY_MS, tick);
  };
  tick();
  return () => cancel();
}
