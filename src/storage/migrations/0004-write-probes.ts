import type { Kysely, Migration } from 'kysely';

/** A place for writes that only find out whether the database takes any. */
export const writeProbes: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('write_probes')
      .addColumn('instance', 'text', (column) => column.primaryKey())
      .addColumn('written_at', 'text', (column) => column.notNull())
      .execute();
  },
};
