import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { CallerTraces } from '../ops/caller-traces.js';
import { AppConfig } from '../config/app-config.js';
import { DurableQueue } from '../storage/durable-queue.js';
import { isOfCaller, withoutCustomer } from './forgotten-customer.js';
import { Quarantine } from '../storage/quarantine.js';
import { isOrder, type Order } from './order.js';
import { OrdersStore } from './orders.store.js';

const RETRY_MS = 2_000;
/** Far more than a restaurant takes in an outage; beyond it an order is not acknowledged. */
const MAX_WAITING = 10_000;

/** An order on disk. */
interface WaitingOrder extends Order {
  /** Names the span in which it was placed (W3C Trace Context); absent: it was not traced. */
  readonly traceparent?: string;
}

/**
 * Orders that were placed while the database was away. They wait on this disk, over restarts,
 * until the database has them.
 */
@Injectable()
export class OrderSpool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(OrderSpool.name);
  private readonly queue: DurableQueue<WaitingOrder>;

  constructor(
    config: AppConfig,
    private readonly store: OrdersStore,
    traces: CallerTraces,
    quarantine: Quarantine,
  ) {
    this.queue = new DurableQueue<WaitingOrder>({
      what: 'Placed orders',
      folder: join(config.storage.dataDir, 'placed-orders'),
      capacity: MAX_WAITING,
      retryMs: RETRY_MS,
      isEntry: isOrder,
      // The orders are placed all the same.
      personal: {
        isOf: (order, _, caller) => isOfCaller(order, caller),
        without: withoutCustomer,
      },
      deliver: (order) => this.deliver(order),
      ...quarantine.optionsFor('placed-orders'),
      logger: this.logger,
    });
    quarantine.attach('placed-orders', this.queue);
    traces.add('waitingOrders', (caller) => this.queue.forgetWaiting(caller));
    traces.add('setAside', (caller) => this.queue.forgetSetAside(caller));
  }

  onModuleInit(): Promise<void> {
    return this.queue.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.queue.stop();
  }

  /**
   * Keeps a placed order; resolves when it is on disk.
   *
   * @param traceparent of the span in which it was placed; null: it was not traced.
   * @throws when the disk refuses.
   */
  async put(order: Order, traceparent: string | null = null): Promise<void> {
    await this.queue.put(order.id, { ...order, ...(traceparent !== null && { traceparent }) });
    this.logger.warn('Placed order waits for the database', idsOf(order));
  }

  /** Takes an order back that was not acknowledged. @throws when the disk refuses. */
  withdraw(orderId: string): Promise<void> {
    return this.queue.remove(orderId);
  }

  /** Whether the order still waits here. */
  has(orderId: string): boolean {
    return this.queue.has(orderId);
  }

  /** A call's waiting orders, the latest first. */
  ofCall(callSid: string): readonly Order[] {
    return this.queue
      .values()
      .filter((order) => order.callSid === callSid)
      .map((waiting) => apart(waiting).order)
      .toReversed();
  }

  /** Hands the waiting orders to the database, as far as it takes them. Never rejects. */
  replay(): Promise<void> {
    return this.queue.retry();
  }

  private async deliver(waiting: WaitingOrder): Promise<boolean> {
    const { order, traceparent } = apart(waiting);
    if ((await this.store.restore(order, traceparent)) !== 'written') return false;
    this.logger.log('Waiting order is in the database', idsOf(order));
    return true;
  }
}

/** The order as all others know it, and its trace. */
function apart({ traceparent, ...order }: WaitingOrder) {
  return { order, traceparent: traceparent ?? null };
}

function idsOf(order: Order) {
  return { callSid: order.callSid, orderId: order.id };
}
