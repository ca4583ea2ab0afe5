import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../../storage/database.js';
import { pingDependency } from './dependency-ping.js';

/** A turn of a call asks several times: callers begin to notice. */
const SLOW_MS = 100;

/** Whether the database answers. */
@Injectable()
export class DatabaseHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly database: Database,
  ) {}

  check(): Promise<HealthIndicatorResult<'database'>> {
    return pingDependency(this.indicator, {
      key: 'database',
      ping: () => this.database.ping(),
      slowMs: SLOW_MS,
      facts: { kind: this.database.kind },
    });
  }
}
