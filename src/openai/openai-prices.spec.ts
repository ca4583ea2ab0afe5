import {
  estimateCostUsd,
  transcriptCostUsd,
  transcriptionCostUsd,
  type BilledTokens,
} from './openai-prices.js';

const NONE: BilledTokens = {
  inputTextTokens: 0,
  inputAudioTokens: 0,
  cachedTokens: 0,
  cachedAudioTokens: 0,
  outputTextTokens: 0,
  outputAudioTokens: 0,
};
const MILLION = 1_000_000;

describe('The estimate of a response', () => {
  it.each<[string, Partial<BilledTokens>, number, number]>([
    ['text', { inputTextTokens: MILLION }, 4, 0.6],
    ['cached text', { cachedTokens: MILLION }, 0.4, 0.06],
    ['audio', { inputAudioTokens: MILLION }, 32, 10],
    ['cached audio', { cachedTokens: MILLION, cachedAudioTokens: MILLION }, 0.4, 0.3],
    ['written text', { outputTextTokens: MILLION }, 24, 2.4],
    ['spoken audio', { outputAudioTokens: MILLION }, 64, 20],
  ])('has a price of its own for %s', (_kind, tokens, full, mini) => {
    expect(estimateCostUsd('gpt-realtime-2.1', { ...NONE, ...tokens })).toBeCloseTo(full);
    expect(estimateCostUsd('gpt-realtime-2.1-mini', { ...NONE, ...tokens })).toBeCloseTo(mini);
  });

  it('adds up what a response is made of', () => {
    const cost = estimateCostUsd('gpt-realtime-2.1-mini', {
      inputTextTokens: 1_000,
      inputAudioTokens: 100,
      cachedTokens: 5_000,
      cachedAudioTokens: 2_000,
      outputTextTokens: 50,
      outputAudioTokens: 200,
    });
    expect(cost).toBeCloseTo((600 + 1_000 + 180 + 600 + 120 + 4_000) / MILLION, 12);
  });

  it('holds for a dated snapshot of a model, and for no other name', () => {
    const tokens = { ...NONE, outputAudioTokens: MILLION };
    expect(estimateCostUsd('gpt-realtime-2.1-2026-05-06', tokens)).toBe(64);
    for (const model of ['gpt-realtime', 'gpt-realtime-3', 'gpt-realtime-2.1-max', '']) {
      expect(estimateCostUsd(model, tokens)).toBeNull();
    }
  });
});

describe('The estimate of a transcription', () => {
  it('goes by the minute', () => {
    expect(transcriptionCostUsd('gpt-transcribe', 90_000)).toBeCloseTo(0.00675, 10);
    expect(transcriptionCostUsd('gpt-live-transcribe', 60_000)).toBe(0.017);
    expect(transcriptionCostUsd('whisper-1', 60_000)).toBeNull();
  });

  it('is that of the dearest model beside a voice model, where the price is not known', () => {
    expect(transcriptCostUsd('gpt-transcribe', 120_000)).toBeCloseTo(0.009, 10);
    expect(transcriptCostUsd('whisper-1', 120_000)).toBeCloseTo(0.034, 10);
  });
});
