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
import type { SqliteResult, SqliteThread, SqliteValue } from './sqlite-thread.js';

/** Statements that never ask for the write lock; raw ones are pragmas and probes. */
const READS: ReadonlySet<string> = new Set(['SelectQueryNode', 'RawNode']);

/**
 * Kysely on the thread of one SQLite file, which has one connection. The queries of this process
 * take turns; a transaction keeps its turn to the end and locks the file from its beginning, so it
 * never fails half-way for want of the lock.
 */
export class LibsqlDialect implements Dialect {
  constructor(private readonly thread: SqliteThread) {}

  createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.thread);
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

  constructor(private readonly thread: SqliteThread) {
    this.connection = new LibsqlConnection(thread);
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

  /** Waits for its turn, and so for the queries that have begun. */
  async destroy(): Promise<void> {
    await this.acquireConnection();
    await this.thread.close();
    await this.releaseConnection();
  }
}

class LibsqlConnection implements DatabaseConnection {
  private state: 'alone' | 'in transaction' = 'alone';

  constructor(private readonly thread: SqliteThread) {}

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const alone = READS.has(query.kind) ? 'read' : 'write';
    const kind = this.state === 'alone' ? alone : 'run';
    return resultOf(await this.thread.ask({ kind, sql, parameters: parameters.map(bindable) }));
  }

  /** SQLite answers all at once; the stream is one chunk. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async begin(): Promise<void> {
    await this.thread.ask({ kind: 'begin' });
    this.state = 'in transaction';
  }

  async commit(): Promise<void> {
    await this.thread.ask({ kind: 'commit' });
    this.state = 'alone';
  }

  async rollback(): Promise<void> {
    this.state = 'alone';
    await this.thread.ask({ kind: 'rollback' });
  }
}

function resultOf<R>({ columns, rows, changes }: SqliteResult): QueryResult<R> {
  const objects = rows.map((row) => {
    const object: Record<string, unknown> = {};
    columns.forEach((column, index) => (object[column] = row[index]));
    return object as R;
  });
  return { rows: objects, numAffectedRows: BigInt(changes) };
}

/** @throws TypeError or RangeError for what no column can hold. */
function bindable(value: unknown): SqliteValue {
  if (typeof value === 'string' || typeof value === 'bigint' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'number') throw new TypeError(`SQLite cannot store a ${typeof value}`);
  if (!Number.isFinite(value)) throw new RangeError('SQLite stores finite numbers only');
  return value;
}
