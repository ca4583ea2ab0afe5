import { Logger } from '@nestjs/common';
import { DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely';
import type { Kysely, Migration } from 'kysely';
import { initial } from './migrations/0001-initial.js';
import { fences } from './migrations/0002-fences.js';
import { retention } from './migrations/0003-retention.js';
import { writeProbes } from './migrations/0004-write-probes.js';
import { kitchen } from './migrations/0005-kitchen.js';
import { promises } from './migrations/0006-promises.js';
import { outboxTraces } from './migrations/0007-outbox-traces.js';
import { callParts } from './migrations/0008-call-parts.js';

/**
 * Every migration by name; they run in the order of their names, and none is ever edited. Each
 * leaves a schema that the version before it can work with, for replicas not yet replaced.
 */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-fences': fences,
  '0003-retention': retention,
  '0004-write-probes': writeProbes,
  '0005-kitchen': kitchen,
  '0006-promises': promises,
  '0007-outbox-traces': outboxTraces,
  '0008-call-parts': callParts,
};

/**
 * Brings the schema up to date, all or nothing. Several processes may start at once: one
 * migrates while the others wait for it. A schema of a newer version is taken as it
 * is.
 *
 * @throws the database's own error; nothing has changed then.
 */
export async function migrate<T>(kysely: Kysely<T>, migrations = MIGRATIONS): Promise<void> {
  if (await isNewer(kysely, migrations)) return;
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
  const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
  if (error === undefined) return;
  // A newer version may have migrated in between; Kysely takes that for corruption.
  if (!(await isNewer(kysely, migrations))) throw error;
}

/** Whether all of these migrations have been done, and others that are not known here. */
async function isNewer<T>(
  kysely: Kysely<T>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<boolean> {
  const tables = await kysely.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return false;
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(kysely);
  const done = rows.map(({ name }) => name);
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return false;
  if (Object.keys(migrations).some((name) => !done.includes(name))) return false;
  new Logger('Migrations').log('Database is newer than this version', { unknown });
  return true;
}
