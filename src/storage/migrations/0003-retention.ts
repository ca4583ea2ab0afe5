import { sql } from 'kysely';
import type { Kysely, Migration } from 'kysely';

/** What is personal in a row and has been taken out of it, and how to find the rows that are due. */
export const retention: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const table of ['calls', 'orders']) {
      await database.schema.alterTable(table).addColumn('forgotten_at', 'text').execute();
    }
    await sql`create index calls_due on calls (started_at) where forgotten_at is null`.execute(
      database,
    );
    await sql`create index orders_due on orders (created_at) where forgotten_at is null`.execute(
      database,
    );
    await sql`create index outbox_age on outbox (created_at)`.execute(database);
  },
};
