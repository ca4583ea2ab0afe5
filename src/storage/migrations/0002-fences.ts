import type { Kysely, Migration } from 'kysely';

/** Who owns a call, for the writes of replicas that no longer do. */
export const fences: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('call_fences')
      .addColumn('call_sid', 'text', (column) => column.primaryKey())
      .addColumn('fence', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .alterTable('calls')
      .addColumn('fence', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
