import type { BrainInput, BrainStep } from './brain.js';

/** What asked for a response, as far as the conversation shows it. */
export type ResponseCause =
  /** Asked for by the client while neither side has said anything in this session. */
  | 'greeting'
  /** The end of the caller's turn. */
  | 'turn'
  /** Asked for by the client after the output of a function. */
  | 'tool-results'
  /** The service's own idle time-out, or a question whether the caller is still there. */
  | 'still-there'
  /** Asked for by the client after a system item. */
  | 'note'
  /** Asked for by the client, with none of these. */
  | 'request'
  /** A response outside the conversation. */
  | 'outside';

/** Why a response ends before its end. */
export type IncompleteReason = 'content_filter' | 'max_output_tokens';

/** How a response goes wrong. */
export type ResponseFault =
  /** `completed` without any output. */
  | { readonly kind: 'empty' }
  /** `completed` with one written message and no audio; the script's own words unless told. */
  | { readonly kind: 'text-only'; readonly text?: string }
  /** `incomplete` once so much audio was sent: 0 is before a word, with no output at all. */
  | { readonly kind: 'incomplete'; readonly reason: IncompleteReason; readonly afterMs: number }
  /** The words are said, then the response ends with its last function call in this state. */
  | {
      readonly kind: 'call-cut';
      readonly status: 'cancelled' | 'incomplete';
      readonly call: 'completed' | 'incomplete' | 'in_progress';
      /** `turn_detected` and `max_output_tokens` unless told. */
      readonly reason?: 'turn_detected' | 'client_cancelled' | IncompleteReason;
    }
  /** A function call with the id of the newest call that the conversation has already. */
  | { readonly kind: 'call-again' }
  /** `response.done` comes a second time. */
  | { readonly kind: 'done-twice' }
  /** `failed`, with this code and message; the message may name a wait. */
  | { readonly kind: 'failed'; readonly code: string; readonly message?: string }
  /**
   * The first sound comes so long after `response.created`. `announced`: its item and part are
   * there at once, the words come late.
   */
  | { readonly kind: 'slow'; readonly firstSoundMs: number; readonly announced?: boolean };

/** A fault and the responses that it strikes. */
export interface FaultRule {
  readonly fault: ResponseFault;
  /** Only responses asked for by this; every response of the conversation unless told. */
  readonly cause?: ResponseCause;
  /** The first of the fitting responses that is struck: 1, the default, is the next. */
  readonly nth?: number;
  /** How many are struck from there on; 1 unless told. */
  readonly times?: number;
}

/** What a rule is matched against. */
export interface ResponseFacts extends BrainInput {
  readonly outside: boolean;
  readonly step: BrainStep;
}

const STILL_THERE = /still there|sigue ah[ií]/i;
/** How many fitting responses each rule has seen. */
const seen = new WeakMap<FaultRule, number>();

/** What asked for a response. */
export function causeOf({ items, instructions, outside, trigger }: ResponseFacts): ResponseCause {
  if (outside) return 'outside';
  if (trigger === 'turn') return 'turn';
  if (trigger === 'idle') return 'still-there';
  const last = items.at(-1);
  const note = last?.kind === 'system' ? last.text : null;
  if (STILL_THERE.test(`${instructions ?? ''} ${note ?? ''}`)) return 'still-there';
  if (last?.kind === 'tool-output') return 'tool-results';
  if (!items.some(({ kind }) => kind === 'user' || kind === 'assistant')) return 'greeting';
  return note === null ? 'request' : 'note';
}

/** The fault of a response: of the first rule that strikes it. Each rule counts what fits it. */
export function faultOf(rules: readonly FaultRule[], facts: ResponseFacts): ResponseFault | null {
  const cause = causeOf(facts);
  let struck: ResponseFault | null = null;
  for (const rule of rules) {
    const { fault, nth = 1, times = 1 } = rule;
    if (rule.cause === undefined ? facts.outside : rule.cause !== cause) continue;
    if (!possible(fault, facts)) continue;
    const count = (seen.get(rule) ?? 0) + 1;
    seen.set(rule, count);
    if (count >= nth && count < nth + times) struck ??= fault;
  }
  return struck;
}

/** A call can only be cut where one is made, and repeated where one is known. */
function possible({ kind }: ResponseFault, { items, step }: ResponseFacts): boolean {
  const calls = (step.tools ?? []).length > 0;
  if (kind === 'call-cut') return calls;
  return kind !== 'call-again' || (calls && items.some((item) => item.kind === 'tool-call'));
}
