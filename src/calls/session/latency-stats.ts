import { Injectable } from '@nestjs/common';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { OrderChannel } from '../../orders/order-origin.js';
import type { TurnLatency } from '../call/turn-latency.js';
import { CallsMetrics } from '../calls.metrics.js';
import { LatencyTrend } from './latency-trend.js';

/** Percentiles in ms; 0 while nothing was measured. */
export interface LatencyReport {
  readonly responseMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly addedMs: {
    readonly in: { readonly p50: number; readonly p99: number };
    readonly out: { readonly p50: number; readonly p99: number };
  };
}

/** How fast answers come and how long frames stay in this process, since it started. */
@Injectable()
export class LatencyStats {
  // Histograms hold integers: microseconds.
  private readonly response = createHistogram();
  private readonly added = { in: createHistogram(), out: createHistogram() };

  constructor(
    private readonly metrics: CallsMetrics,
    private readonly trend: LatencyTrend,
  ) {}

  /** Adds the latency of one answer. */
  answered({ responseMs }: TurnLatency): void {
    record(this.response, responseMs);
    this.trend.answered(responseMs);
    this.metrics.responseSeconds.observe(responseMs / 1000);
  }

  /** Adds the wait of a caller for an answer. @param waitMs null: none has ended. */
  waited(waitMs: number | null, channel: OrderChannel): void {
    if (waitMs !== null) this.metrics.turnWaitSeconds.observe({ channel }, waitMs / 1000);
  }

  /** Adds the time that one frame of audio spent in this process, ms. */
  frame(direction: 'in' | 'out', ms: number): void {
    record(this.added[direction], ms);
  }

  /** The percentiles of everything so far. */
  report(): LatencyReport {
    const { response, added } = this;
    return {
      responseMs: {
        p50: percentile(response, 50),
        p95: percentile(response, 95),
        p99: percentile(response, 99),
      },
      addedMs: {
        in: { p50: percentile(added.in, 50), p99: percentile(added.in, 99) },
        out: { p50: percentile(added.out, 50), p99: percentile(added.out, 99) },
      },
    };
  }
}

function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms * 1000)));
}

function percentile(histogram: RecordableHistogram, share: number): number {
  return histogram.count === 0 ? 0 : histogram.percentile(share) / 1000;
}
