import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { certainNow } from '../common/steady-clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from './database.js';
import { RetentionMetrics, type KeptKind } from './retention.metrics.js';
import type { Tables } from './tables.js';
import { errorKind } from '../common/error-fields.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const PAUSE_MS = 60 * 60 * 1_000;
/** Before a run is tried again that failed, or that another replica was doing. */
const RETRY_MS = 60_000;
/** Rows that one transaction changes at most. */
export const RETENTION_BATCH = 1_000;
/** PostgreSQL's advisory lock of this work; the number has no meaning. */
export const RETENTION_LOCK = 4_839_201_177;

/** Rows that are kept for a time. */
export interface KeptRows {
  readonly kind: KeptKind;
  /** How long; `TRANSCRIPT_RETENTION_DAYS` unless told, ms. */
  readonly keptMs?: number;
  /** They are no rows but this replica's own files: there is no transaction, and no other waits. */
  readonly apart?: true;
  /** Counts the rows from before this time that are still as they were. */
  overdue(kysely: Kysely<Tables>, before: string): Promise<number>;
  /**
   * Deletes up to `limit` such rows, or takes out of them what is personal, so that `overdue` does
   * not count them any more; resolves with how many those were.
   */
  forget(kysely: Kysely<Tables>, before: string, limit: number): Promise<number>;
}

/** `busy`: another replica was doing it, and may be through by now. */
export type RetentionResult = 'done' | 'busy' | 'failed' | 'stopped';

/**
 * Forgets hourly what has been kept for long enough, in batches of a transaction each. How far it
 * has come is in the rows, so a run that broke off is resumed by the next one, here or on another
 * replica. One replica works at a time.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Retention.name);
  private readonly kept: KeptRows[] = [];
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<RetentionResult> = Promise.resolve('done');

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly metrics: RetentionMetrics,
  ) {
    this.keep(FENCES);
  }

  /** Adds rows to what is forgotten. To be called in constructors. */
  keep(rows: KeptRows): void {
    this.kept.push(rows);
  }

  /** The first run; the database has its tables by now. */
  onApplicationBootstrap(): void {
    this.plan(0);
  }

  /** Waits for the batch that is running. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  /** Forgets all that is overdue at `now`, after the run that is going on. Never rejects. */
  run(now = new Date(certainNow())): Promise<RetentionResult> {
    this.running = this.running.then(() => this.forgetAll(now));
    return this.running;
  }

  private async forgetAll(now: Date): Promise<RetentionResult> {
    let result: RetentionResult = 'done';
    for (const rows of this.kept) {
      try {
        const one = await this.forget(rows, now);
        if (one !== 'done') result = one;
      } catch (error) {
        // What cannot be done for one kind of rows does not keep the others.
        const fields = { kind: rows.kind, error: errorKind(error) };
        this.logger.warn('Old rows could not be forgotten', fields);
        this.metrics.failed.inc({ kind: rows.kind });
        result = 'failed';
      }
    }
    return result;
  }

  private async forget(rows: KeptRows, now: Date): Promise<RetentionResult> {
    const { kind, keptMs = this.config.storage.transcriptRetentionDays * DAY_MS } = rows;
    const before = new Date(now.getTime() - keptMs).toISOString();
    let left = await rows.overdue(this.database.kysely, before);
    this.metrics.overdue.set({ kind }, left);
    let forgotten = 0;
    while (left > 0) {
      if (this.stopping.signal.aborted) return 'stopped';
      const batch = await this.batch(rows, before);
      if (batch === null) return 'busy';
      forgotten += batch;
      this.metrics.forgotten.inc({ kind }, batch);
      left = batch < RETENTION_BATCH ? 0 : Math.max(0, left - batch);
      this.metrics.overdue.set({ kind }, left);
      // The embedded database holds up the event loop: calls come between two batches.
      await breathe();
    }
    if (forgotten > 0) this.logger.log('Old rows forgotten', { kind, rows: forgotten });
    return 'done';
  }

  /** Null while another replica is at it. */
  private async batch(rows: KeptRows, before: string): Promise<number | null> {
    if (rows.apart) return rows.forget(this.database.kysely, before, RETENTION_BATCH);
    return this.database.transaction(async (transaction) => {
      if (this.database.kind === 'postgresql') {
        const lock = sql<{
          ours: boolean;
        }>`select pg_try_advisory_xact_lock(${RETENTION_LOCK}) as ours`;
        if (!(await lock.execute(transaction)).rows[0]?.ours) return null;
      }
      return rows.forget(transaction, before, RETENTION_BATCH);
    });
  }

  private plan(pauseMs: number): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      void this.run().then((result) => this.plan(result === 'done' ? PAUSE_MS : RETRY_MS));
    }, pauseMs).unref();
  }
}

/** Fencing numbers of calls; a week is longer than a stopped replica stays away. */
const FENCES: KeptRows = {
  kind: 'call_fences',
  keptMs: 7 * DAY_MS,
  async overdue(kysely, before) {
    const { rows } = await kysely
      .selectFrom('call_fences')
      .select(({ fn }) => fn.countAll().as('rows'))
      .where('updated_at', '<', before)
      .executeTakeFirstOrThrow();
    return Number(rows);
  },
  async forget(kysely, before, limit) {
    const due = kysely
      .selectFrom('call_fences')
      .select('call_sid')
      .where('updated_at', '<', before)
      .limit(limit);
    const { numDeletedRows } = await kysely
      .deleteFrom('call_fences')
      .where('call_sid', 'in', due)
      // Checked again on the row itself: the call may have come back meanwhile.
      .where('updated_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};
