import { sleep } from './sleep.js';
import { ringTone } from './audio/tones.js';
import { type LegSetup, PageLeg } from './page-leg.js';
import { type DialResult, TwimlPlayer } from './twiml/twiml-player.js';
import type { Verb } from './twiml/verb.js';
import { type PageCall, standardFields } from './webhooks.js';

/** What the person at this page lets a dialled phone do. */
export type DialChoice = 'answer' | 'busy' | 'no-answer';

/** Twilio's defaults, seconds. */
const RING_SECONDS = 30;
const TALK_SECONDS = 14_400;
const RING_EVERY_MS = 4_000;

/** How a dialled phone, and the talk with it, is steered from the page. */
export interface DialControls {
  /** Settles with a choice; never when none is made. */
  readonly choice: Promise<DialChoice>;
  /** Aborted when the dialled person hangs up. */
  readonly hungUp: AbortSignal;
}

/**
 * Obeys a `<Dial>`: the phone of the first number rings; who answers hears its whisper, and is
 * joined with the caller when the whisper lets them.
 */
export async function dialPerson(
  verb: Verb,
  signal: AbortSignal,
  setup: LegSetup,
  makeCall: () => Promise<PageCall>,
  controls: DialControls,
): Promise<DialResult> {
  const { view, audio } = setup;
  const noun = verb.children[0] ?? verb;
  const number = noun.text;
  const child = await makeCall();
  view.state.value = { kind: 'ringing', number };
  const ringing = setInterval(() => ringTone(audio.context), RING_EVERY_MS);
  ringTone(audio.context);
  const ringMs = Number(verb.attributes['timeout'] ?? RING_SECONDS) * 1000;
  const choice = await Promise.race([
    controls.choice,
    sleep(ringMs, signal).then(() => 'no-answer' as const),
  ]);
  clearInterval(ringing);
  const base = { DialCallSid: child.callSid };
  if (signal.aborted) return { ...base, DialCallStatus: 'canceled', DialBridged: 'false' };
  if (choice !== 'answer') return { ...base, DialCallStatus: choice, DialBridged: 'false' };

  const answeredAt = Date.now();
  const stop = AbortSignal.any([signal, controls.hungUp]);
  const bridged = await whisper(noun, stop, { ...setup, call: child }, verb, setup.call.callSid);
  if (bridged) {
    view.state.value = { kind: 'joined', number };
    view.note('note', `${number} took the call.`);
    await sleep(Number(verb.attributes['timeLimit'] ?? TALK_SECONDS) * 1000, stop);
  }
  const seconds = Math.ceil((Date.now() - answeredAt) / 1000);
  return {
    ...base,
    DialCallStatus: 'completed',
    DialBridged: String(bridged),
    DialCallDuration: String(seconds),
  };
}

/** True when the two may be joined. */
async function whisper(
  noun: Verb,
  signal: AbortSignal,
  setup: LegSetup,
  dial: Verb,
  parent: string,
): Promise<boolean> {
  const { url } = noun.attributes;
  if (url === undefined) return true;
  setup.view.note('note', `${noun.text} answered, and hears:`);
  const numbers = { from: dial.attributes['callerId'] ?? '', to: noun.text };
  const leg = new PageLeg(setup, () => ({
    ...standardFields(setup.call, numbers),
    Direction: 'outbound-dial',
    ParentCallSid: parent,
    CallStatus: 'in-progress',
  }));
  return (await new TwimlPlayer(leg, signal, null, 'joined').run(url)) === 'joined';
}
