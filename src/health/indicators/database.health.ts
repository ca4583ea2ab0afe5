import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../../storage/database.js';
import { StorageWatch } from '../../storage/storage-watch.js';
import { WRITE_FAULT_WORDS } from '../../storage/write-fault.js';
import { pingDependency } from './dependency-ping.js';

/** A turn of a call asks several times: callers begin to notice. */
const SLOW_MS = 100;

/** Whether the database answers, and takes writes. */
@Injectable()
export class DatabaseHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly database: Database,
    private readonly watch: StorageWatch,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    const facts = { kind: this.database.kind };
    const answer = await pingDependency(this.indicator, {
      key: 'database',
      ping: () => this.database.ping(),
      slowMs: SLOW_MS,
      facts,
    });
    const fault = this.watch.database;
    if (answer.database.status === 'down' || fault === null || fault === 'away') return answer;
    const message = WRITE_FAULT_WORDS[fault];
    return this.indicator.check('database').down({ ...facts, message });
  }
}
