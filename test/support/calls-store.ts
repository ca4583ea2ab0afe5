import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallsStore } from '../../src/calls/state/calls.store.js';
import { readEnvironment } from '../../src/config/environment.js';
import { Database } from '../../src/storage/database.js';
import type { Quarantine } from '../../src/storage/quarantine.js';
import { startPostgres } from './postgres.js';

/** The databases that calls are put on record in. */
export const DATABASES = ['the embedded database', 'PostgreSQL'] as const;

/** A store of calls on a database of its own. */
export interface OpenCallsStore {
  readonly database: Database;
  readonly store: CallsStore;
  close(): Promise<void>;
}

/** @param noteUnreadable told of records that cannot be read. */
export async function openCallsStore(
  kind: (typeof DATABASES)[number],
  noteUnreadable: () => void = () => undefined,
): Promise<OpenCallsStore> {
  const folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
  const postgres = kind === 'PostgreSQL' ? await startPostgres() : null;
  const url = await postgres?.createDatabase();
  const environment = { DATA_DIR: folder, ...(url !== undefined && { DATABASE_URL: url }) };
  const database = new Database(readEnvironment(environment));
  await database.onModuleInit();
  return {
    database,
    store: new CallsStore(database, { noteUnreadable } as unknown as Quarantine),
    close: async () => {
      await database.onApplicationShutdown();
      await postgres?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
