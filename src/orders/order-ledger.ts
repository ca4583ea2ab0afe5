import { Injectable, Logger } from '@nestjs/common';
import { reasonOf } from '../storage/engine.js';
import { fault } from './order-fault.js';
import { OrderSpool } from './order-spool.js';
import type { Order, OrderFault } from './order.js';
import { OrdersStore, randomNumber } from './orders.store.js';

/** Calls whose orders are remembered for the time when the database is away. */
const MAX_HELD_CALLS = 1_000;
/** Longer than the numbers that the database gives out, so that the two never meet. */
const OFFLINE_NUMBER_DIGITS = 6;

/** A call's order as this process knows it. */
export interface KnownOrder {
  readonly order: Order;
  /** The version that the database has; null when it has none. */
  readonly storedVersion: number | null;
  /** The database could not take the order as it is here. */
  readonly ahead: boolean;
}

/**
 * Where a call's orders are. The database is the truth; while it does not answer, drafts live
 * in this process and placed orders on its disk. Not safe for two changes of one call at once.
 */
@Injectable()
export class OrderLedger {
  private readonly logger = new Logger(OrderLedger.name);
  private readonly held = new Map<string, KnownOrder>();

  constructor(
    private readonly store: OrdersStore,
    private readonly spool: OrderSpool,
  ) {}

  /** The call's draft, otherwise its last order, otherwise null. */
  async latest(callSid: string): Promise<KnownOrder | null> {
    const held = this.held.get(callSid) ?? null;
    if (held?.ahead && (held.order.state === 'draft' || this.spool.has(held.order.id))) return held;
    const [waiting] = this.spool.ofCall(callSid);
    const stored = await this.stored(callSid);
    if (stored === null && held) return held;
    const draft = stored?.find(({ id, state }) => state === 'draft' && !this.spool.has(id));
    if (!draft && waiting) return { order: waiting, storedVersion: null, ahead: true };
    const order = draft ?? stored?.[0];
    if (!order) return null;
    const known = { order, storedVersion: order.version, ahead: false };
    this.hold(known);
    return known;
  }

  /** The order that this confirmation has placed; null when it has placed none. */
  async placedBy(callSid: string, confirmationId: string): Promise<Order | null> {
    const held = this.held.get(callSid);
    const known = [
      ...this.spool.ofCall(callSid),
      ...((await this.stored(callSid)) ?? (held ? [held.order] : [])),
    ];
    const isIt = (order: Order): boolean =>
      order.state !== 'draft' && order.confirmationId === confirmationId;
    return known.find(isIt) ?? null;
  }

  /** Keeps a draft. False: another replica has written it meanwhile, and it has to be read again. */
  async keepDraft(order: Order, storedVersion: number | null): Promise<boolean> {
    try {
      if (!(await this.store.save(order, storedVersion))) {
        this.held.delete(order.callSid);
        return false;
      }
      this.hold({ order, storedVersion: order.version, ahead: false });
    } catch (error) {
      this.noteAway(order.callSid, error);
      this.hold({ order, storedVersion, ahead: true });
    }
    return true;
  }

  /**
   * Keeps a placed order and gives it its number; it is on disk when this resolves. Null:
   * another replica has written it meanwhile. Fault: `not_saved`, when nothing could keep it.
   */
  async keepPlaced(order: Order, storedVersion: number | null): Promise<Order | OrderFault | null> {
    try {
      const kept = await this.store.place(order, storedVersion);
      if (kept) this.hold({ order: kept, storedVersion: kept.version, ahead: false });
      else this.held.delete(order.callSid);
      return kept;
    } catch (error) {
      this.noteAway(order.callSid, error);
    }
    const numbered = { ...order, number: randomNumber(OFFLINE_NUMBER_DIGITS) };
    try {
      await this.spool.put(numbered);
    } catch (error) {
      const fields = { callSid: order.callSid, orderId: order.id, error: reasonOf(error) };
      this.logger.error('Placed order could not be kept', fields);
      return fault('not_saved', 'I could not save the order just now, please try again.');
    }
    this.hold({ order: numbered, storedVersion, ahead: true });
    return numbered;
  }

  /** Drops what this process holds of a call; the database and the disk keep theirs. */
  forget(callSid: string): void {
    this.held.delete(callSid);
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

  private hold(known: KnownOrder): void {
    const { callSid } = known.order;
    this.held.delete(callSid);
    this.held.set(callSid, known);
    const [longestUnused] = this.held.keys();
    if (this.held.size > MAX_HELD_CALLS && longestUnused) this.held.delete(longestUnused);
  }

  private noteAway(callSid: string, error: unknown): void {
    this.logger.warn('Order store does not answer', { callSid, error: reasonOf(error) });
  }
}
