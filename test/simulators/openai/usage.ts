import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import { BYTES_PER_MS } from '../speech/mulaw.js';
import type { Entry } from './conversation.js';

/** Tokens by modality. */
export interface Tokens {
  readonly text: number;
  readonly audio: number;
}

/** Audio that one token holds (protocol B5.4). */
const CALLER_MS_PER_TOKEN = 100;
const ASSISTANT_MS_PER_TOKEN = 50;
const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a text, by the usual rule of thumb. */
export function textTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** Tokens of one item as input, or as output when it was just generated. */
export function entryTokens({ item, audio, text }: Entry): Tokens {
  const isCaller = item.type === 'message' && item.role === 'user';
  const msPerToken = isCaller ? CALLER_MS_PER_TOKEN : ASSISTANT_MS_PER_TOKEN;
  const call = item.type === 'function_call' ? item.name + item.arguments : '';
  const output = item.type === 'function_call_output' ? item.output : '';
  return {
    text: textTokens((isCaller && audio.length > 0 ? '' : (text ?? '')) + call + output),
    audio: Math.ceil(audio.length / BYTES_PER_MS / msPerToken),
  };
}

/** Sum of several items. */
export function sumTokens(tokens: readonly Tokens[]): Tokens {
  return tokens.reduce((a, b) => ({ text: a.text + b.text, audio: a.audio + b.audio }), {
    text: 0,
    audio: 0,
  });
}

/** The `usage` of a finished response. `cached` is the part of the input billed at the cached rate. */
export function usageOf(input: Tokens, cached: Tokens, output: Tokens): RealtimeResponseUsage {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: {
        text_tokens: cached.text,
        audio_tokens: cached.audio,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}
