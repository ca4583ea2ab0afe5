import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { TraceSpan } from '../../ops/tracing/trace-span.js';
import { OrdersMetrics } from '../orders.metrics.js';
import { backOffMs, jittered } from '../../common/back-off.js';
import { certainNow } from '../../common/steady-clock.js';
import { errorKind } from '../../common/error-fields.js';
import { fieldsIn } from '../../common/json-fields.js';
import { sendToKitchen } from './kitchen-request.js';
import type { KitchenAddress } from './kitchen-request.js';
import { OutboxStore, RETRY } from './outbox.store.js';
import type { LeasedMessage } from './outbox.store.js';

const POLL_PAUSE_MS = 1_000;
/** Messages sent at the same time. */
const BATCH_SIZE = 10;
/** How long a message is one process's to send: longer than an attempt takes. */
const LEASE_MS = 30_000;
/**
 * An attempt that is made later has a trace of its own, linked to that of the call: collectors
 * decide about a trace, and store it, within about a minute. Longer than a lease, so that the
 * request of a process that has died is still a part of the call.
 */
const SAME_TRACE_MS = 60_000;
const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1_000;

/**
 * Sends placed orders to `ORDER_WEBHOOK_URL`, at least once each, over restarts and from any
 * replica: with back-off for 24 hours. Without a URL it does nothing.
 */
@Injectable()
export class KitchenOutbox implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KitchenOutbox.name);
  private readonly owner = randomUUID();
  private stopping = false;
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> | null = null;
  private poked = false;
  constructor(
    private readonly config: AppConfig,
    private readonly store: OutboxStore,
    private readonly metrics: OrdersMetrics,
  ) {}

  onModuleInit(): void {
    if (this.config.orderWebhook === null) return;
    this.timer = setInterval(() => this.poke(), POLL_PAUSE_MS).unref();
  }

  /** The first look; the database has its tables by now. */
  onApplicationBootstrap(): void {
    this.poke();
  }

  /**
   * Runs after the last call has ended and before the database closes. Waits for the messages
   * that are being sent, 5 s at most; one that was cut off would be sent twice.
   */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.stopping = true;
    await this.sending;
  }

  /** Looks for due messages at once; while it is sending, as soon as that is done. */
  poke(): void {
    const address = this.config.orderWebhook;
    if (address === null || this.stopping) return;
    this.poked = true;
    this.sending ??= this.sendWhilePoked(address).finally(() => {
      this.sending = null;
    });
  }

  private async sendWhilePoked(address: KitchenAddress): Promise<void> {
    try {
      while (this.poked && !this.stopping) {
        this.poked = false;
        const messages = await this.store.lease(this.owner, BATCH_SIZE, LEASE_MS);
        // A message whose result could not be noted is sent again when its lease ends.
        await Promise.allSettled(messages.map((message) => this.send(address, message)));
        if (messages.length === BATCH_SIZE) this.poked = true;
      }
    } catch (error) {
      // Leases end by themselves; the next poll goes on.
      this.logger.debug('Outbox does not answer', { error: errorKind(error) });
    }
  }

  private async send(address: KitchenAddress, message: LeasedMessage): Promise<void> {
    const { orderId, kind: event, payload: body } = message;
    const attempts = message.attempts + 1;
    const placing = TraceSpan.remote(message.traceparent);
    const isSoon = placing !== null && isRecent(message);
    const span = TraceSpan.begin('kitchen request', isSoon ? placing : null, {
      kind: 'client',
      follows: isSoon ? null : placing,
      attributes: { 'voiceplate.order_id': orderId, 'voiceplate.attempt': attempts },
    });
    const measured = this.metrics.kitchenSeconds.startTimer();
    const { traceparent } = span;
    const error = await sendToKitchen(address, { orderId, event, body, traceparent });
    measured();
    span.end(error);
    if (error === null) {
      await this.store.settle(this.owner, message, { ok: true });
      this.count('delivered');
      this.logger.log('Order sent to the kitchen', { orderId, attempts });
      return;
    }
    const retryAt = nextAttempt(message, new Date());
    await this.store.settle(this.owner, message, { ok: false, error, retryAt });
    this.count(retryAt ? 'retried' : 'failed');
    const fields = { orderId, attempts, error };
    if (retryAt) this.logger.warn('Kitchen did not take the order yet', fields);
    else this.logger.error('Kitchen never took the order', fields);
  }

  private count(result: 'delivered' | 'retried' | 'failed'): void {
    this.metrics.kitchenMessages.inc({ result });
  }
}

/** Whether the order was placed so lately that its trace may still be gathered. */
function isRecent({ payload }: LeasedMessage): boolean {
  return Date.now() - Date.parse(String(fieldsIn(payload)['placedAt'])) < SAME_TRACE_MS;
}

/** When to try again after one more failure; null after 24 hours that have passed for certain. */
function nextAttempt(message: LeasedMessage, now: Date): Date | null {
  const giveUpAtMs = Date.parse(message.createdAt) + GIVE_UP_AFTER_MS;
  const pauseMs = jittered(backOffMs(RETRY, message.attempts + 1));
  return certainNow() + pauseMs > giveUpAtMs ? null : new Date(now.getTime() + pauseMs);
}
