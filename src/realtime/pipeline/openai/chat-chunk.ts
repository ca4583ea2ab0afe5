import { isRecord } from '../../../common/is-record.js';
import type { BilledTokens } from '../../../openai/openai-prices.js';
import { amountIn } from '../../../openai/wire.js';

/** What a chunk of a streamed chat completion says (protocol B7.3). */
export interface ChatChunk {
  readonly text: string;
  /** The model refuses to answer; its words for that are not part of the answer. */
  readonly refused: boolean;
  /** Fragments of function calls, as they came. */
  readonly fragments: readonly unknown[];
  /** `finish_reason`; null until the last chunk of the answer. */
  readonly finish: string | null;
  readonly tokens: BilledTokens | null;
  /** Part of it has a shape that is not known; the rest is used. */
  readonly odd: boolean;
}

const NOTHING: ChatChunk = {
  text: '',
  refused: false,
  fragments: [],
  finish: null,
  tokens: null,
  odd: false,
};
const ODD: ChatChunk = { ...NOTHING, odd: true };

/** Reads a chunk of any shape: what cannot be used is left out. Never throws. */
export function readChatChunk(chunk: unknown): ChatChunk {
  if (!isRecord(chunk)) return ODD;
  const tokens = isRecord(chunk['usage']) ? readTokens(chunk['usage']) : null;
  const { choices } = chunk;
  if (!Array.isArray(choices)) return { ...NOTHING, tokens, odd: tokens === null };
  if (choices.length === 0) return { ...NOTHING, tokens };
  const choice: unknown = choices[0];
  if (!isRecord(choice)) return { ...ODD, tokens };
  const finish = typeof choice['finish_reason'] === 'string' ? choice['finish_reason'] : null;
  const { delta } = choice;
  if (!isRecord(delta)) return { ...ODD, tokens, finish };
  const { content, refusal, tool_calls: calls } = delta;
  const isText = typeof content === 'string';
  const isList = Array.isArray(calls);
  return {
    text: isText ? content : '',
    refused: typeof refusal === 'string' && refusal !== '',
    fragments: isList ? calls : [],
    finish,
    tokens,
    odd: !(isText || isAbsent(content)) || !(isList || isAbsent(calls)),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function readTokens(usage: Readonly<Record<string, unknown>>): BilledTokens {
  const details = usage['prompt_tokens_details'];
  const cachedTokens = isRecord(details) ? amountIn(details['cached_tokens']) : 0;
  return {
    inputTextTokens: Math.max(0, amountIn(usage['prompt_tokens']) - cachedTokens),
    inputAudioTokens: 0,
    cachedTokens,
    cachedAudioTokens: 0,
    outputTextTokens: amountIn(usage['completion_tokens']),
    outputAudioTokens: 0,
  };
}
