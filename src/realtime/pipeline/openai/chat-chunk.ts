import { isRecord } from '../../../common/is-record.js';
import type { VoiceUsage } from '../../voice-provider.js';

/** What a chunk of a streamed chat completion says (protocol B7.3). */
export interface ChatChunk {
  readonly text: string;
  /** The model refuses to answer; its words for that are not part of the answer. */
  readonly refused: boolean;
  /** Fragments of function calls, as they came. */
  readonly fragments: readonly unknown[];
  /** `finish_reason`; null until the last chunk of the answer. */
  readonly finish: string | null;
  readonly usage: VoiceUsage | null;
  /** Part of it has a shape that is not known; the rest is used. */
  readonly odd: boolean;
}

const NOTHING: ChatChunk = {
  text: '',
  refused: false,
  fragments: [],
  finish: null,
  usage: null,
  odd: false,
};
const ODD: ChatChunk = { ...NOTHING, odd: true };

/** Reads a chunk of any shape: what cannot be used is left out. Never throws. */
export function readChatChunk(chunk: unknown): ChatChunk {
  if (!isRecord(chunk)) return ODD;
  const usage = isRecord(chunk['usage']) ? readUsage(chunk['usage']) : null;
  const { choices } = chunk;
  if (!Array.isArray(choices)) return { ...NOTHING, usage, odd: usage === null };
  if (choices.length === 0) return { ...NOTHING, usage };
  const choice: unknown = choices[0];
  if (!isRecord(choice)) return { ...ODD, usage };
  const finish = typeof choice['finish_reason'] === 'string' ? choice['finish_reason'] : null;
  const { delta } = choice;
  if (!isRecord(delta)) return { ...ODD, usage, finish };
  const { content, refusal, tool_calls: calls } = delta;
  const isText = typeof content === 'string';
  const isList = Array.isArray(calls);
  return {
    text: isText ? content : '',
    refused: typeof refusal === 'string' && refusal !== '',
    fragments: isList ? calls : [],
    finish,
    usage,
    odd: !(isText || isAbsent(content)) || !(isList || isAbsent(calls)),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function readUsage(usage: Record<string, unknown>): VoiceUsage {
  const details = usage['prompt_tokens_details'];
  const cachedTokens = isRecord(details) ? tokens(details['cached_tokens']) : 0;
  return {
    inputTextTokens: Math.max(0, tokens(usage['prompt_tokens']) - cachedTokens),
    inputAudioTokens: 0,
    cachedTokens,
    outputTextTokens: tokens(usage['completion_tokens']),
    outputAudioTokens: 0,
    costUsd: null,
  };
}

function tokens(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
