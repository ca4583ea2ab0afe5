import { sql } from 'kysely';
import type { Kysely, Migration } from 'kysely';

/** Calls, orders and the kitchen's outbox. */
export const initial: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('calls')
      .addColumn('call_sid', 'text', (column) => column.primaryKey())
      .addColumn('from_number', 'text', (column) => column.notNull())
      .addColumn('to_number', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('provider', 'text')
      .addColumn('instance', 'text')
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .addColumn('duration_ms', 'integer')
      .addColumn('turns', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('order_id', 'text')
      .addColumn('transcript', 'text', (column) => column.notNull().defaultTo('[]'))
      .addColumn('timeline', 'text', (column) => column.notNull().defaultTo('[]'))
      .addColumn('latency', 'text', (column) => column.notNull().defaultTo('[]'))
      .addColumn('audio', 'text')
      .addColumn('usage', 'text')
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute();
    await sql`create index calls_newest on calls (started_at desc, call_sid desc)`.execute(
      database,
    );

    await database.schema
      .createTable('orders')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('total_cents', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('placed_at', 'text')
      .execute();
    await sql`create unique index orders_one_draft on orders (call_sid) where state = 'draft'`.execute(
      database,
    );
    await sql`create index orders_of_call on orders (call_sid, created_at desc)`.execute(database);
    await sql`create index orders_newest on orders (placed_at desc, id desc)`.execute(database);

    await database.schema
      .createTable('order_numbers')
      .addColumn('number', 'text', (column) => column.primaryKey())
      .addColumn('order_id', 'text', (column) => column.notNull())
      .addColumn('taken_at', 'text', (column) => column.notNull())
      .execute();

    await database.schema
      .createTable('outbox')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('next_attempt_at', 'text', (column) => column.notNull())
      .addColumn('leased_until', 'text')
      .addColumn('lease_owner', 'text')
      .addColumn('delivered_at', 'text')
      .addColumn('failed_at', 'text')
      .addColumn('last_error', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addUniqueConstraint('outbox_once', ['order_id', 'kind'])
      .execute();
    await sql`create index outbox_due on outbox (next_attempt_at)
      where delivered_at is null and failed_at is null`.execute(database);
  },
};
