import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { type ForgottenCaller, mentionsCaller } from '../ops/caller-traces.js';
import { Database } from '../storage/database.js';
import { Retention, RETENTION_BATCH } from '../storage/retention.js';
import type { Tables } from '../storage/tables.js';
import { kitchenPayload } from './kitchen/kitchen-payload.js';
import { isOfCaller, withoutCustomer } from './forgotten-customer.js';
import type { Order } from './order.js';

/** A row of an order, as far as it is needed to forget the customer. */
interface StoredOrder {
  readonly id: string;
  readonly call_sid: string;
  readonly version: number;
  readonly state: string;
  readonly body: string;
  readonly created_at: string;
}

/** How many rows were emptied of what is personal, or deleted. */
export interface ForgottenOrders {
  readonly orders: number;
  readonly drafts: number;
  readonly kitchenMessages: number;
}

/**
 * Forgets customers. A placed order keeps what accounting needs (`withoutCustomer`); a draft, which
 * was never sold, and a message that the kitchen has had go as a whole.
 */
@Injectable()
export class OrderRetention {
  constructor(
    private readonly database: Database,
    retention: Retention,
  ) {
    retention.keep({
      kind: 'orders',
      overdue: async (kysely, before) => {
        const { rows } = await kysely
          .selectFrom('orders')
          .select(({ fn }) => fn.countAll().as('rows'))
          .where('created_at', '<', before)
          .where('forgotten_at', 'is', null)
          .executeTakeFirstOrThrow();
        return Number(rows);
      },
      forget: async (kysely, before, limit) => {
        const due = await kysely
          .selectFrom('orders')
          .select(['id', 'call_sid', 'version', 'state', 'body', 'created_at'])
          .where('created_at', '<', before)
          .where('forgotten_at', 'is', null)
          .orderBy('created_at')
          .limit(limit)
          .execute();
        await empty(kysely, due);
        return due.length;
      },
    });
    retention.keep({
      kind: 'outbox',
      overdue: async (kysely, before) => {
        const { rows } = await kysely
          .selectFrom('outbox')
          .select(({ fn }) => fn.countAll().as('rows'))
          .where('created_at', '<', before)
          .executeTakeFirstOrThrow();
        return Number(rows);
      },
      forget: async (kysely, before, limit) => {
        const due = await kysely
          .selectFrom('outbox')
          .select('id')
          .where('created_at', '<', before)
          .orderBy('created_at')
          .limit(limit)
          .execute();
        const ids = due.map(({ id }) => id);
        if (ids.length > 0) await kysely.deleteFrom('outbox').where('id', 'in', ids).execute();
        return ids.length;
      },
    });
  }

  /**
   * Forgets a caller's orders, and those that others made to be called back at the caller's number.
   *
   * @param live calls in progress, whose orders stay as they are.
   * @throws DatabaseUnavailableError
   */
  async forgetCaller(caller: ForgottenCaller, live: ReadonlySet<string>): Promise<ForgottenOrders> {
    const done = { orders: 0, drafts: 0, kitchenMessages: 0 };
    let last = { created_at: '', id: '' };
    for (;;) {
      const rows = await this.database.kysely
        .selectFrom('orders')
        .select(['id', 'call_sid', 'version', 'state', 'body', 'created_at'])
        .where('forgotten_at', 'is', null)
        .where(sql<boolean>`(created_at, id) > (${last.created_at}, ${last.id})`)
        .orderBy('created_at')
        .orderBy('id')
        .limit(RETENTION_BATCH)
        .execute();
      const own = rows.filter((row) => !live.has(row.call_sid) && isRowOfCaller(row, caller));
      const { length: drafts } = own.filter(({ state }) => state === 'draft');
      done.drafts += drafts;
      done.orders += own.length - drafts;
      if (own.length > 0) {
        done.kitchenMessages += await this.database.transaction(async (transaction) => {
          await empty(transaction, own);
          return emptyMessages(transaction, own);
        });
      }
      last = rows.at(-1) ?? last;
      if (rows.length < RETENTION_BATCH) return done;
    }
  }
}

/**
 * Takes the customers out of these orders and deletes the drafts among them. An order that has been
 * written meanwhile stays as it is; its version rises, so that a change that was begun before cannot
 * bring the customer back.
 */
async function empty(kysely: Kysely<Tables>, orders: readonly StoredOrder[]): Promise<void> {
  const drafts = orders.filter(({ state }) => state === 'draft').map(({ id }) => id);
  if (drafts.length > 0) {
    await kysely
      .deleteFrom('orders')
      .where('state', '=', 'draft')
      .where('id', 'in', drafts)
      .execute();
  }
  const placed = orders.filter(({ state }) => state !== 'draft');
  if (placed.length === 0) return;
  const rows = placed.map(
    ({ id, version, body }) => sql`(${id}, ${String(version)}, ${emptied(body)})`,
  );
  // The columns of VALUES have these names in SQLite and in PostgreSQL alike.
  await sql`
    update orders
    set body = emptied.column3, version = version + 1, forgotten_at = ${new Date().toISOString()}
    from (values ${sql.join(rows)}) as emptied
    where orders.id = emptied.column1 and cast(orders.version as text) = emptied.column2
  `.execute(kysely);
}

/** Deletes the messages of these orders that are done with; one that waits goes without customer. */
async function emptyMessages(
  kysely: Kysely<Tables>,
  orders: readonly StoredOrder[],
): Promise<number> {
  const ids = orders.map(({ id }) => id);
  const { numDeletedRows } = await kysely
    .deleteFrom('outbox')
    .where('order_id', 'in', ids)
    .where((where) =>
      where.or([where('delivered_at', 'is not', null), where('failed_at', 'is not', null)]),
    )
    .executeTakeFirst();
  const waiting = await kysely
    .selectFrom('outbox')
    .select(['id', 'payload'])
    .where('order_id', 'in', ids)
    .execute();
  for (const { id, payload } of waiting) {
    await kysely
      .updateTable('outbox')
      .set({ payload: emptied(payload, kitchenPayload) })
      .where('id', '=', id)
      .execute();
  }
  return Number(numDeletedRows) + waiting.length;
}

/** Nothing is left of a body that cannot be read; the row's columns still have time and total. */
function emptied(body: string, written: (order: Order) => string = JSON.stringify): string {
  const order = orderOf(body);
  return order === null ? '' : written(withoutCustomer(order));
}

/** Of a body that cannot be read, whether it mentions the caller. */
function isRowOfCaller({ call_sid, body }: StoredOrder, caller: ForgottenCaller): boolean {
  const order = orderOf(body);
  if (order !== null) return isOfCaller(order, caller);
  return caller.callSids.includes(call_sid) || mentionsCaller(body, caller);
}

/** Null for what no order is read from. */
function orderOf(body: string): Order | null {
  try {
    const order = JSON.parse(body) as Partial<Order> | null;
    return order?.lines && order.customer ? (order as Order) : null;
  } catch {
    return null;
  }
}
