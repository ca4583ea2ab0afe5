import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import type { CallOutcome } from './call/call.js';

/** How a call can end; the other outcomes end its stream only. */
const FINAL_OUTCOMES = [
  'finished',
  'hung-up',
  'transferred',
  'lost',
  'rejected',
] as const satisfies readonly CallOutcome[];

/** Seconds that a caller waits: a good answer comes within 1, a bad one after 3. */
const WAIT_BUCKETS = [0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 5, 8, 13];

/** The metrics of calls. */
@Injectable()
export class CallsMetrics {
  readonly ended: Counter<'outcome'>;
  readonly responseSeconds: Histogram;
  readonly turnWaitSeconds: Histogram;
  readonly transcriptionsFailed: Counter;
  /**
   * `away`: Redis did not answer; `refused`: it did not take it; `fault`: it could not be made.
   * Without Redis there is nothing to fail.
   */
  readonly snapshotsFailed: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.ended = metrics.counter('calls_ended_total', 'Calls that are over', {
      outcome: FINAL_OUTCOMES,
    });
    this.responseSeconds = metrics.histogram(
      'response_seconds',
      "From the provider's verdict that the caller has ended to the answer's first audio",
      WAIT_BUCKETS,
    );
    this.turnWaitSeconds = metrics.histogram(
      'turn_wait_seconds',
      "From the caller's last sound to the answer's first audio, turn detection included",
      WAIT_BUCKETS,
    );
    this.transcriptionsFailed = metrics.counter(
      'transcriptions_failed_total',
      'Turns of a caller whose text the Realtime provider could not make',
    );
    this.snapshotsFailed = metrics.counter(
      'snapshots_failed_total',
      'States of calls that other replicas cannot see, because they could not be put down',
      { reason: ['away', 'refused', 'fault'] },
    );
  }
}
