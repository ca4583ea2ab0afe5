import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { errorKind } from '../common/error-fields.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from './database.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const PAUSE_MS = 60 * 60 * 1_000;
const EMPTY = '[]';
/** Far longer than a call lasts, and longer than a stopped replica stays away. */
const FENCES_KEPT_MS = 7 * DAY_MS;

/**
 * Deletes old data, hourly: transcripts after `TRANSCRIPT_RETENTION_DAYS`, and the fencing
 * numbers of calls after a week.
 */
@Injectable()
export class Retention implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Retention.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.runQuietly(), PAUSE_MS).unref();
  }

  /** The first run; the database has its tables by now. */
  onApplicationBootstrap(): void {
    void this.runQuietly();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Empties every transcript that is too old at `now`; returns how many calls that were. */
  async forget(now: Date): Promise<number> {
    const keptMs = this.config.storage.transcriptRetentionDays * DAY_MS;
    const before = new Date(now.getTime() - keptMs).toISOString();
    const result = await this.database.kysely
      .updateTable('calls')
      .set({ transcript: EMPTY })
      .where('started_at', '<', before)
      .where('transcript', '<>', EMPTY)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /** Deletes the fencing numbers not used in the week before `now`; returns how many. */
  async forgetFences(now: Date): Promise<number> {
    const before = new Date(now.getTime() - FENCES_KEPT_MS).toISOString();
    const result = await this.database.kysely
      .deleteFrom('call_fences')
      .where('updated_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }

  /** Never rejects. */
  private async runQuietly(): Promise<void> {
    try {
      const calls = await this.forget(new Date());
      if (calls > 0) this.logger.log('Old transcripts deleted', { calls });
      await this.forgetFences(new Date());
    } catch (error) {
      this.logger.warn('Old records could not be deleted', { error: errorKind(error) });
    }
  }
}
