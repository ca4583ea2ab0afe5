import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../storage/database.js';
import type { Tables } from '../storage/tables.js';
import type { Order, OrderState } from './order.js';

/** Most orders of one call that are looked at. */
const MAX_ORDERS_OF_CALL = 20;
const NUMBER_KEPT_MS = 24 * 60 * 60 * 1_000;
/** Tries with three digits, then as many with four, then with five. */
const NUMBER_TRIES = 8;

/** Where a page begins: after this order, newest first. */
export interface OrderPosition {
  readonly placedAt: string;
  readonly id: string;
}

/** Orders in the database. Everything that it acknowledges is on disk. */
@Injectable()
export class OrdersStore {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
  ) {}

  /** A call's orders, newest first. */
  async ofCall(callSid: string): Promise<readonly Order[]> {
    const rows = await this.database.kysely
      .selectFrom('orders')
      .select('body')
      .where('call_sid', '=', callSid)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(MAX_ORDERS_OF_CALL)
      .execute();
    return rows.map(orderOf);
  }

  async find(id: string): Promise<Order | null> {
    const row = await this.database.kysely
      .selectFrom('orders')
      .select('body')
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? orderOf(row) : null;
  }

  /** Orders that were placed, newest first. */
  async page(
    limit: number,
    after: OrderPosition | null,
    state?: OrderState,
  ): Promise<readonly Order[]> {
    let query = this.database.kysely
      .selectFrom('orders')
      .select('body')
      .where('placed_at', 'is not', null)
      .orderBy('placed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (state !== undefined) query = query.where('state', '=', state);
    if (after !== null) {
      query = query.where(sql<boolean>`(placed_at, id) < (${after.placedAt}, ${after.id})`);
    }
    return (await query.execute()).map(orderOf);
  }

  /**
   * Writes the order in place of version `replaces`, or as a new one when that is null.
   * False: somebody else has written it meanwhile, and nothing changed.
   */
  save(order: Order, replaces: number | null): Promise<boolean> {
    return write(this.database.kysely, order, replaces);
  }

  /**
   * Gives a placed order its number and writes it together with its message to the kitchen.
   * Null: somebody else has written it meanwhile, and nothing changed.
   */
  async place(order: Order, replaces: number | null): Promise<Order | null> {
    const placed = this.database.transaction(async (transaction) => {
      const numbered = { ...order, number: await takeNumber(transaction, order) };
      if (!(await write(transaction, numbered, replaces))) throw new StaleOrderError();
      await this.tellKitchen(transaction, numbered);
      return numbered;
    });
    return placed.catch((error: unknown) => {
      if (error instanceof StaleOrderError) return null;
      throw error;
    });
  }

  /** Writes an order that was placed while the database was away. Doing it twice is harmless. */
  async restore(order: Order): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const row = await transaction
        .selectFrom('orders')
        .select(['state', 'version'])
        .where('id', '=', order.id)
        .executeTakeFirst();
      if (row && row.state !== 'draft') return;
      if (!(await write(transaction, order, row?.version ?? null))) throw new StaleOrderError();
      await this.tellKitchen(transaction, order);
    });
  }

  private async tellKitchen(transaction: Kysely<Tables>, order: Order): Promise<void> {
    if (this.config.orderWebhook === null) return;
    const now = new Date().toISOString();
    await transaction
      .insertInto('outbox')
      .values({
        id: randomUUID(),
        order_id: order.id,
        kind: 'order.placed',
        payload: JSON.stringify(order),
        next_attempt_at: now,
        created_at: now,
      })
      .onConflict((conflict) => conflict.columns(['order_id', 'kind']).doNothing())
      .execute();
  }
}

class StaleOrderError extends Error {}

async function write(
  kysely: Kysely<Tables>,
  order: Order,
  replaces: number | null,
): Promise<boolean> {
  const changing = {
    state: order.state,
    version: order.version,
    body: JSON.stringify(order),
    total_cents: order.totalCents,
    updated_at: order.updatedAt,
    placed_at: order.placedAt,
  };
  if (replaces !== null) {
    const { numUpdatedRows } = await kysely
      .updateTable('orders')
      .set(changing)
      .where('id', '=', order.id)
      .where('version', '=', replaces)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
  const { numInsertedOrUpdatedRows } = await kysely
    .insertInto('orders')
    .values({
      id: order.id,
      call_sid: order.callSid,
      created_at: order.createdAt,
      ...changing,
    })
    // The id is taken, or the call has another draft.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a number that no other order of the last day has; as short as there is room for. */
async function takeNumber(transaction: Kysely<Tables>, order: Order): Promise<string> {
  const now = new Date();
  const free = new Date(now.getTime() - NUMBER_KEPT_MS).toISOString();
  const taken = { order_id: order.id, taken_at: now.toISOString() };
  for (let digits = 3; digits <= 5; digits++) {
    for (let attempt = 0; attempt < NUMBER_TRIES; attempt++) {
      const row = await transaction
        .insertInto('order_numbers')
        .values({ number: randomNumber(digits), ...taken })
        .onConflict((conflict) =>
          conflict.column('number').doUpdateSet(taken).where('order_numbers.taken_at', '<', free),
        )
        .returning('number')
        .executeTakeFirst();
      if (row) return row.number;
    }
  }
  throw new Error('No order number is free');
}

/** So many random digits, the first of them not 0. */
export function randomNumber(digits: number): string {
  return String(randomInt(10 ** (digits - 1), 10 ** digits));
}

function orderOf(row: { body: string }): Order {
  return JSON.parse(row.body) as Order;
}
