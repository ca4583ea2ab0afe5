import type { VoiceUsage } from './voice-provider.js';

/** What the services of an answer cost, US dollars, until it is reported with its usage. */
export class CostSum {
  private known = 0;
  private complete = true;

  /** @param costUsd null when the price is unknown. */
  add(costUsd: number | null): void {
    this.known += costUsd ?? 0;
    this.complete &&= costUsd !== null;
  }

  /** The sum since the last report. */
  take(): Pick<VoiceUsage, 'costUsd' | 'knownCostUsd'> {
    const { known, complete } = this;
    this.known = 0;
    this.complete = true;
    return complete ? { costUsd: known } : { costUsd: null, knownCostUsd: known };
  }
}
