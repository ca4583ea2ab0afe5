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

/** The metrics of calls. */
@Injectable()
export class CallsMetrics {
  readonly ended: Counter<'outcome'>;
  readonly responseSeconds: Histogram;
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
      "From the end of the caller's speech to the answer's first audio",
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
