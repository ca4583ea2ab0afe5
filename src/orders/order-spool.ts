import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { reasonOf } from '../storage/engine.js';
import { Spool } from '../storage/spool.js';
import type { Order } from './order.js';
import { OrdersMetrics } from './orders.metrics.js';
import { OrdersStore } from './orders.store.js';

const REPLAY_PAUSE_MS = 2_000;

/**
 * Orders that were placed while the database was away. They wait on this disk, over restarts,
 * until the database has them.
 */
@Injectable()
export class OrderSpool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(OrderSpool.name);
  private readonly spool: Spool;
  private readonly waiting = new Map<string, Order>();
  private timer: NodeJS.Timeout | null = null;
  private replaying: Promise<void> | null = null;

  constructor(
    config: AppConfig,
    private readonly store: OrdersStore,
    private readonly metrics: OrdersMetrics,
  ) {
    this.spool = new Spool(join(config.storage.dataDir, 'placed-orders'));
  }

  async onModuleInit(): Promise<void> {
    for (const id of await this.spool.names()) {
      try {
        const body = await this.spool.get(id);
        if (body !== null) this.waiting.set(id, JSON.parse(body) as Order);
      } catch (error) {
        const fields = { orderId: id, error: (error as Error).name };
        this.logger.error('Waiting order cannot be read', fields);
      }
    }
    this.report();
    this.timer = setInterval(() => void this.replay(), REPLAY_PAUSE_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.replaying;
  }

  /** Keeps a placed order; resolves when it is on disk. @throws when the disk refuses. */
  async put(order: Order): Promise<void> {
    await this.spool.put(order.id, JSON.stringify(order));
    this.waiting.set(order.id, order);
    this.report();
    this.logger.warn('Placed order waits for the database', {
      callSid: order.callSid,
      orderId: order.id,
    });
  }

  /** Takes an order back that nobody was told of. */
  async withdraw(orderId: string): Promise<void> {
    this.waiting.delete(orderId);
    this.report();
    await this.spool.remove(orderId);
  }

  /** Whether the order still waits here. */
  has(orderId: string): boolean {
    return this.waiting.has(orderId);
  }

  /** A call's waiting orders, the latest first. */
  ofCall(callSid: string): readonly Order[] {
    return [...this.waiting.values()].filter((order) => order.callSid === callSid).toReversed();
  }

  /** Hands the waiting orders to the database, as far as it takes them. */
  replay(): Promise<void> {
    this.replaying ??= this.replayAll().finally(() => {
      this.replaying = null;
    });
    return this.replaying;
  }

  private async replayAll(): Promise<void> {
    for (const order of this.waiting.values()) {
      const ids = { callSid: order.callSid, orderId: order.id };
      try {
        if ((await this.store.restore(order)) !== 'written') continue;
        await this.spool.remove(order.id);
        this.waiting.delete(order.id);
        this.report();
        this.logger.log('Waiting order is in the database', ids);
      } catch (error) {
        this.logger.debug('Placed order still waits', { ...ids, error: reasonOf(error) });
      }
    }
  }

  private report(): void {
    this.metrics.waiting.set(this.waiting.size);
  }
}
