import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Kysely } from 'kysely';
import type { DatabaseEngine } from './engine.js';
import { LibsqlDialect } from './libsql-dialect.js';
import { migrate } from './migrate.js';
import { makePrivate } from './private-file.js';
import { SqliteThread } from './sqlite-thread.js';
import type { Tables } from './tables.js';

/**
 * The embedded database: one SQLite file, `DATA_DIR/voiceplate.db`. What is committed is on
 * disk (WAL, synchronous=FULL), also after a crash or a loss of power. It is open in a thread of
 * its own, so that calls do not wait for the disk.
 */
export class EmbeddedEngine implements DatabaseEngine {
  readonly kind = 'embedded';
  readonly kysely: Kysely<Tables>;
  private readonly thread: SqliteThread;

  /** @throws when the folder cannot be written. */
  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    const file = join(resolve(dataDir), 'voiceplate.db');
    makePrivate(file);
    this.thread = new SqliteThread(file);
    this.kysely = new Kysely<Tables>({ dialect: new LibsqlDialect(this.thread) });
  }

  get up(): boolean {
    return this.thread.up;
  }

  /** @throws when the file is no database. */
  start(): Promise<void> {
    return migrate(this.kysely);
  }

  /** A file that refuses has been waited for already. */
  upAgain(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** A transaction holds the write lock from its beginning. */
  lock(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.kysely.destroy();
  }
}
