import type { OpenOrder } from '../../orders/orders.store.js';
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
/** An order for a wished time is open when the kitchen is about to begin with it. */
const AHEAD_MINUTES = 60;

/**
 * How many orders the kitchen works on. One that is wished for later than in an hour does not
 * count, nor one that the kitchen has not touched since the time it was promised for: not every
 * kitchen tells. Where no promise was kept, the menu's minutes for pickup stand for it.
 *
 * @param orders none of them is ready yet.
 */
export function ordersAtWork(
  orders: readonly OpenOrder[],
  { pickup }: Pick<Business, 'pickup'>,
  now: Date,
): number {
  return orders.filter(({ state, placedAt, promisedAt, readyAt }) => {
    const promised =
      promisedAt === null
        ? Date.parse(placedAt) + pickup.leadMinutes * 60_000
        : Date.parse(promisedAt);
    const minutesLeft = (promised - now.getTime()) / 60_000;
    const begun = readyAt === null || minutesLeft <= AHEAD_MINUTES;
    return begun && (state !== 'placed' || minutesLeft > 0);
  }).length;
}

/** The minutes that so many open orders add. */
export function minutesOf(openOrders: number, kitchen: Business['kitchen']): number {
  if (kitchen === undefined) return 0;
  const minutes = Math.max(0, openOrders - kitchen.ordersAtOnce) * kitchen.minutesPerOrder;
  return Math.min(MAX_ADDED_MINUTES, Math.ceil(minutes / STEP_MINUTES) * STEP_MINUTES);
}
