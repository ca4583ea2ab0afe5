import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { Kysely, sql } from 'kysely';
import type { DatabaseEngine } from './engine.js';
import { LibsqlDialect } from './libsql-dialect.js';
import { migrate } from './migrate.js';
import { makePrivate } from './private-file.js';
import type { Tables } from './tables.js';

/** How long SQLite itself waits for the file, which holds up the event loop. */
const BUSY_TIMEOUT_MS = 25;

/**
 * The embedded database: one SQLite file, `DATA_DIR/voiceplate.db`. What is committed is on
 * disk (WAL, synchronous=FULL), also after a crash or a loss of power.
 */
export class EmbeddedEngine implements DatabaseEngine {
  readonly kind = 'embedded';
  readonly kysely: Kysely<Tables>;
  readonly up = true;

  /** @throws when the folder cannot be written or the file is no database. */
  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    const file = join(resolve(dataDir), 'voiceplate.db');
    makePrivate(file);
    const client = createClient({
      url: pathToFileURL(file).href,
      // The settings below belong to the connection, so there has to be exactly one.
      concurrency: 1,
      timeout: BUSY_TIMEOUT_MS,
    });
    this.kysely = new Kysely<Tables>({ dialect: new LibsqlDialect(client) });
  }

  async start(): Promise<void> {
    for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
      await sql.raw(`pragma ${setting}`).execute(this.kysely);
    }
    await migrate(this.kysely);
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
