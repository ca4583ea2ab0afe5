import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { DatabaseUnavailableError } from './engine.js';

/**
 * A pooled PostgreSQL connection that notices when the server is lost, says so once and is
 * then thrown away instead of going back to the pool.
 */
export class WatchedClient implements PostgresPoolClient {
  private broken = false;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly onLost: (cause: unknown) => void,
  ) {
    // The pool listens only while a connection is idle.
    client.on('error', this.lose);
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    query: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof query !== 'string') throw new TypeError('Cursors are not used here');
    return this.run(query, parameters);
  }

  release(): void {
    this.client.off('error', this.lose);
    this.client.release(this.broken);
  }

  private async run<R>(sql: string, parameters: readonly unknown[]) {
    // A rollback would wait behind the query that was not answered.
    if (this.broken) throw new DatabaseUnavailableError();
    try {
      const { command, rowCount, rows } = await this.client.query(sql, [...parameters]);
      const kind = command as PostgresQueryResult<R>['command'];
      return { command: kind, rowCount: rowCount ?? 0, rows: rows as R[] };
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      this.lose(error);
      throw new DatabaseUnavailableError(error);
    }
  }

  private readonly lose = (cause: unknown): void => {
    if (this.broken) return;
    this.broken = true;
    this.onLost(cause);
  };
}

/**
 * Anything that is not the server's answer to this query: it is gone, going or not up yet, or
 * it ended this session (25P03: a transaction stood still for too long).
 */
function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(08|57P0|25P03)/.test(error.code ?? '');
}
