import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { Availability } from './availability.js';
import { DatabaseUnavailableError, reasonOf } from './engine.js';
import type { DatabaseEngine } from './engine.js';
import { migrate } from './migrate.js';
import type { Tables } from './tables.js';
import { WatchedClient } from './watched-client.js';

const POOL_SIZE = 10;
/** For a free connection, made or waited for. */
const CONNECT_LIMIT_MS = 2_000;
/** The server ends a statement that takes longer; the client gives up a little later. */
const STATEMENT_LIMIT_MS = 4_000;
const QUERY_LIMIT_MS = 5_000;
/** How long the boot, and queries during it, wait for the first migration. */
const START_LIMIT_MS = 3_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;

/**
 * PostgreSQL. A server that is away stops nothing: queries fail at once with
 * `DatabaseUnavailableError` until a background probe finds it back, and migrations run as
 * soon as it is there.
 */
export class PostgresEngine implements DatabaseEngine {
  readonly kind = 'postgresql';
  readonly kysely: Kysely<Tables>;
  private readonly logger = new Logger(PostgresEngine.name);
  private readonly pool: pg.Pool;
  private readonly availability = new Availability(START_LIMIT_MS);
  private readonly closing = new AbortController();
  private migrated = false;
  private probing: Promise<void> | null = null;

  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'voiceplate',
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      statement_timeout: STATEMENT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', (error) => {
      this.logger.debug('Idle database connection lost', { error: error.message });
    });
    this.kysely = kyselyOn({
      connect: async () => {
        await this.availability.pass();
        return this.connect();
      },
      end: () => this.pool.end(),
    });
  }

  async start(): Promise<void> {
    this.probe();
    await this.availability.news();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.probing;
    await this.kysely.destroy();
    if (!this.pool.ended && !this.pool.ending) await this.pool.end();
  }

  private async connect(): Promise<WatchedClient> {
    const client = await this.pool.connect().catch((error: unknown) => {
      this.lost(error);
      throw new DatabaseUnavailableError(error);
    });
    return new WatchedClient(client, (cause) => this.lost(cause));
  }

  private lost(cause: unknown): void {
    if (this.closing.signal.aborted) return;
    if (this.availability.markDown(cause)) {
      this.logger.warn('Database is away', { error: reasonOf(cause) });
    }
    this.probe();
  }

  /** Tries in the background, one probe at a time, until the database answers. */
  private probe(): void {
    this.probing ??= this.untilUp().finally(() => {
      this.probing = null;
    });
  }

  private async untilUp(): Promise<void> {
    const direct = kyselyOn({
      connect: () => this.connect(),
      end: () => Promise.resolve(),
    });
    const { signal } = this.closing;
    for (let pauseMs = FIRST_RETRY_MS; !signal.aborted;) {
      try {
        if (!this.migrated) await migrate(direct);
        else await sql`select 1`.execute(direct);
        this.migrated = true;
        this.availability.markUp();
        this.logger.log('Database is ready');
        return;
      } catch (error) {
        if (this.availability.markDown(error)) {
          this.logger.warn('Database is away', { error: reasonOf(error) });
        }
      }
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS);
    }
  }
}

function kyselyOn(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
