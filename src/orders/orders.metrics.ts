import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { ORDER_CHANNELS } from './order-origin.js';

/** The metrics of orders, from the caller's yes to the kitchen. */
@Injectable()
export class OrdersMetrics {
  readonly placed: Counter<'fulfilment' | 'channel'>;
  readonly placedCents: Counter;
  readonly notSaved: Counter;
  /** `failed`: given up; the kitchen never had the order. */
  readonly kitchenMessages: Counter<'result'>;
  readonly kitchenSeconds: Histogram;

  constructor(metrics: Metrics) {
    this.placed = metrics.counter(
      'orders_placed_total',
      'Orders that callers have placed, by how they talked with us',
      {
        fulfilment: ['pickup', 'delivery'],
        channel: ORDER_CHANNELS,
      },
    );
    this.placedCents = metrics.counter(
      'orders_placed_cents_total',
      'Totals of the placed orders, in hundredths of the currency of the menu',
    );
    this.notSaved = metrics.counter(
      'orders_not_saved_total',
      'Times that a caller was told that the order could not be saved',
    );
    this.kitchenMessages = metrics.counter(
      'kitchen_messages_total',
      'Attempts to send an order to ORDER_WEBHOOK_URL; retried: tried again later, failed: given up',
      { result: ['delivered', 'retried', 'failed'] },
    );
    this.kitchenSeconds = metrics.histogram(
      'kitchen_request_seconds',
      'From sending an order to ORDER_WEBHOOK_URL to the answer, or to the end of the wait for it',
      [0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    );
  }
}
