import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../storage/database.js';
import { StandingFaults } from '../ops/standing-faults.js';
import { errorFields, errorKind } from '../common/error-fields.js';
import { fault, isFault, type OrderFault } from './order-fault.js';
import { OrderFences } from './order-fences.js';
import { OrderSpool } from './order-spool.js';
import type { Order } from './order.js';
import { OrdersMetrics } from './orders.metrics.js';
import { OrdersStore, randomNumber } from './orders.store.js';
import type { WriteConflict } from './orders.store.js';

/** Calls whose latest order is held in this process; the call unused for longest goes first. */
const MAX_HELD_CALLS = 1_000;
/** Unanswered writes of a draft that are remembered. */
const MAX_UNANSWERED = 20;
/** Longer than the numbers that the database gives out (3 to 5 digits), so that they differ. */
const OFFLINE_NUMBER_DIGITS = 6;
/** An order that took longer to save is withdrawn: the caller has been told that it failed. */
const ANSWER_LIMIT_MS = 8_000;

/** A call's order as this process knows it, and how that differs from the database. */
export interface KnownOrder {
  readonly order: Order;
  /** The version that is in the database; null when the order is not. */
  readonly storedVersion: number | null;
  /** The order here is newer than in the database, which did not answer. */
  readonly ahead: boolean;
  /**
   * States that the database may have instead of `storedVersion`, since their writes got no answer,
   * as `stampOf` gives them. `any`: each older state, for an order that came from another replica.
   */
  readonly unanswered: readonly string[] | 'any';
}

/** A call's orders by where they were found. */
interface CallOrders {
  /** In this process. */
  readonly held: KnownOrder | null;
  /** On its disk, the latest first. */
  readonly waiting: readonly Order[];
  /** In the database, the latest first; null when it did not answer. */
  readonly stored: readonly Order[] | null;
}

/**
 * Reads and writes the orders of calls, also while the database does not answer: drafts are then
 * kept in this process, placed orders on its disk. Once the database answers, it decides. For each
 * call one method at a time: `OrdersService` queues them.
 */
@Injectable()
export class OrderLedger {
  private readonly logger = new Logger(OrderLedger.name);
  private readonly held = new LRUCache<string, KnownOrder>({ max: MAX_HELD_CALLS });
  /** Ids of the orders that each call is known to have placed, for when the database is away. */
  private readonly placedIds = new LRUCache<string, ReadonlySet<string>>({ max: MAX_HELD_CALLS });

  constructor(
    private readonly database: Database,
    private readonly store: OrdersStore,
    private readonly spool: OrderSpool,
    private readonly fences: OrderFences,
    private readonly metrics: OrdersMetrics,
    private readonly faults: StandingFaults,
  ) {}

  /** The call's draft, otherwise its last order, otherwise null. */
  async latest(callSid: string): Promise<KnownOrder | null> {
    const held = this.held.get(callSid);
    if (held && this.isAhead(held)) return held;
    return this.latestOf(await this.look(callSid));
  }

  /** The order that this confirmation has placed; null when it has placed none. */
  async placedBy(callSid: string, confirmationId: string): Promise<Order | null> {
    return placedOf(await this.look(callSid), confirmationId);
  }

  /** What placing has to know, from one read of the database: `placedBy` and `latest`. */
  async beforePlacing(
    callSid: string,
    confirmationId: string,
  ): Promise<{ readonly before: Order | null; readonly latest: KnownOrder | null }> {
    const found = await this.look(callSid);
    return { before: placedOf(found, confirmationId), latest: this.latestOf(found) };
  }

  /** How many orders the call has placed, as of what was read of it or placed here last. */
  placedCount(callSid: string): number {
    return this.placedIds.get(callSid)?.size ?? 0;
  }

  /** The call's orders that the database does not have as they are here. */
  unsaved(callSid: string): readonly Order[] {
    const held = this.held.get(callSid);
    const draft = held?.ahead && held.order.state === 'draft' ? [held.order] : [];
    return [...draft, ...this.spool.ofCall(callSid)];
  }

  /**
   * Writes a draft. Null: another replica has written it meanwhile, and it has to be read again.
   * Fault: `moved`.
   */
  async keepDraft(order: Order, base: KnownOrder | null): Promise<Order | OrderFault | null> {
    const { callSid } = order;
    const wasUp = this.database.up;
    try {
      const fence = this.fences.of(callSid);
      const result = await this.store.save(order, base?.storedVersion ?? null, fence);
      if (result !== 'written') return await this.refused(callSid, result);
      this.hold(inDatabase(order));
    } catch (error) {
      this.noteAway(callSid, error);
      let unanswered = base?.unanswered ?? [];
      if (wasUp && unanswered !== 'any') {
        unanswered = [...unanswered, stampOf(order)].slice(-MAX_UNANSWERED);
      }
      this.hold({ order, storedVersion: base?.storedVersion ?? null, ahead: true, unanswered });
    }
    return order;
  }

  /**
   * Writes a placed order and gives it its number; it is on disk when this resolves. Null: another
   * replica has written it meanwhile. Faults: `moved`; `not_saved`, when neither the database nor
   * the disk has taken it; those of the `PlacementGuards` and of `check`.
   *
   * @param check asked once more before the order is kept on disk, where no guard is.
   * @param traceparent of the span in which it is placed; null: it is not traced.
   */
  async keepPlaced(
    order: Order,
    base: KnownOrder | null,
    check: () => OrderFault | null,
    traceparent: string | null,
  ): Promise<Order | OrderFault | null> {
    const startedAt = performance.now();
    for (const isLast of [false, true]) {
      const wasUp = this.database.up;
      try {
        return await this.placed(order, base, traceparent);
      } catch (error) {
        this.noteAway(order.callSid, error);
        // The connection broke, not the database: ask it again, since it knows who owns the call.
        if (isLast || !wasUp || !(await this.database.upAgain())) break;
      }
    }
    return check() ?? this.placedOnDisk(order, base, { startedAt, traceparent });
  }

  /**
   * Prepares for a call that this process has taken over: refuses the writes of earlier owners,
   * forgets what is out of date here and reads the order, for when the database goes away. While
   * it is away, what is held here stays.
   */
  async taken(callSid: string): Promise<void> {
    const fence = this.fences.of(callSid);
    try {
      if (fence !== null && !(await this.store.seal(callSid, fence))) this.noteMoved(callSid);
      await this.settle(callSid);
      await this.latest(callSid);
    } catch (error) {
      this.noteAway(callSid, error);
    }
  }

  /** Takes over an order that another replica had and the database may not have. */
  async adopt(order: Order): Promise<void> {
    const { callSid, id } = order;
    if (this.spool.has(id)) return;
    const held = this.held.get(callSid);
    if (order.state === 'draft') {
      if (held?.order.id === id && !isLater(order, held.order)) return;
      this.hold({ order, storedVersion: null, ahead: true, unanswered: 'any' });
      await this.settle(callSid).catch((error: unknown) => this.noteAway(callSid, error));
      return;
    }
    const stored = await this.stored(callSid);
    if (held?.order.id === id) this.forget(callSid);
    if (stored?.some((known) => known.id === id && known.state !== 'draft')) return;
    try {
      await this.spool.put(order);
      void this.spool.replay();
    } catch (error) {
      const fields = { callSid, orderId: id, ...errorFields(error) };
      this.logger.error('Adopted order could not be kept', fields);
    }
  }

  /** Forgets what this process holds of a call's latest order in memory. */
  forget(callSid: string): void {
    this.held.delete(callSid);
  }

  private async placed(
    order: Order,
    base: KnownOrder | null,
    traceparent: string | null,
  ): Promise<Order | OrderFault | null> {
    const fence = this.fences.of(order.callSid);
    const replaces = base?.storedVersion ?? null;
    const kept = await this.store.place(order, replaces, fence, traceparent);
    if (typeof kept === 'string') return this.refused(order.callSid, kept);
    if (isFault(kept)) return kept;
    this.faults.end('orders');
    this.hold(inDatabase(kept));
    return kept;
  }

  private async placedOnDisk(
    order: Order,
    base: KnownOrder | null,
    { startedAt, traceparent }: { startedAt: number; traceparent: string | null },
  ): Promise<Order | OrderFault> {
    const numbered = { ...order, number: randomNumber(OFFLINE_NUMBER_DIGITS) };
    try {
      await this.spool.put(numbered, traceparent);
      const tookMs = performance.now() - startedAt;
      if (tookMs > ANSWER_LIMIT_MS) {
        await this.spool.withdraw(order.id);
        throw new Error(`It took ${Math.round(tookMs)} ms`);
      }
    } catch (error) {
      const fields = { callSid: order.callSid, orderId: order.id, ...errorFields(error) };
      this.logger.error('Placed order could not be kept', fields);
      this.metrics.notSaved.inc();
      this.faults.begin('orders', 'placed orders could not be saved');
      return fault('not_saved', 'I could not save the order just now, please try again.');
    }
    this.faults.end('orders');
    const storedVersion = base?.storedVersion ?? null;
    this.hold({ order: numbered, storedVersion, ahead: true, unanswered: [] });
    return numbered;
  }

  /** The answer to a change that the database refused: null for `stale`, a fault for `moved`. */
  private async refused(callSid: string, refusal: WriteConflict): Promise<OrderFault | null> {
    if (refusal === 'stale') {
      await this.settle(callSid);
      return null;
    }
    this.forget(callSid);
    this.noteMoved(callSid);
    return fault('moved', 'This call goes on elsewhere now, so I cannot change the order here.');
  }

  /**
   * Compares what is held with the database. A draft that was made from the state there is kept,
   * with the version to replace; all else is forgotten.
   *
   * @throws DatabaseUnavailableError
   */
  private async settle(callSid: string): Promise<void> {
    const held = this.held.get(callSid);
    if (!held?.ahead || held.order.state !== 'draft') {
      this.forget(callSid);
      return;
    }
    const orders = await this.store.ofCall(callSid);
    const stored = orders.find(({ id }) => id === held.order.id);
    const isOurs = stored
      ? stored.state === 'draft' && isEarlierStateOf(held, stored)
      : held.storedVersion === null && !orders.some(({ state }) => state === 'draft');
    if (isOurs) this.hold({ ...held, storedVersion: stored?.version ?? null });
    else this.forget(callSid);
  }

  /** Looks for a call's orders in memory, on disk and in the database. */
  private async look(callSid: string): Promise<CallOrders> {
    const held = this.held.get(callSid) ?? null;
    const waiting = this.spool.ofCall(callSid);
    const stored = await this.stored(callSid);
    for (const order of [...waiting, ...(stored ?? [])]) this.count(order);
    return { held, waiting, stored };
  }

  private latestOf({ held, waiting: [waiting], stored }: CallOrders): KnownOrder | null {
    if (held && (stored === null || this.isAhead(held))) return held;
    const draft = stored?.find(({ id, state }) => state === 'draft' && !this.spool.has(id));
    if (!draft && waiting) {
      return { order: waiting, storedVersion: null, ahead: true, unanswered: [] };
    }
    const order = draft ?? stored?.[0];
    return order ? this.hold(inDatabase(order)) : null;
  }

  /** Whether the order here is newer than in the database, as far as is known. */
  private isAhead({ ahead, order }: KnownOrder): boolean {
    return ahead && (order.state === 'draft' || this.spool.has(order.id));
  }

  /** What the database has of the call; null when it does not answer. */
  private async stored(callSid: string): Promise<readonly Order[] | null> {
    try {
      return await this.store.ofCall(callSid);
    } catch (error) {
      this.noteAway(callSid, error);
      return null;
    }
  }

  private count({ id, callSid, state }: Order): void {
    if (state === 'draft') return;
    this.placedIds.set(callSid, new Set(this.placedIds.get(callSid)).add(id));
  }

  private hold(known: KnownOrder): KnownOrder {
    this.count(known.order);
    this.held.set(known.order.callSid, known);
    return known;
  }

  private noteAway(callSid: string, error: unknown): void {
    this.logger.warn('Order store does not answer', { callSid, error: errorKind(error) });
  }

  private noteMoved(callSid: string): void {
    this.logger.warn('The call has moved to another replica', { callSid });
  }
}

function placedOf({ held, waiting, stored }: CallOrders, confirmationId: string): Order | null {
  const known = [...waiting, ...(stored ?? (held ? [held.order] : []))];
  const isIt = (order: Order): boolean =>
    order.state !== 'draft' && order.confirmationId === confirmationId;
  return known.find(isIt) ?? null;
}

function inDatabase(order: Order): KnownOrder {
  return { order, storedVersion: order.version, ahead: false, unanswered: [] };
}

/** Identifies one written state of an order. */
function stampOf({ version, updatedAt }: Order): string {
  return `${version} ${updatedAt}`;
}

function isLater(order: Order, than: Order): boolean {
  if (order.version !== than.version) return order.version > than.version;
  return order.updatedAt > than.updatedAt;
}

/** Whether the held order was made from the state that is in the database. */
function isEarlierStateOf(held: KnownOrder, stored: Order): boolean {
  if (held.unanswered === 'any') return isLater(held.order, stored);
  return stored.version === held.storedVersion || held.unanswered.includes(stampOf(stored));
}
