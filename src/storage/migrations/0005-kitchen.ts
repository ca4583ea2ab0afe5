import type { Kysely, Migration } from 'kysely';

/** What the kitchen has set: what is sold out, and minutes by hand. */
export const kitchen: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('sold_out')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('until', 'text')
      .addColumn('since', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('kitchen_pace')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('added_minutes', 'integer', (column) => column.notNull())
      .addColumn('until', 'text')
      .execute();
  },
};
