import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import { Metrics } from '../ops/metrics.js';

/** The metrics of orders, from the caller's yes to the kitchen. */
@Injectable()
export class OrdersMetrics {
  readonly placed: Counter<'fulfilment'>;
  readonly placedCents: Counter;
  readonly waiting: Gauge;
  readonly notSaved: Counter;
  /** `failed`: given up; the kitchen never had the order. */
  readonly kitchenMessages: Counter<'result'>;

  constructor(metrics: Metrics) {
    this.placed = metrics.counter('orders_placed_total', 'Orders that callers have placed', {
      fulfilment: ['pickup', 'delivery'],
    });
    this.placedCents = metrics.counter(
      'orders_placed_cents_total',
      'Worth of the placed orders, in cents',
    );
    this.waiting = metrics.gauge(
      'orders_waiting',
      'Placed orders on this disk that the database does not have yet',
    );
    this.notSaved = metrics.counter(
      'orders_not_saved_total',
      'Times that a caller was told that the order could not be saved',
    );
    this.kitchenMessages = metrics.counter(
      'kitchen_messages_total',
      'Attempts to send an order to the kitchen',
      { result: ['delivered', 'retried', 'failed'] },
    );
  }
}
