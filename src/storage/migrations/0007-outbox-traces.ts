import type { Kysely, Migration } from 'kysely';

/** The trace in which an order was placed, for the replica that sends it to the kitchen. */
export const outboxTraces: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('outbox').addColumn('traceparent', 'text').execute();
  },
};
