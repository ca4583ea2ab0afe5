import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { QUARANTINE_SOURCES, type QuarantineSource } from './quarantine-source.js';

/** The queues that wait for the database. */
const QUEUES = [
  'placed-orders',
  'call-records',
  'voicemails',
] as const satisfies readonly QuarantineSource[];

/** The metrics of the database, of this disk and of what waits there. */
@Injectable()
export class StorageMetrics {
  readonly databaseWritable: Gauge;
  readonly diskFreeBytes: Gauge;
  readonly diskBytes: Gauge;
  readonly quarantined: Gauge;
  readonly queued: Gauge;
  /** `disk`: it could not be kept on disk either. `full`: too many wait. */
  readonly unwritable: Counter<'reason' | 'source'>;

  constructor(metrics: Metrics) {
    this.databaseWritable = metrics.gauge(
      'database_writable',
      '1 while the database takes a test row and gives it back',
    );
    this.diskFreeBytes = metrics.gauge(
      'disk_free_bytes',
      'Free space of the file system of DATA_DIR',
    );
    this.diskBytes = metrics.gauge('disk_size_bytes', 'Size of the file system of DATA_DIR');
    this.quarantined = metrics.gauge(
      'quarantined_entries',
      'Entries that could not be read or written and were set aside, listed by /quarantine',
      ['source'],
    );
    for (const source of QUARANTINE_SOURCES) this.quarantined.set({ source }, 0);
    this.queued = metrics.gauge(
      'queue_entries',
      'Entries that wait in this process or on its disk until the database takes them',
      ['queue'],
    );
    for (const queue of QUEUES) this.queued.set({ queue }, 0);
    this.unwritable = metrics.counter(
      'records_unwritable_total',
      'Times that an entry could be kept neither by the database nor by this disk',
      { source: QUARANTINE_SOURCES, reason: ['disk', 'full'] },
    );
  }
}
