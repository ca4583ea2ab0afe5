import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { errorKind } from '../../common/error-fields.js';
import { ClusterBus } from '../../cluster/cluster-bus.js';
import { ClusterNews } from '../../cluster/cluster-news.js';
import { RedisLink } from '../../cluster/redis-link.js';
import { SharedStore } from '../../cluster/shared-store.js';
import { LiveEvents } from '../../ops/live-events.js';
import type { OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import type { OpenOrder } from '../../orders/orders.store.js';
import { OrdersService } from '../../orders/orders.service.js';
import { PlacementGuards } from '../../orders/placement-guards.js';
import { Database } from '../../storage/database.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { lineFault, servedAt } from '../orderables.js';
import { KitchenStore, type SoldOut } from './kitchen.store.js';
import { menuOnSale } from './menu-on-sale.js';
import { AUTOMATIC, minutesOf, ordersAtWork, type Pace } from './pace.js';

/** On which the other replicas are asked to read anew; they answer when they have. */
const TOPIC = 'kitchen-board';
/** Topic on which all replicas hear that there is something to read, without haste. */
const NEWS_TOPIC = 'kitchen-news';
/** How often PostgreSQL is read while Redis is away, which tells of changes otherwise. */
const UNTOLD_PAUSE_MS = 800;
/** How often it is read in spite of that, for a message that was lost. */
const TOLD_PAUSE_MS = 10_000;
/** How often an embedded database is read: open orders come to their promised time. */
const ALONE_PAUSE_MS = 15_000;
/** Several orders that change at a time are counted once. */
const COUNT_AFTER_MS = 200;
/** Orders that were placed before are not open any longer, for the pace. */
const OPEN_FOR_MS = 4 * 60 * 60_000;

/** The pace as it is now. */
export interface PaceNow {
  readonly pace: Pace;
  /** Orders that the kitchen works on; null: the menu does not have them counted. */
  readonly openOrders: number | null;
  /** Added to the minutes of the menu: by hand or by open orders. */
  readonly addedMinutes: number;
}

/**
 * What is sold out and how busy the kitchen is, on every replica. The database has it: what was
 * taken off there before an order is placed is not sold, whatever this process knows. Changes are
 * told by the bus; the database is read rarely besides, and often while the bus is away. While the
 * database is away, what was known last counts, and a change is refused.
 */
@Injectable()
export class KitchenBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KitchenBoard.name);
  private readonly listeners = new Set<(ids: readonly string[]) => void>();
  private readonly closing = new AbortController();
  private known: readonly SoldOut[] = [];
  private pace: Pace = AUTOMATIC;
  private open: readonly OpenOrder[] = [];
  private reading: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private loop: Promise<void> = Promise.resolve();
  private counting: NodeJS.Timeout | null = null;
  private ending: NodeJS.Timeout | null = null;
  private readAt = -Infinity;
  private readonly news: ClusterNews;
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly store: KitchenStore,
    private readonly database: Database,
    private readonly menu: MenuService,
    private readonly orders: OrdersService,
    private readonly clock: Clock,
    private readonly bus: ClusterBus,
    private readonly events: LiveEvents,
    private readonly link: RedisLink,
    shared: SharedStore,
    guards: PlacementGuards,
  ) {
    bus.answer(TOPIC, () => this.refresh());
    this.news = new ClusterNews(NEWS_TOPIC, bus, shared, () => this.count());
    guards.add(async (transaction, order) => {
      const refusal = this.refusal(order, await this.store.soldOutForPlacing(transaction));
      // The database knows more than this replica does, and perhaps than others do.
      if (refusal !== null) this.readAnew();
      return refusal;
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.unsubscribe = this.events.subscribe(({ type, data }, origin) => {
      if (origin === 'here' && type === 'order' && data['state'] !== 'draft') this.ordersChanged();
    });
    // What was told meanwhile was not heard.
    this.link.onListening((listening) => {
      if (listening) void this.refresh();
    });
    await this.refresh();
    this.loop = this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    this.unsubscribe();
    this.closing.abort();
    this.news.close();
    for (const timer of [this.counting, this.ending]) if (timer) clearTimeout(timer);
    await this.loop;
    await this.reading;
  }

  /** What is off now by the kitchen, the earliest first. */
  soldOut(): readonly SoldOut[] {
    return inForce(this.known, this.clock.now());
  }

  paceNow(): PaceNow {
    const now = this.clock.now();
    const { business } = this.menu.asWritten();
    const openOrders =
      business.kitchen === undefined ? null : ordersAtWork(this.open, business, now);
    const set = this.pace.mode === 'by-hand' && isOver(this.pace, now) ? AUTOMATIC : this.pace;
    const addedMinutes =
      set.mode === 'by-hand' ? set.addedMinutes : minutesOf(openOrders ?? 0, business.kitchen);
    return { pace: set, openOrders, addedMinutes };
  }

  /**
   * Takes an item or an option off. When this resolves no order with it is placed any more, and
   * all replicas that can be reached tell callers so.
   *
   * @throws DatabaseUnavailableError nothing has changed then: a sale is ruled out by the database.
   */
  async takeOff(id: string, until: string | null): Promise<SoldOut> {
    const now = this.clock.now();
    const off = { id, until, since: now.toISOString() };
    await this.store.takeOff(off, now);
    await this.tell('menu', { id, soldOut: true, until });
    return off;
  }

  /** Puts back on what was taken off. @throws DatabaseUnavailableError */
  async putBack(id: string): Promise<void> {
    await this.store.putBack(id);
    await this.tell('menu', { id, soldOut: false, until: null });
  }

  /** @throws DatabaseUnavailableError */
  async setPace(pace: Pace): Promise<PaceNow> {
    await this.store.setPace(pace);
    await this.refresh();
    const { addedMinutes } = this.paceNow();
    await this.tell('pace', { ...pace, addedMinutes });
    return this.paceNow();
  }

  /** Calls the listener with the ids that have gone off; returns its removal. */
  onSoldOut(listener: (ids: readonly string[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Why an order is not sold if these things are off; null when it is. */
  private refusal(order: Order, soldOut: readonly SoldOut[]): OrderFault | null {
    const now = this.clock.now();
    const off = new Set(inForce(soldOut, now).map(({ id }) => id));
    const has = order.lines.some(
      ({ itemId, options }) => off.has(itemId) || options.some(({ optionId }) => off.has(optionId)),
    );
    if (!has) return null;
    const menu = menuOnSale(this.menu.asWritten(), { off, addedMinutes: 0 });
    return lineFault(order, menu, servedAt(order, now));
  }

  /** Has all replicas read what was written, and tells those who watch. */
  private async tell(type: 'menu' | 'pace', data: Readonly<Record<string, unknown>>) {
    await Promise.all([this.refresh(), this.bus.ask(TOPIC)]);
    this.events.publish({ type, at: new Date().toISOString(), data });
  }

  /** Reads what there is now; a read that has begun earlier does not count. Never rejects. */
  private refresh(): Promise<void> {
    if (this.reading === null) {
      this.reading = this.read().finally(() => {
        this.reading = null;
      });
      return this.reading;
    }
    this.next ??= this.reading.then(() => {
      this.next = null;
      return this.refresh();
    });
    return this.next;
  }

  private async read(): Promise<void> {
    this.readAt = performance.now();
    try {
      const [soldOut, pace] = [await this.store.soldOut(), await this.store.pace()];
      const after = new Date(this.clock.now().getTime() - OPEN_FOR_MS);
      this.open = this.countsOrders ? await this.orders.open(after) : [];
      this.known = soldOut;
      this.pace = pace;
    } catch (error) {
      this.logger.debug('Kitchen board not read', { error: errorKind(error) });
    }
    this.apply();
  }

  /** Puts the menu on sale by what is known and the time, now and when the next thing ends. */
  private apply(): void {
    const off = new Set(this.soldOut().map(({ id }) => id));
    const before = this.menu.terms;
    this.menu.putOnSale({ off, addedMinutes: this.paceNow().addedMinutes });
    const gone = [...off].filter((id) => !before.off.has(id));
    if (gone.length > 0) for (const listener of this.listeners) listener(gone);
    this.awaitEnd();
  }

  /** What ends before the board is read again ends by a timer. */
  private awaitEnd(): void {
    if (this.ending) clearTimeout(this.ending);
    const { pace } = this.paceNow();
    const ends = [...this.soldOut(), ...(pace.mode === 'by-hand' ? [pace] : [])];
    const now = this.clock.now().getTime();
    const soonest = ends.flatMap(({ until }) => (until === null ? [] : [Date.parse(until) - now]));
    const pauseMs = Math.max(0, Math.min(...soonest));
    this.ending =
      pauseMs > ALONE_PAUSE_MS ? null : setTimeout(() => this.apply(), pauseMs + 1).unref();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    const alone = this.database.kind === 'embedded';
    const lookMs = alone ? ALONE_PAUSE_MS : UNTOLD_PAUSE_MS;
    while (!signal.aborted) {
      await delay(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      const isTold = !alone && this.link.up && this.link.listening;
      const isDue = !isTold || performance.now() - this.readAt >= TOLD_PAUSE_MS;
      if (isDue && !signal.aborted) await this.refresh();
    }
  }

  /** Whether the pace goes by the orders that are open. */
  private get countsOrders(): boolean {
    return this.menu.asWritten().business.kitchen !== undefined;
  }

  private ordersChanged(): void {
    if (this.countsOrders) this.readAnew();
  }

  /** Soon, on all replicas. */
  private readAnew(): void {
    this.count();
    this.news.tell();
  }

  private count(): void {
    this.counting ??= setTimeout(() => {
      this.counting = null;
      void this.refresh();
    }, COUNT_AFTER_MS).unref();
  }
}

function inForce(soldOut: readonly SoldOut[], now: Date): readonly SoldOut[] {
  return soldOut.filter((off) => !isOver(off, now));
}

function isOver({ until }: { readonly until: string | null }, now: Date): boolean {
  return until !== null && Date.parse(until) <= now.getTime();
}
