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
export const NO_USAGE: CallUsage = { ...NONE, byProvider: [] };

/** A usage that may have been written by an older version, which had totals alone. */
export function readUsage(written: Partial<CallUsage>): CallUsage {
  const { costUsd = 0, byProvider = [] } = written;
  return { ...NONE, knownCostUsd: costUsd ?? 0, ...written, byProvider };
}

/** The usage after one more response of this provider. */
export function addUsage(sum: CallUsage, provider: string, response: VoiceUsage): CallUsage {
  const known = sum.byProvider.some((part) => part.provider === provider);
  const parts = known ? sum.byProvider : [...sum.byProvider, { provider, ...NONE }];
  return {
    ...plus(sum, response),
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

/**
 * True when a call has cost as much as it may. A call with a part of unknown price is over as
 * well after the time that the cap buys at `UNPRICED_USD_PER_MINUTE`.
 *
 * @param capUsd 0 for no cap.
 * @param elapsedMs since the call began.
 */
export function capReached(usage: UsageTotals, capUsd: number, elapsedMs: number): boolean {
  if (capUsd === 0) return false;
  const unpricedUsd = usage.costUsd === null ? (elapsedMs / 60_000) * UNPRICED_USD_PER_MINUTE : 0;
  return Math.max(usage.knownCostUsd, unpricedUsd) >= capUsd;
}
