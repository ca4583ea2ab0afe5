import type { Kysely, Migration } from 'kysely';

/** The oldest items of the lists of long calls, in parts of their own. */
export const callParts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('call_parts')
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('list', 'text', (column) => column.notNull())
      .addColumn('first_item', 'integer', (column) => column.notNull())
      .addColumn('fence', 'bigint', (column) => column.notNull())
      .addColumn('items', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('call_parts_once', ['call_sid', 'list', 'first_item'])
      .execute();
  },
};
