import type { Order } from '../../orders/order.js';
import type { Business } from '../catalogue/menu-document.js';

/** How the minutes that callers are told come about. */
export type Pace =
  /** The menu's minutes and what open orders add to them. */
  | { readonly mode: 'automatic' }
  /** The menu's minutes and those that the kitchen has set, in place of what orders would add. */
  | {
      readonly mode: 'by-hand';
      readonly addedMinutes: number;
      /** ISO 8601; null: until it is set otherwise. */
      readonly until: string | null;
    };

/** The pace that nothing was set of. */
export const AUTOMATIC: Pace = { mode: 'automatic' };

/** Most minutes that are added, by hand or by open orders. */
export const MAX_ADDED_MINUTES = 180;
/** Minutes of open orders are added in steps, so that what callers are told stays for a while. */
const STEP_MINUTES = 5;
/** An order for later is open when the kitchen is about to begin with it. */
const AHEAD_MINUTES = 60;

/**
 * How many orders the kitchen works on. One for later than in an hour does not count, nor one that
 * the kitchen has not touched since the time it was promised for: not every kitchen tells.
 *
 * @param orders none of them is ready yet.
 */
export function ordersAtWork(
  orders: readonly Order[],
  business: Pick<Business, 'pickup' | 'delivery'>,
  now: Date,
): number {
  return orders.filter((order) => {
    const promised = promisedAt(order, business);
    const minutesLeft = (promised - now.getTime()) / 60_000;
    return minutesLeft <= AHEAD_MINUTES && (order.state !== 'placed' || minutesLeft > 0);
  }).length;
}

/** The minutes that so many open orders add. */
export function minutesOf(openOrders: number, kitchen: Business['kitchen']): number {
  if (kitchen === undefined) return 0;
  const minutes = Math.max(0, openOrders - kitchen.ordersAtOnce) * kitchen.minutesPerOrder;
  return Math.min(MAX_ADDED_MINUTES, Math.ceil(minutes / STEP_MINUTES) * STEP_MINUTES);
}

/** When an order is to be ready by the menu alone, in milliseconds since 1970. */
function promisedAt(
  { readyAt, placedAt, createdAt, customer }: Order,
  { pickup, delivery }: Pick<Business, 'pickup' | 'delivery'>,
): number {
  if (readyAt !== null) return Date.parse(readyAt);
  const terms = (customer.fulfilment === 'delivery' ? delivery : null) ?? pickup;
  return Date.parse(placedAt ?? createdAt) + terms.leadMinutes * 60_000;
}
