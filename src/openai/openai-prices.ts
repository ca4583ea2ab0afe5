/** US dollars per million tokens of each kind. */
interface TokenPrice {
  readonly textIn: number;
  readonly cachedText: number;
  readonly audioIn: number;
  readonly cachedAudio: number;
  readonly textOut: number;
  readonly audioOut: number;
}

/** List prices of 2026-11 (protocol B5.4, openai-2027 R and S2); estimates, not a bill. */
const FULL: TokenPrice = {
  textIn: 4,
  cachedText: 0.4,
  audioIn: 32,
  cachedAudio: 0.4,
  textOut: 24,
  audioOut: 64,
};
const MINI: TokenPrice = {
  textIn: 0.6,
  cachedText: 0.06,
  audioIn: 10,
  cachedAudio: 0.3,
  textOut: 2.4,
  audioOut: 20,
};

const TOKEN_PRICES = new Map<string, TokenPrice>([
  ['gpt-realtime-2.1', FULL],
  ['gpt-realtime-2', FULL],
  ['gpt-realtime-1.5', { ...FULL, textOut: 16 }],
  ['gpt-realtime-2.1-mini', MINI],
]);

/** US dollars per minute of transcribed audio (protocol B5.4, openai-2027 T1). */
const MINUTE_PRICES = new Map<string, number>([
  ['gpt-transcribe', 0.0045],
  ['gpt-live-transcribe', 0.017],
  ['gpt-realtime-whisper', 0.017],
]);

/** Tokens of one response, cached ones counted apart from the others. */
export interface BilledTokens {
  readonly inputTextTokens: number;
  readonly inputAudioTokens: number;
  /** Text and audio together. */
  readonly cachedTokens: number;
  /** The audio among the cached ones. */
  readonly cachedAudioTokens: number;
  readonly outputTextTokens: number;
  readonly outputAudioTokens: number;
}

/** US dollars of one response; null for a model without a known price. */
export function estimateCostUsd(model: string, tokens: BilledTokens): number | null {
  const price = TOKEN_PRICES.get(withoutDate(model));
  if (!price) return null;
  const millionths =
    tokens.inputTextTokens * price.textIn +
    (tokens.cachedTokens - tokens.cachedAudioTokens) * price.cachedText +
    tokens.inputAudioTokens * price.audioIn +
    tokens.cachedAudioTokens * price.cachedAudio +
    tokens.outputTextTokens * price.textOut +
    tokens.outputAudioTokens * price.audioOut;
  return millionths / 1_000_000;
}

/** US dollars of so much transcribed audio; null for a model without a known price. */
export function transcriptionCostUsd(model: string, audioMs: number): number | null {
  const perMinute = MINUTE_PRICES.get(withoutDate(model));
  return perMinute === undefined ? null : (audioMs / 60_000) * perMinute;
}

/**
 * The same for a transcript beside a voice model: a model without a known price is taken for the
 * dearest, as the price of the call is known otherwise.
 */
export function transcriptCostUsd(model: string, audioMs: number): number {
  const dearest = Math.max(...MINUTE_PRICES.values());
  return transcriptionCostUsd(model, audioMs) ?? (audioMs / 60_000) * dearest;
}

/** A snapshot such as `gpt-realtime-2.1-2026-05-06` has the price of its model. */
function withoutDate(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
}
