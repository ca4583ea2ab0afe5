import { Injectable } from '@nestjs/common';
import { newOrder, place, readBack } from '../orders/order-changes.js';
import { isFault, type OrderFault } from '../orders/order-fault.js';
import type { Order } from '../orders/order.js';
import type { DraftCheck, OrderChange, OrdersService } from '../orders/orders.service.js';

/** The part of `OrdersService` that the tools use. */
type CallOrders = Pick<OrdersService, 'current' | 'change' | 'readBack' | 'place'>;

/** Orders of trial calls, in memory: one for each call, and none reaches a kitchen. */
@Injectable()
export class TrialOrders implements CallOrders {
  private readonly orders = new Map<string, Order>();

  current(callSid: string): Promise<Order | null> {
    return Promise.resolve(this.orders.get(callSid) ?? null);
  }

  change(callSid: string, change: OrderChange): Promise<Order | OrderFault> {
    return this.keep(callSid, change(this.of(callSid)));
  }

  readBack(callSid: string, check: DraftCheck = () => null): Promise<Order | OrderFault> {
    const order = this.of(callSid);
    return this.keep(callSid, check(order, 0) ?? readBack(order));
  }

  place(
    callSid: string,
    confirmationId: string,
    check: DraftCheck = () => null,
  ): Promise<Order | OrderFault> {
    const order = this.of(callSid);
    const next = check(order, 0) ?? place(order, confirmationId, new Date(), null);
    return this.keep(callSid, isFault(next) ? next : { ...next, number: '100' });
  }

  /** Forgets a call. */
  release(callSid: string): void {
    this.orders.delete(callSid);
  }

  private of(callSid: string): Order {
    return this.orders.get(callSid) ?? newOrder({ id: callSid, callSid, now: new Date() });
  }

  private keep(callSid: string, next: Order | OrderFault): Promise<Order | OrderFault> {
    if (!isFault(next)) this.orders.set(callSid, next);
    return Promise.resolve(next);
  }
}
