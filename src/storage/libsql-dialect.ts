import { setTimeout as delay } from 'node:timers/promises';
import { LibsqlError } from '@libsql/client';
import type { Client, InValue, ResultSet, Transaction } from '@libsql/client';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  Driver,
  Kysely,
  QueryResult,
} from 'kysely';

/** How long a statement waits for another process that holds the file. */
const BUSY_LIMIT_MS = 5_000;
const BUSY_PAUSE_MS = 15;
/** Statements that never ask for the write lock; raw ones are pragmas and probes. */
const READS: ReadonlySet<string> = new Set(['SelectQueryNode', 'RawNode']);

/**
 * Kysely on one libSQL client that has one connection (`concurrency: 1`). The queries of this
 * process take turns; a transaction keeps its turn to the end and locks the file from its
 * beginning, so it never fails half-way for want of the lock. Waiting for another process is
 * done outside SQLite, where it does not hold up the event loop.
 */
export class LibsqlDialect implements Dialect {
  constructor(private readonly client: Client) {}

  createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.client);
  }

  createIntrospector(kysely: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(kysely);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }
}

/** SQLite does roll back DDL; saying so makes migrations one locked transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class LibsqlDriver implements Driver {
  private readonly connection: LibsqlConnection;
  private readonly waiting: (() => void)[] = [];
  private taken = false;

  constructor(private readonly client: Client) {
    this.connection = new LibsqlConnection(client);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  async acquireConnection(): Promise<LibsqlConnection> {
    if (this.taken) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.taken = true;
    return this.connection;
  }

  releaseConnection(): Promise<void> {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
    return Promise.resolve();
  }

  beginTransaction(connection: LibsqlConnection): Promise<void> {
    return connection.begin();
  }

  commitTransaction(connection: LibsqlConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction(connection: LibsqlConnection): Promise<void> {
    return connection.rollback();
  }

  destroy(): Promise<void> {
    this.client.close();
    return Promise.resolve();
  }
}

class LibsqlConnection implements DatabaseConnection {
  private transaction: Transaction | null = null;

  constructor(private readonly client: Client) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { sql, parameters } = query;
    const statement = { sql, args: [...parameters] as InValue[] };
    if (this.transaction !== null) return resultOf(await this.transaction.execute(statement));
    if (READS.has(query.query.kind)) return resultOf(await this.client.execute(statement));
    const alone = await lockedTransaction(this.client);
    try {
      const result = await alone.execute(statement);
      await alone.commit();
      return resultOf(result);
    } finally {
      alone.close();
    }
  }

  /** SQLite answers all at once; the stream is one chunk. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async begin(): Promise<void> {
    this.transaction = await lockedTransaction(this.client);
  }

  async commit(): Promise<void> {
    await this.transaction?.commit();
    this.transaction = null;
  }

  async rollback(): Promise<void> {
    const { transaction } = this;
    this.transaction = null;
    await transaction?.rollback();
  }
}

/**
 * Begins a transaction that holds the write lock, waiting for other processes up to the limit.
 *
 * A prepared statement that finds the file busy stays active inside libsql until it is
 * garbage-collected, and until then no transaction of the connection can commit. Unprepared
 * ones do not, so the lock is only ever asked for by `executeMultiple`.
 */
async function lockedTransaction(client: Client): Promise<Transaction> {
  const giveUpAt = performance.now() + BUSY_LIMIT_MS;
  for (;;) {
    const transaction = await client.transaction('deferred');
    try {
      await transaction.executeMultiple('commit; begin immediate');
      return transaction;
    } catch (error) {
      transaction.close();
      const busy = error instanceof LibsqlError && error.code === 'SQLITE_BUSY';
      if (!busy || performance.now() > giveUpAt) throw error;
      await delay(BUSY_PAUSE_MS);
    }
  }
}

function resultOf<R>({ rows, rowsAffected }: ResultSet): QueryResult<R> {
  return { rows: rows as R[], numAffectedRows: BigInt(rowsAffected) };
}
