import { Migrator } from 'kysely';
import type { Kysely, Migration } from 'kysely';
import { initial } from './migrations/0001-initial.js';

/** Every migration by name; they run in the order of their names, and none is ever edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
};

/**
 * Brings the schema up to date, all or nothing. Several processes may start at once: one
 * migrates while the others wait for it.
 *
 * @throws what the database answered; nothing has changed then.
 */
export async function migrate<T>(kysely: Kysely<T>): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) };
  const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}
