import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LiveEvents } from '../ops/live-events.js';
import { TraceSpan } from '../ops/tracing/trace-span.js';
import { decodeCursor, encodeCursor } from '../common/paging.js';
import type { Page, PageQuery } from '../common/paging.js';
import { KitchenOutbox } from './kitchen/kitchen-outbox.js';
import { advance, newOrder, place, readBack } from './order-changes.js';
import { fault, isFault, type OrderFault } from './order-fault.js';
import { OrderFences } from './order-fences.js';
import { ON_ORDER_LINE, type OrderOrigin } from './order-origin.js';
import { OrderLedger } from './order-ledger.js';
import type { KnownOrder } from './order-ledger.js';
import { completeOrder, type Order, type OrderState } from './order.js';
import { OrdersMetrics } from './orders.metrics.js';
import { OrdersStore, type OpenOrder } from './orders.store.js';
import { KeyedQueue } from '../common/keyed-queue.js';

/** Attempts at a change while other replicas write the same order. */
const MAX_ATTEMPTS = 5;

/** Most open orders that are read; a kitchen with so many is told nothing new by more. */
const MAX_OPEN = 300;

/** A pure change of an order, as in `order-changes.ts`. */
export type OrderChange = (order: Order) => Order | OrderFault;

/**
 * What stands in the way of a draft as it is right now; null: nothing.
 *
 * @param placed how many orders the call has placed, as far as is known.
 */
export type DraftCheck = (draft: Order, placed: number) => OrderFault | null;

const accept: DraftCheck = () => null;

/** The minutes that callers are told for a draft right now; null: none. */
export type QuoteMinutes = (draft: Order) => number | null;

const noQuote: QuoteMinutes = () => null;

/**
 * The orders of all calls. Changes of one call run one after the other; a change is refused or
 * repeated when another replica has written the order meanwhile. Works while the database is away.
 */
@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly ledger: OrderLedger,
    private readonly store: OrdersStore,
    private readonly fences: OrderFences,
    private readonly outbox: KitchenOutbox,
    private readonly events: LiveEvents,
    private readonly metrics: OrdersMetrics,
  ) {}

  /** The call's open draft, otherwise its last order, otherwise null. */
  current(callSid: string): Promise<Order | null> {
    return this.turns.run(callSid, async () => (await this.ledger.latest(callSid))?.order ?? null);
  }

  /**
   * Changes the call's draft; begins one if there is none, also after an order was placed.
   * `change` may run more than once. Faults, here and below: `moved` when another replica owns the
   * call, `contended` when others kept writing the order.
   */
  change(callSid: string, change: OrderChange): Promise<Order | OrderFault> {
    return this.step(callSid, change, (latest) => (latest.order.state === 'draft' ? latest : null));
  }

  /** Marks the draft as read back, unless `check` refuses; the answer has its `confirmationId`. */
  readBack(callSid: string, check: DraftCheck = accept): Promise<Order | OrderFault> {
    const change: OrderChange = (order) => {
      const isDraft = order.state === 'draft';
      return (isDraft ? check(order, this.ledger.placedCount(callSid)) : null) ?? readBack(order);
    };
    return this.step(callSid, change, (latest) => latest);
  }

  /**
   * Places the version that was read back under this confirmation, unless `check` or one of the
   * `PlacementGuards` refuses. Asked again, here or on another replica, it answers with the order that was placed and checks
   * nothing. The order is on disk when this resolves, with the promise that `quote` makes.
   */
  place(
    callSid: string,
    confirmationId: string,
    check: DraftCheck = accept,
    origin: OrderOrigin = ON_ORDER_LINE,
    quote: QuoteMinutes = noQuote,
  ): Promise<Order | OrderFault> {
    const attributes = { 'voiceplate.call_sid': callSid };
    const span = TraceSpan.begin('order place', origin.trace, { attributes });
    return this.turns
      .run(callSid, () =>
        this.untilUncontended(() =>
          this.placeOnce(callSid, confirmationId, check, quote, origin, span),
        ),
      )
      .then(
        (answer) => {
          span.set({ 'voiceplate.result': isFault(answer) ? answer.error : 'ok' });
          span.end();
          return answer;
        },
        (error: unknown) => {
          span.end('exception');
          throw error;
        },
      );
  }

  /**
   * An order by its id; null when unknown.
   *
   * @throws DatabaseUnavailableError
   */
  find(id: string): Promise<Order | null> {
    return this.store.find(id);
  }

  /**
   * Placed orders, newest first. Fault: `bad_cursor`.
   *
   * @throws DatabaseUnavailableError
   */
  async list(page: PageQuery, state?: OrderState): Promise<Page<Order> | OrderFault> {
    const [placedAt, id] = decodeCursor(page.cursor ?? '')?.split(' ') ?? [];
    const after = placedAt && id ? { placedAt, id } : null;
    if (page.cursor && after === null)
      return fault('bad_cursor', 'The cursor is not of this list.');
    const found = await this.store.page(page.limit + 1, after, state);
    const items = found.slice(0, page.limit);
    const last = items.at(-1);
    const more = found.length > items.length && last !== undefined;
    return { items, nextCursor: more ? encodeCursor(`${last.placedAt} ${last.id}`) : null };
  }

  /**
   * Orders that the kitchen has not made ready, placed after a moment, newest first.
   *
   * @throws DatabaseUnavailableError
   */
  open(after: Date): Promise<readonly OpenOrder[]> {
    return this.store.open(after, MAX_OPEN);
  }

  /**
   * The kitchen's next step. Faults: `unknown_order`, `illegal_step`.
   *
   * @throws DatabaseUnavailableError
   */
  advance(id: string, state: OrderState): Promise<Order | OrderFault> {
    return this.untilUncontended(async () => {
      const order = await this.store.find(id);
      if (order === null) return fault('unknown_order', 'There is no such order.');
      const next = advance(order, state);
      if (isFault(next)) return next;
      const moved = stamped(next);
      if ((await this.store.save(moved, order.version, null)) !== 'written') return null;
      this.publish(moved);
      return moved;
    });
  }

  /**
   * Takes the call's orders over for this process: the database refuses the writes of replicas
   * with a lower `fence` from now on. While it is away, it learns of the fence with the next write.
   * Never rejects.
   */
  take(callSid: string, fence: number): Promise<void> {
    this.fences.raise(callSid, fence);
    return this.turns.run(callSid, () => this.ledger.taken(callSid));
  }

  /**
   * The call's orders that are newer here than in the database: a draft in this process, and
   * placed orders that wait on its disk.
   */
  unsaved(callSid: string): readonly Order[] {
    return this.ledger.unsaved(callSid);
  }

  /**
   * Takes over the `unsaved` orders of a replica that has died. A draft goes on here unless the
   * database has it as new or newer; a placed order is on this disk or in the database when this
   * resolves. Never rejects, and may be repeated.
   */
  async adopt(orders: readonly Order[]): Promise<void> {
    for (const order of orders) {
      await this.turns.run(order.callSid, () => this.ledger.adopt(completeOrder(order)));
    }
  }

  /**
   * The order that this confirmation has placed; null when it has placed none, or when the
   * database is away and this process does not know.
   */
  placedBy(callSid: string, confirmationId: string): Promise<Order | null> {
    return this.turns.run(callSid, () => this.ledger.placedBy(callSid, confirmationId));
  }

  /** Forgets a call that has ended or moved to another replica. */
  release(callSid: string): void {
    this.ledger.forget(callSid);
  }

  /** @param from gives the order to change; null: a new draft. */
  private step(
    callSid: string,
    change: OrderChange,
    from: (latest: KnownOrder) => KnownOrder | null,
  ): Promise<Order | OrderFault> {
    return this.turns.run(callSid, () =>
      this.untilUncontended(async () => {
        const latest = await this.ledger.latest(callSid);
        const base = latest && from(latest);
        const order = base?.order ?? fresh(callSid, latest?.order.allergies);
        const next = change(order);
        if (isFault(next) || next === order) return next;
        const changed = stamped(next);
        const kept = await this.ledger.keepDraft(changed, base);
        if (kept && !isFault(kept)) this.publish(kept);
        return kept;
      }),
    );
  }

  private async placeOnce(
    callSid: string,
    confirmationId: string,
    check: DraftCheck,
    quote: QuoteMinutes,
    { channel }: OrderOrigin,
    span: TraceSpan,
  ): Promise<Order | OrderFault | null> {
    const { before, latest } = await this.ledger.beforePlacing(callSid, confirmationId);
    if (before) return before;
    const order = latest?.order ?? fresh(callSid);
    const confirmed = order.state === 'draft' && order.confirmationId === confirmationId;
    const obstacle = (): OrderFault | null => check(order, this.ledger.placedCount(callSid));
    const refusal = confirmed ? obstacle() : null;
    if (refusal) return refusal;
    const placed = place(order, confirmationId, new Date(), quote(order));
    if (isFault(placed)) return placed;
    const { traceparent } = span;
    const kept = await this.ledger.keepPlaced(stamped(placed), latest, obstacle, traceparent);
    if (kept && !isFault(kept)) {
      const { fulfilment } = kept.customer;
      this.metrics.placed.inc({ fulfilment, channel });
      span.set({ 'voiceplate.order_id': kept.id, 'voiceplate.fulfilment': fulfilment });
      this.notePlaced(kept);
    }
    return kept;
  }

  /** Repeats an attempt that gives null, which means that another replica has written first. */
  private async untilUncontended(
    attempt: () => Promise<Order | OrderFault | null>,
  ): Promise<Order | OrderFault> {
    for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
      const answer = await attempt();
      if (answer) return answer;
    }
    return fault('contended', 'Somebody else is changing that order, please try again.');
  }

  private notePlaced(order: Order): void {
    const { callSid, id: orderId, totalCents } = order;
    this.logger.log('Order placed', { callSid, orderId });
    this.metrics.placedCents.inc(totalCents);
    this.publish(order);
    this.outbox.poke();
  }

  private publish(order: Order): void {
    const { id, callSid, number, state, totalCents, lines, updatedAt } = order;
    const data = { orderId: id, callSid, number, state, totalCents, lines: lines.length };
    this.events.publish({ type: 'order', at: updatedAt, data });
  }
}

/** @param allergies what the caller has said before, with an earlier order of the call. */
function fresh(callSid: string, allergies: readonly string[] = []): Order {
  return newOrder({ id: randomUUID(), callSid, now: new Date(), allergies });
}

function stamped(order: Order): Order {
  return { ...order, updatedAt: new Date().toISOString() };
}
