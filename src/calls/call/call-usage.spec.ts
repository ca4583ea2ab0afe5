import type { VoiceUsage } from '../../realtime/voice-provider.js';
import { addUsage, capReached, NO_USAGE, readUsage } from './call-usage.js';

const response = (costUsd: number | null, more: Partial<VoiceUsage> = {}): VoiceUsage => ({
  inputTextTokens: 10,
  inputAudioTokens: 20,
  cachedTokens: 5,
  outputTextTokens: 3,
  outputAudioTokens: 4,
  costUsd,
  ...more,
});
const TOKENS = { inputTokens: 30, cachedTokens: 5, outputTokens: 7 };

describe('The usage of a call', () => {
  it('is split by provider, in the order in which they answered', () => {
    let usage = addUsage(NO_USAGE, 'realtime', response(0.5));
    usage = addUsage(usage, 'pipeline', response(0.25));
    usage = addUsage(usage, 'realtime', response(1));
    expect(usage).toMatchObject({ responses: 3, inputTokens: 90, costUsd: 1.75 });
    expect(usage.byProvider).toEqual([
      {
        provider: 'realtime',
        responses: 2,
        inputTokens: 60,
        cachedTokens: 10,
        outputTokens: 14,
        costUsd: 1.5,
        knownCostUsd: 1.5,
      },
      { provider: 'pipeline', responses: 1, ...TOKENS, costUsd: 0.25, knownCostUsd: 0.25 },
    ]);
    expect(NO_USAGE.byProvider).toEqual([]);
  });

  it('has no cost once the price of a part is unknown, and at least that of the others', () => {
    let usage = addUsage(NO_USAGE, 'realtime', response(0.5));
    usage = addUsage(usage, 'pipeline', response(null, { knownCostUsd: 0.01 }));
    usage = addUsage(usage, 'pipeline', response(null));
    usage = addUsage(usage, 'realtime', response(0.5));
    expect(usage.costUsd).toBeNull();
    expect(usage.knownCostUsd).toBeCloseTo(1.01);
    expect(usage.byProvider).toMatchObject([
      { provider: 'realtime', costUsd: 1, knownCostUsd: 1 },
      { provider: 'pipeline', costUsd: null, knownCostUsd: 0.01 },
    ]);
  });

  it('is read as an older version wrote it, and goes on from there', () => {
    const older = { responses: 4, inputTokens: 400, cachedTokens: 9, outputTokens: 8, costUsd: 2 };
    const usage = readUsage(older);
    expect(usage).toEqual({ ...older, knownCostUsd: 2, byProvider: [] });
    expect(addUsage(usage, 'realtime', response(1))).toMatchObject({
      responses: 5,
      costUsd: 3,
      knownCostUsd: 3,
      byProvider: [{ provider: 'realtime', responses: 1, costUsd: 1 }],
    });
    expect(readUsage({})).toEqual(NO_USAGE);
  });

  it('is read as it was written', () => {
    const usage = addUsage(NO_USAGE, 'pipeline', response(null, { knownCostUsd: 0.5 }));
    expect(readUsage(JSON.parse(JSON.stringify(usage)) as object)).toEqual(usage);
  });
});

describe('The cap on the cost of a call', () => {
  const HOUR_MS = 3_600_000;
  const priced = addUsage(NO_USAGE, 'p', response(1));
  const unpriced = addUsage(priced, 'q', response(null));

  it.each([
    ['below it', priced, 1.01, HOUR_MS, false],
    ['at it', priced, 1, 0, true],
    ['without one', priced, 0, HOUR_MS, false],
    ['without one, at no known price', unpriced, 0, HOUR_MS, false],
    ['at no known price, for the known part', unpriced, 1, 0, true],
    ['at no known price, before the time is over', unpriced, 4.6, HOUR_MS / 6 - 1, false],
    ['at no known price, after the time is over', unpriced, 4.6, HOUR_MS / 6 + 1, true],
    ['that has cost nothing yet', NO_USAGE, 0.01, HOUR_MS, false],
  ])('is reached or not by a call %s', (_what, usage, capUsd, elapsedMs, reached) => {
    expect(capReached(usage, capUsd, elapsedMs)).toBe(reached);
  });
});
