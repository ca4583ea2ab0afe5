import { addLine, setCustomer } from '../../src/orders/order-changes.js';
import { isFault, type OrderFault } from '../../src/orders/order-fault.js';
import type { Orderable } from '../../src/orders/orderable.js';
import type { Order } from '../../src/orders/order.js';
import type { OrdersService } from '../../src/orders/orders.service.js';
import type { PricingRules } from '../../src/orders/pricing.js';

/** A dish without choices, $12.00. */
export const CALZONE: Orderable = {
  itemId: 'calzone',
  categoryId: 'pizza',
  name: 'Calzone',
  priceCents: 1200,
  groups: [],
  unavailable: null,
};

/** 10 % tax, delivery $3.00. */
export const PRICES: PricingRules = {
  taxPpm: 100_000,
  deliveryFeeCents: 300,
  deliveryFeeTaxed: false,
  deliveryMinimumCents: 0,
  promotions: [],
  pricedOptions: [],
};

/** The order, or the test fails with what was said instead. */
export function ok(result: Order | OrderFault): Order {
  if (isFault(result)) throw new Error(`${result.error}: ${result.message}`);
  return result;
}

/** A change that adds one calzone. */
export function oneCalzone(order: Order): Order | OrderFault {
  return addLine(order, CALZONE, { quantity: 1, optionIds: [], note: null }, PRICES);
}

/** Orders a calzone in the name of Ada and reads it back; gives the confirmation. */
export async function confirmCalzone(orders: OrdersService, callSid: string): Promise<string> {
  ok(await orders.change(callSid, oneCalzone));
  const named = { name: 'Ada', phone: '+15551230100' };
  ok(await orders.change(callSid, (order) => setCustomer(order, named, PRICES)));
  return String(ok(await orders.readBack(callSid)).confirmationId);
}

/** A whole order, placed. */
export async function placeCalzone(orders: OrdersService, callSid: string): Promise<Order> {
  return ok(await orders.place(callSid, await confirmCalzone(orders, callSid)));
}
