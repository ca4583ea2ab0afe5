import type { VoiceUsage } from '../../realtime/voice-provider.js';

/** Tokens as providers report them, and what they cost by list price. */
export interface UsageTotals {
  /** Responses with a report; one that was cut off may have none. */
  readonly responses: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of a part is unknown. */
  readonly costUsd: number | null;
  /** US dollars of the parts whose price is known: the call cost at least this. */
  readonly knownCostUsd: number;
}

/** The part of a call's usage that one provider had. */
export interface ProviderUsage extends UsageTotals {
  readonly provider: string;
}

/** The usage of a whole call; the totals are the sums over its providers. */
export interface CallUsage extends UsageTotals {
  /** In the order in which the providers first answered. */
  readonly byProvider: readonly ProviderUsage[];
  /** US dollars that answers without a report are taken to have cost, by time. */
  readonly estimatedUsd: number;
  /**
   * Age of the call up to which all is reported or estimated, ms; null before the first report
   * since an older version had the call.
   */
  readonly accountedMs: number | null;
}

/** What a call had cost by then. */
export interface CostPoint {
  /** Age of the call, ms. */
  readonly atMs: number;
  /** US dollars, of the parts whose price is known and of what was estimated. */
  readonly costUsd: number;
}

const NONE: UsageTotals = {
  responses: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  knownCostUsd: 0,
};

/** Before the first response. */
export const NO_USAGE: CallUsage = { ...NONE, byProvider: [], estimatedUsd: 0, accountedMs: 0 };

/** A usage that may have been written by an older version, which had totals alone. */
export function readUsage(written: Partial<CallUsage>): CallUsage {
  const { costUsd = 0, byProvider = [] } = written;
  const older = { knownCostUsd: costUsd ?? 0, estimatedUsd: 0, accountedMs: null };
  return { ...NONE, ...older, ...written, byProvider };
}

/**
 * The usage after one more response of this provider.
 *
 * @param ageMs of the call: the report accounts for all until then.
 */
export function addUsage(
  sum: CallUsage,
  provider: string,
  response: VoiceUsage,
  ageMs: number,
): CallUsage {
  const known = sum.byProvider.some((part) => part.provider === provider);
  const parts = known ? sum.byProvider : [...sum.byProvider, { provider, ...NONE }];
  return {
    ...sum,
    ...plus(sum, response),
    accountedMs: ageMs,
    byProvider: parts.map((part) =>
      part.provider === provider ? { provider, ...plus(part, response) } : part,
    ),
  };
}

function plus(sum: UsageTotals, response: VoiceUsage): UsageTotals {
  const { costUsd } = response;
  return {
    responses: sum.responses + 1,
    inputTokens: sum.inputTokens + response.inputTextTokens + response.inputAudioTokens,
    cachedTokens: sum.cachedTokens + response.cachedTokens,
    outputTokens: sum.outputTokens + response.outputTextTokens + response.outputAudioTokens,
    costUsd: sum.costUsd === null || costUsd === null ? null : sum.costUsd + costUsd,
    knownCostUsd: sum.knownCostUsd + (costUsd ?? response.knownCostUsd ?? 0),
  };
}

/**
 * What a minute is taken to cost while a part of the call has no known price: the dearest of the
 * published models of a minute on gpt-realtime-2.1, its history included.
 */
export const UNPRICED_USD_PER_MINUTE = 0.46;

/** The usage after an answer of which no report has come or will come. */
export function addUnreported(sum: CallUsage, ageMs: number): CallUsage {
  const estimatedUsd = sum.estimatedUsd + sinceReportUsd(sum, ageMs);
  return { ...sum, estimatedUsd, accountedMs: ageMs };
}

/**
 * How long a call may go on without another report until it has cost as much as it may, ms; zero
 * and less when it has. What is not reported yet counts by time, and so does the whole of a call
 * with a part of unknown price: `UNPRICED_USD_PER_MINUTE`.
 *
 * @param capUsd 0 for no cap: `Infinity`.
 * @param ageMs since the call began.
 */
export function leftMs(usage: CallUsage, capUsd: number, ageMs: number): number {
  if (capUsd === 0) return Infinity;
  const reportedUsd = usage.knownCostUsd + usage.estimatedUsd + sinceReportUsd(usage, ageMs);
  const unpricedUsd = usage.costUsd === null ? byTime(ageMs) : 0;
  const leftUsd = capUsd - Math.max(reportedUsd, unpricedUsd);
  return (leftUsd / UNPRICED_USD_PER_MINUTE) * 60_000;
}

function sinceReportUsd({ accountedMs }: CallUsage, ageMs: number): number {
  return byTime(Math.max(0, ageMs - (accountedMs ?? ageMs)));
}

function byTime(ms: number): number {
  return (ms / 60_000) * UNPRICED_USD_PER_MINUTE;
}
