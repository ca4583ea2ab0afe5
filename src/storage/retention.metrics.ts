import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import { Metrics } from '../ops/metrics.js';

/** Tables with rows that are kept for a time, and files of this replica that were set aside. */
export const KEPT_KINDS = ['calls', 'orders', 'outbox', 'call_fences', 'set-aside'] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** The metrics of what is forgotten when its time is over. */
@Injectable()
export class RetentionMetrics {
  readonly overdue: Gauge;
  readonly forgotten: Counter<'kind'>;
  readonly failed: Counter<'kind'>;

  constructor(metrics: Metrics) {
    this.overdue = metrics.gauge(
      'retention_overdue_rows',
      'Rows older than TRANSCRIPT_RETENTION_DAYS that still hold data of callers, at the last look',
      ['kind'],
    );
    for (const kind of KEPT_KINDS) this.overdue.set({ kind }, 0);
    this.forgotten = metrics.counter(
      'retention_forgotten_rows_total',
      'Rows that were deleted, or emptied of data of callers, after TRANSCRIPT_RETENTION_DAYS',
      { kind: KEPT_KINDS },
    );
    this.failed = metrics.counter(
      'retention_failures_total',
      'Runs of the retention that the database broke off; they are resumed within a minute',
      { kind: KEPT_KINDS },
    );
  }
}
