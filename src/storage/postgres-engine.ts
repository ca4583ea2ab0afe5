import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PostgresPool, Transaction } from 'kysely';
import pg from 'pg';
import { backOffMs } from '../common/back-off.js';
import { errorKind } from '../common/error-fields.js';
import { Availability } from './availability.js';
import { DatabaseUnavailableError } from './engine.js';
import type { DatabaseEngine, LockMode } from './engine.js';
import { migrate } from './migrate.js';
import type { Tables } from './tables.js';
import { WatchedClient } from './watched-client.js';

const POOL_SIZE = 10;
/** For a free connection, made or waited for. */
const CONNECT_LIMIT_MS = 1_500;
/** The server ends a statement that takes longer; the client gives up a little later. */
const STATEMENT_LIMIT_MS = 2_000;
const QUERY_LIMIT_MS = 2_250;
/**
 * The server ends a transaction whose process says nothing for so long: one that was stopped
 * half-way must not keep others from the call's order. Shorter than a statement may wait.
 */
const IDLE_TRANSACTION_LIMIT_MS = 1_500;
/** Of each statement of a migration, the waiting for another replica's included. */
const MIGRATION_LIMIT_MS = 30_000;
/** How long the boot, and queries during it, wait for the first migration. */
const START_LIMIT_MS = 3_000;
/** Pauses between two probes of a server that is away. */
const PROBE = { firstMs: 250, longestMs: 2_000 };
/** How long a query whose connection broke waits for the first probe. */
const PROBE_LIMIT_MS = 500;

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

  constructor(private readonly url: string) {
    this.pool = this.poolOf({
      max: POOL_SIZE,
      statement_timeout: STATEMENT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_LIMIT_MS,
    });
    this.kysely = kyselyOn({
      connect: async () => {
        await this.availability.pass();
        return this.connect();
      },
      end: () => this.pool.end(),
    });
  }

  get up(): boolean {
    return this.availability.up;
  }

  upAgain(): Promise<boolean> {
    return this.availability.upSoon(PROBE_LIMIT_MS);
  }

  async lock(transaction: Transaction<Tables>, key: number, mode: LockMode): Promise<void> {
    await (
      mode === 'shared'
        ? sql`select pg_advisory_xact_lock_shared(${key})`
        : sql`select pg_advisory_xact_lock(${key})`
    ).execute(transaction);
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
    if (this.closing.signal.aborted || isEndedByServer(cause)) return;
    if (this.availability.markDown(cause)) {
      this.logger.warn('Database is away', { error: errorKind(cause) });
    }
    this.probe();
  }

  /** Probes in the background, one probe at a time, until the database answers. */
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
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        if (!this.migrated) await this.migrate();
        else await sql`select 1`.execute(direct);
        this.migrated = true;
        this.availability.markUp();
        this.logger.log('Database is ready');
        return;
      } catch (error) {
        if (this.availability.markDown(error)) {
          this.logger.warn('Database is away', { error: errorKind(error) });
        }
      }
      const pauseMs = backOffMs(PROBE, failures);
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** On a connection of its own, since a change of the schema may take longer than a query. */
  private async migrate(): Promise<void> {
    const pool = this.poolOf({
      max: 1,
      statement_timeout: MIGRATION_LIMIT_MS,
      query_timeout: MIGRATION_LIMIT_MS,
      idle_in_transaction_session_timeout: MIGRATION_LIMIT_MS,
    });
    const kysely = kyselyOn(pool);
    try {
      await migrate(kysely);
    } finally {
      await kysely.destroy();
    }
  }

  private poolOf(limits: pg.PoolConfig): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.url,
      application_name: 'voiceplate',
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      keepAlive: true,
      ...limits,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    pool.on('error', (error) => {
      this.logger.debug('Idle database connection lost', { error: errorKind(error) });
    });
    return pool;
  }
}

/** The server is there: it ended one session whose transaction stood still for too long. */
function isEndedByServer(cause: unknown): boolean {
  return cause instanceof pg.DatabaseError && cause.code === '25P03';
}

function kyselyOn(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
