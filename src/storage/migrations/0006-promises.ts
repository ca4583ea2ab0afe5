import type { Kysely, Migration } from 'kysely';

/** What the caller of an order was promised, and whether a time was wished for. */
export const promises: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const column of ['promised_at', 'ready_at']) {
      await database.schema.alterTable('orders').addColumn(column, 'text').execute();
    }
  },
};
