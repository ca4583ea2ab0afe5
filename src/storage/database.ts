import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { AppConfig } from '../config/app-config.js';
import { EmbeddedEngine } from './embedded-engine.js';
import type { DatabaseEngine, LockMode } from './engine.js';
import { PostgresEngine } from './postgres-engine.js';
import type { Tables } from './tables.js';

/**
 * The process's database: PostgreSQL when `DATABASE_URL` is set, otherwise a file
 * under `DATA_DIR`. Queries wait a moment for the first migration. While PostgreSQL is away
 * they fail at once with `DatabaseUnavailableError`.
 */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  private readonly engine: DatabaseEngine;

  constructor(private readonly config: AppConfig) {
    const { databaseUrl, dataDir } = config.storage;
    this.engine =
      databaseUrl === null ? new EmbeddedEngine(dataDir) : new PostgresEngine(databaseUrl);
  }

  get kind(): 'embedded' | 'postgresql' {
    return this.engine.kind;
  }

  get kysely(): Kysely<Tables> {
    return this.engine.kysely;
  }

  /** Whether it answered when it was last heard of. */
  get up(): boolean {
    return this.engine.up;
  }

  /**
   * After a query failed: whether it was the connection alone that broke, and the database
   * answers. Waits a moment at most.
   */
  upAgain(): Promise<boolean> {
    return this.engine.upAgain();
  }

  /** Runs `work` as one unit: all of it is on disk when this resolves, nothing of it when it rejects. */
  transaction<R>(work: (transaction: Transaction<Tables>) => Promise<R>): Promise<R> {
    return this.kysely.transaction().execute(work);
  }

  /** As `DatabaseEngine.lock`. @throws when it is not had in time. */
  lock(transaction: Transaction<Tables>, key: number, mode: LockMode): Promise<void> {
    return this.engine.lock(transaction, key, mode);
  }

  /** @throws when the database does not answer. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.kysely);
  }

  /** Writes and removes a row. @throws when the database does not take it. */
  async tryWriting(): Promise<void> {
    const { instance } = this.config;
    await this.transaction(async (transaction) => {
      await transaction
        .insertInto('write_probes')
        .values({ instance, written_at: new Date().toISOString() })
        .execute();
      await transaction.deleteFrom('write_probes').where('instance', '=', instance).execute();
    });
  }

  async onModuleInit(): Promise<void> {
    await this.engine.start();
  }

  /** Runs after the sockets are closed, when the last state of every call is stored. */
  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}
