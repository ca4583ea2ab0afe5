import type { VoiceUsage } from '../../realtime/voice-provider.js';
import {
  addUnreported,
  addUsage,
  leftMs,
  NO_USAGE,
  readUsage,
  UNPRICED_USD_PER_MINUTE,
  type CallUsage,
} from './call-usage.js';

const response = (costUsd: number | null, more: Partial<VoiceUsage> = {}): VoiceUsage => ({
  inputTextTokens: 10,
  inputAudioTokens: 20,
  cachedTokens: 5,
  outputTextTokens: 3,
  outputAudioTokens: 4,
  costUsd,
  ...more,
});
const MINUTE_MS = 60_000;
const TOKENS = { inputTokens: 30, cachedTokens: 5, outputTokens: 7 };

describe('The usage of a call', () => {
  it('is split by provider, in the order in which they answered', () => {
    let usage = addUsage(NO_USAGE, 'realtime', response(0.5), MINUTE_MS);
    usage = addUsage(usage, 'pipeline', response(0.25), MINUTE_MS);
    usage = addUsage(usage, 'realtime', response(1), MINUTE_MS);
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
    let usage = addUsage(NO_USAGE, 'realtime', response(0.5), MINUTE_MS);
    usage = addUsage(usage, 'pipeline', response(null, { knownCostUsd: 0.01 }), MINUTE_MS);
    usage = addUsage(usage, 'pipeline', response(null), MINUTE_MS);
    usage = addUsage(usage, 'realtime', response(0.5), MINUTE_MS);
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
    const nothing = { byProvider: [], estimatedUsd: 0, accountedMs: null };
    expect(usage).toEqual({ ...older, knownCostUsd: 2, ...nothing });
    expect(addUsage(usage, 'realtime', response(1), MINUTE_MS)).toMatchObject({
      responses: 5,
      costUsd: 3,
      knownCostUsd: 3,
      byProvider: [{ provider: 'realtime', responses: 1, costUsd: 1 }],
    });
    expect(readUsage({})).toEqual({ ...NO_USAGE, accountedMs: null });
  });

  it('is read as it was written', () => {
    const usage = addUsage(NO_USAGE, 'pipeline', response(null, { knownCostUsd: 0.5 }), MINUTE_MS);
    expect(readUsage(JSON.parse(JSON.stringify(usage)) as object)).toEqual(usage);
  });
});

describe('The cap on the cost of a call', () => {
  const HOUR_MS = 60 * MINUTE_MS;
  const reported = (usage: CallUsage, costUsd: number | null, ageMs: number) =>
    addUsage(usage, 'p', response(costUsd), ageMs);
  /** A report at every age is the last one. */
  const priced = (ageMs: number) => reported(NO_USAGE, 1, ageMs);
  const unpriced = (ageMs: number) => reported(priced(ageMs), null, ageMs);

  it.each([
    ['below it', priced, 1.01, HOUR_MS, false],
    ['at it', priced, 1, 0, true],
    ['without one', priced, 0, HOUR_MS, false],
    ['without one, at no known price', unpriced, 0, HOUR_MS, false],
    ['at no known price, for the known part', unpriced, 1, 0, true],
    ['at no known price, before the time is over', unpriced, 4.6, HOUR_MS / 6 - 1, false],
    ['at no known price, after the time is over', unpriced, 4.6, HOUR_MS / 6 + 1, true],
    ['that has cost nothing yet', () => NO_USAGE, 0.01, 0, false],
  ])('is reached or not by a call %s', (_what, usageAt, capUsd, ageMs, over) => {
    expect(leftMs(usageAt(ageMs), capUsd, ageMs) <= 0).toBe(over);
  });

  it('is reached by time where no report comes, and the next report takes its place', () => {
    const usage = priced(MINUTE_MS);
    const capUsd = 1 + UNPRICED_USD_PER_MINUTE;
    expect(leftMs(usage, capUsd, MINUTE_MS)).toBeCloseTo(MINUTE_MS, 0);
    expect(leftMs(usage, capUsd, 1.5 * MINUTE_MS)).toBeCloseTo(MINUTE_MS / 2, 0);
    expect(leftMs(usage, capUsd, 2 * MINUTE_MS)).toBeCloseTo(0, 0);
    const next = reported(usage, 0, 2 * MINUTE_MS);
    expect(leftMs(next, capUsd, 2 * MINUTE_MS)).toBeCloseTo(MINUTE_MS, 0);
  });

  it('counts answers whose report never came, whatever is reported later', () => {
    let usage = priced(MINUTE_MS);
    for (let age = 2; age <= 4; age++) {
      usage = addUnreported(usage, age * MINUTE_MS);
      usage = reported(usage, 0, age * MINUTE_MS);
    }
    expect(usage.estimatedUsd).toBeCloseTo(3 * UNPRICED_USD_PER_MINUTE);
    expect(leftMs(usage, 2, 4 * MINUTE_MS)).toBeLessThan(0);
    expect(usage.costUsd).toBe(1);
  });

  it('is not reached by what an older version has not accounted for', () => {
    const { estimatedUsd: _, accountedMs: __, ...older } = priced(0);
    const usage = readUsage(older);
    expect(leftMs(usage, 2, HOUR_MS)).toBeGreaterThan(0);
    expect(leftMs(reported(usage, 0, HOUR_MS), 2, 2 * HOUR_MS)).toBeLessThan(0);
  });
});
