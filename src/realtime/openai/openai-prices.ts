/** List prices in US dollars per million tokens (protocol B5.4); an estimate, not a bill. */
interface Price {
  readonly audioIn: number;
  readonly textIn: number;
  readonly cached: number;
  readonly audioOut: number;
  readonly textOut: number;
}

const FULL: Price = { audioIn: 32, textIn: 4, cached: 0.4, audioOut: 64, textOut: 24 };
const MINI: Price = { audioIn: 10, textIn: 0.6, cached: 0.3, audioOut: 20, textOut: 2.4 };

const PRICES = new Map<string, Price>([
  ['gpt-realtime-2.1', FULL],
  ['gpt-realtime-2', FULL],
  ['gpt-realtime-1.5', { ...FULL, textOut: 16 }],
  ['gpt-realtime-2.1-mini', MINI],
]);

/** Tokens of one response, cached ones counted apart from the others. */
export interface BilledTokens {
  readonly inputTextTokens: number;
  readonly inputAudioTokens: number;
  readonly cachedTokens: number;
  readonly outputTextTokens: number;
  readonly outputAudioTokens: number;
}

/** US dollars of one response; null for a model without a known price. */
export function estimateCostUsd(model: string, tokens: BilledTokens): number | null {
  const price = PRICES.get(model);
  if (!price) return null;
  const millionths =
    tokens.inputAudioTokens * price.audioIn +
    tokens.inputTextTokens * price.textIn +
    tokens.cachedTokens * price.cached +
    tokens.outputAudioTokens * price.audioOut +
    tokens.outputTextTokens * price.textOut;
  return millionths / 1_000_000;
}
