import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { certainNow } from '../common/steady-clock.js';
import { AppConfig } from '../config/app-config.js';
import { Database } from '../storage/database.js';
import type { Tables } from '../storage/tables.js';
import { Quarantine } from '../storage/quarantine.js';
import { kitchenPayload } from './kitchen/kitchen-payload.js';
import { passFence } from './order-fences.js';
import type { OrderFault } from './order-fault.js';
import { PlacementGuards } from './placement-guards.js';
import { completeOrder, isOrder, type Order, type OrderState } from './order.js';

/** Most orders of one call that are read. */
const MAX_ORDERS_OF_CALL = 20;
const NUMBER_KEPT_MS = 24 * 60 * 60 * 1_000;
/** Tries for a free number of three digits, then of four, then of five. */
const NUMBER_TRIES = 8;

/** The last order of a page, after which the next one begins. */
export interface OrderPosition {
  readonly placedAt: string;
  readonly id: string;
}

/** What the pace of the kitchen goes by of an order that is not ready yet; times as in `Order`. */
export interface OpenOrder extends Pick<Order, 'state' | 'promisedAt' | 'readyAt'> {
  readonly placedAt: string;
}

/**
 * Why a write was refused. `stale`: the order has been written meanwhile. `moved`: a replica with
 * a higher fencing number owns the call.
 */
export type WriteConflict = 'stale' | 'moved';

/**
 * Orders in the database; what a method has written is on disk when it resolves. All methods throw
 * DatabaseUnavailableError when the database does not answer.
 */
@Injectable()
export class OrdersStore {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly quarantine: Quarantine,
    private readonly guards: PlacementGuards,
  ) {}

  /** A call's orders, newest first. */
  async ofCall(callSid: string): Promise<readonly Order[]> {
    const rows = await this.database.kysely
      .selectFrom('orders')
      .select(['id', 'body'])
      .where('call_sid', '=', callSid)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(MAX_ORDERS_OF_CALL)
      .execute();
    return rows.flatMap((row) => this.read(row) ?? []);
  }

  async find(id: string): Promise<Order | null> {
    const row = await this.database.kysely
      .selectFrom('orders')
      .select(['id', 'body'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? this.read(row) : null;
  }

  /** Orders that were placed, newest first; those that cannot be read are passed over. */
  async page(
    limit: number,
    after: OrderPosition | null,
    state?: OrderState,
  ): Promise<readonly Order[]> {
    const found: Order[] = [];
    for (let from = after; ;) {
      const wanted = limit - found.length;
      const rows = await this.rows(wanted, from, state);
      found.push(...rows.flatMap((row) => this.read(row) ?? []));
      const last = rows.at(-1);
      if (!last || rows.length < wanted || found.length >= limit) return found;
      from = { placedAt: last.placed_at ?? '', id: last.id };
    }
  }

  /**
   * Writes the order in place of version `replaces`, or as a new one when that is null.
   *
   * @param fence the writer's fencing number; null: it is not checked.
   */
  save(
    order: Order,
    replaces: number | null,
    fence: number | null,
  ): Promise<'written' | WriteConflict> {
    return this.unit(order.callSid, fence, async (transaction) => {
      await write(transaction, order, replaces);
      return 'written' as const;
    });
  }

  /**
   * Gives a placed order its number and writes it together with its message to the kitchen, unless
   * a guard refuses.
   *
   * @param traceparent of the span in which it is placed; null: it is not traced.
   */
  place(
    order: Order,
    replaces: number | null,
    fence: number | null,
    traceparent: string | null,
  ): Promise<Order | WriteConflict | OrderFault> {
    return this.unit<Order | OrderFault>(order.callSid, fence, async (transaction) => {
      const refusal = await this.guards.refusal(transaction, order);
      // Nothing is written: the draft stays as it is.
      if (refusal) return refusal;
      const numbered = { ...order, number: await takeNumber(transaction, order) };
      await write(transaction, numbered, replaces);
      await this.tellKitchen(transaction, numbered, traceparent);
      return numbered;
    });
  }

  /** Orders that the kitchen has not made ready, placed after a moment, newest first. */
  async open(after: Date, limit: number): Promise<readonly OpenOrder[]> {
    const rows = await this.database.kysely
      .selectFrom('orders')
      .select(['state', 'placed_at', 'promised_at', 'ready_at'])
      .where('placed_at', '>', after.toISOString())
      .where('state', 'in', ['placed', 'accepted', 'preparing'])
      .orderBy('placed_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ state, placed_at, promised_at, ready_at }) => ({
      state: state as OrderState,
      placedAt: placed_at ?? '',
      promisedAt: promised_at,
      readyAt: ready_at,
    }));
  }

  /** Refuses lower fencing numbers from now on; false when this one is refused itself. */
  seal(callSid: string, fence: number): Promise<boolean> {
    return passFence(this.database.kysely, callSid, fence);
  }

  /**
   * Writes an order that was placed while the database was away, also when another replica owns
   * the call now: the caller was told that it is placed. May be repeated; the kitchen's steps stay.
   *
   * @param traceparent of the span in which it was placed; null: it was not traced.
   * @returns `stale` when the order is being written just now; it has to be tried again then.
   */
  restore(spooled: Order, traceparent: string | null = null): Promise<'written' | WriteConflict> {
    const order = completeOrder(spooled);
    return this.unit(order.callSid, null, async (transaction) => {
      const row = await transaction
        .selectFrom('orders')
        .select('body')
        .where('id', '=', order.id)
        .executeTakeFirst();
      const stored = row ? orderOf(row) : null;
      if (stored === null || stored.state === 'draft') {
        // Higher than any version that was read: no change of the draft is written after it.
        const version = Math.max(order.version, (stored?.version ?? 0) + 1);
        await write(transaction, { ...order, version }, stored?.version ?? null);
        await this.tellKitchen(transaction, { ...order, version }, traceparent);
      } else if (isSamePlacement(stored, order) && stored.number !== order.number) {
        await this.renumber(transaction, stored, order.number);
      }
      return 'written' as const;
    });
  }

  private rows(limit: number, after: OrderPosition | null, state?: OrderState) {
    let query = this.database.kysely
      .selectFrom('orders')
      .select(['id', 'placed_at', 'body'])
      .where('placed_at', 'is not', null)
      .orderBy('placed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (state !== undefined) query = query.where('state', '=', state);
    if (after !== null) {
      query = query.where(sql<boolean>`(placed_at, id) < (${after.placedAt}, ${after.id})`);
    }
    return query.execute();
  }

  /** The order of a row; null, and noted, when it cannot be read. */
  private read(row: { readonly id: string; readonly body: string }): Order | null {
    try {
      return orderOf(row);
    } catch {
      this.quarantine.noteUnreadable('orders', row.id, 'table orders, column body');
      return null;
    }
  }

  /** Runs `work` in a transaction, rolled back when the call has moved or the order is stale. */
  private async unit<R>(
    callSid: string,
    fence: number | null,
    work: (transaction: Transaction<Tables>) => Promise<R>,
  ): Promise<R | WriteConflict> {
    try {
      return await this.database.transaction(async (transaction) => {
        if (fence !== null && !(await passFence(transaction, callSid, fence))) {
          throw new RefusedError('moved');
        }
        return work(transaction);
      });
    } catch (error) {
      if (error instanceof RefusedError) return error.refusal;
      throw error;
    }
  }

  /**
   * The database had taken the order although its answer was lost, and the caller was told another
   * number, made here. That number is written, unless the kitchen may have been sent the other.
   */
  private async renumber(
    transaction: Kysely<Tables>,
    stored: Order,
    number: string | null,
  ): Promise<void> {
    const renumbered = { ...stored, number, version: stored.version + 1 };
    if (this.config.orderWebhook !== null) {
      const { numUpdatedRows } = await transaction
        .updateTable('outbox')
        .set({ payload: kitchenPayload(renumbered) })
        .where('order_id', '=', stored.id)
        .where('attempts', '=', 0)
        .where('lease_owner', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
    }
    await write(transaction, renumbered, stored.version);
  }

  private async tellKitchen(
    transaction: Kysely<Tables>,
    order: Order,
    traceparent: string | null,
  ): Promise<void> {
    if (this.config.orderWebhook === null) return;
    const now = new Date().toISOString();
    await transaction
      .insertInto('outbox')
      .values({
        id: randomUUID(),
        order_id: order.id,
        kind: 'order.placed',
        payload: kitchenPayload(order),
        next_attempt_at: now,
        created_at: now,
        traceparent,
      })
      .onConflict((conflict) => conflict.columns(['order_id', 'kind']).doNothing())
      .execute();
  }
}

/** Rolls a transaction back. */
class RefusedError extends Error {
  constructor(readonly refusal: WriteConflict) {
    super(refusal);
  }
}

/** @throws RefusedError `stale` */
async function write(kysely: Kysely<Tables>, order: Order, replaces: number | null): Promise<void> {
  const changing = {
    state: order.state,
    version: order.version,
    body: JSON.stringify(order),
    total_cents: order.totalCents,
    updated_at: order.updatedAt,
    placed_at: order.placedAt,
    promised_at: order.promisedAt,
    ready_at: order.readyAt,
  };
  if (replaces !== null) {
    const { numUpdatedRows } = await kysely
      .updateTable('orders')
      .set(changing)
      .where('id', '=', order.id)
      .where('version', '=', replaces)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new RefusedError('stale');
    return;
  }
  const { numInsertedOrUpdatedRows } = await kysely
    .insertInto('orders')
    .values({
      id: order.id,
      call_sid: order.callSid,
      created_at: order.createdAt,
      ...changing,
    })
    // Conflicts: the id exists, or the call has another draft.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new RefusedError('stale');
}

/** Whether both orders come from the same attempt to place. */
function isSamePlacement(stored: Order, order: Order): boolean {
  return (
    stored.state === 'placed' &&
    stored.confirmationId === order.confirmationId &&
    stored.placedAt === order.placedAt
  );
}

/** Takes the shortest number that no other order of the last 24 hours has. */
async function takeNumber(transaction: Kysely<Tables>, order: Order): Promise<string> {
  const now = new Date();
  const free = new Date(certainNow() - NUMBER_KEPT_MS).toISOString();
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

/** A random number of so many digits; it does not begin with 0. */
export function randomNumber(digits: number): string {
  return String(randomInt(10 ** (digits - 1), 10 ** digits));
}

/** @throws SyntaxError or TypeError for what is no order. */
function orderOf(row: { readonly body: string }): Order {
  const order: unknown = JSON.parse(row.body);
  if (!isOrder(order)) throw new TypeError('The row holds no order');
  return completeOrder(order);
}
