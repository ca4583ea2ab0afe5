import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { BrainInput, BrainItem } from '../brain.js';
import { causeOf, type ResponseCause } from '../response-faults.js';

type Choice = ChatCompletionChunk.Choice;

/** How an answer of the chat model goes wrong. */
export type ChatFault =
  /** `stop` without a word. */
  | { readonly kind: 'empty' }
  /** `stop` after this text, such as blanks or markup. */
  | { readonly kind: 'text'; readonly text: string }
  /** The model refuses in words of its own, outside of `content`. */
  | { readonly kind: 'refusal'; readonly text: string }
  /** The answer ends after so many characters of its text, without its calls. */
  | {
      readonly kind: 'cut';
      readonly reason: 'length' | 'content_filter';
      readonly afterCharacters: number;
    }
  /** The answer ends in the arguments of its last call: by its limit, or the connection breaks. */
  | { readonly kind: 'call-cut'; readonly by: 'length' | 'drop' }
  /** The first call has the id of the newest call that the conversation has already. */
  | { readonly kind: 'call-again' }
  /** A function is called in place of the answer, also where the request allows none. */
  | { readonly kind: 'call-anyway'; readonly name: string }
  /** Chunks of a shape that nobody expects come between those of the answer. */
  | { readonly kind: 'odd' };

/** A fault and the answers that it strikes. */
export interface ChatFaultRule {
  readonly fault: ChatFault;
  /** Only answers asked for by this; every answer unless told. */
  readonly cause?: ResponseCause;
  /** The first of these answers that is struck: 1, the default, is the next. */
  readonly nth?: number;
  /** How many are struck from there on; 1 unless told. */
  readonly times?: number;
}

/** Chunks that other services, or later versions of this one, may send. */
const ODD_CHUNKS: readonly unknown[] = [
  null,
  {},
  { choices: null },
  { choices: [null], usage: null },
  { choices: [{ index: 0, delta: null, finish_reason: null }] },
  { choices: [{ index: 0, delta: { content: 7, annotations: [{ type: 'x' }] } }] },
  { choices: [{ index: 0, delta: { tool_calls: [null, {}] } }], moderation: {} },
];

/** How many fitting answers each rule has seen. */
const seen = new WeakMap<ChatFaultRule, number>();

/** The fault of an answer: of the first rule that strikes it. Each rule counts what fits it. */
export function chatFaultOf(rules: readonly ChatFaultRule[], input: BrainInput): ChatFault | null {
  const cause = causeOf({ ...input, outside: false, step: {} });
  let struck: ChatFault | null = null;
  for (const rule of rules) {
    const { fault, nth = 1, times = 1 } = rule;
    if (rule.cause !== undefined && rule.cause !== cause) continue;
    const count = (seen.get(rule) ?? 0) + 1;
    seen.set(rule, count);
    if (count >= nth && count < nth + times) struck ??= fault;
  }
  return struck;
}

/** What is sent in place of an answer's choices. */
export interface StruckAnswer {
  readonly choices: readonly Choice[];
  /** The connection breaks behind them. */
  readonly drops: boolean;
  /** Whole chunks that come between them. */
  readonly between: readonly unknown[];
}

/** An answer as a fault leaves it. */
export function strike(
  fault: ChatFault | null,
  choices: readonly Choice[],
  items: readonly BrainItem[],
): StruckAnswer {
  const whole: StruckAnswer = { choices, drops: false, between: [] };
  const [head] = choices;
  if (fault === null || head === undefined) return whole;
  const delta = (part: Choice['delta']): Choice => ({ ...head, delta: part });
  const end = (finish: Choice['finish_reason']): Choice => ({
    ...delta({}),
    finish_reason: finish,
  });
  switch (fault.kind) {
    case 'empty':
      return { ...whole, choices: [head, end('stop')] };
    case 'text':
      return { ...whole, choices: [head, delta({ content: fault.text }), end('stop')] };
    case 'refusal': {
      const words = fault.text.split(/(?<= )/).map((refusal) => delta({ refusal }));
      return { ...whole, choices: [head, ...words, end('stop')] };
    }
    case 'cut': {
      const text = choices.map((choice) => choice.delta.content ?? '').join('');
      const content = text.slice(0, fault.afterCharacters);
      const words = content === '' ? [] : [delta({ content })];
      return { ...whole, choices: [head, ...words, end(fault.reason)] };
    }
    case 'call-cut': {
      // The last fragment of the last call, and the end behind it, are missing.
      const kept = choices.slice(0, -2);
      if (fault.by === 'drop') return { ...whole, choices: kept, drops: true };
      return { ...whole, choices: [...kept, end('length')] };
    }
    case 'call-again': {
      const known = items.findLast((item) => item.kind === 'tool-call');
      return { ...whole, choices: choices.map((choice) => renamed(choice, known?.callId)) };
    }
    case 'call-anyway': {
      const { name } = fault;
      const id = `call_anyway_${items.length}`;
      const call = { index: 0, id, type: 'function', function: { name, arguments: '{}' } } as const;
      return { ...whole, choices: [head, delta({ tool_calls: [call] }), end('tool_calls')] };
    }
    case 'odd':
      return { ...whole, between: ODD_CHUNKS };
  }
}

/** The choice with this id for the first call of the answer. */
function renamed(choice: Choice, id: string | undefined): Choice {
  const calls = choice.delta.tool_calls?.map((call) =>
    id !== undefined && call.index === 0 && call.id !== undefined ? { ...call, id } : call,
  );
  return calls === undefined
    ? choice
    : { ...choice, delta: { ...choice.delta, tool_calls: calls } };
}
