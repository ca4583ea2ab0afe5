import type { OrderPricing } from './pricing.js';

/** Life of an order; the kitchen moves it on after `placed`. */
export type OrderState =
  'draft' | 'placed' | 'accepted' | 'preparing' | 'ready' | 'completed' | 'cancelled';

/** A chosen modifier option. */
export interface LineOption {
  readonly groupId: string;
  readonly optionId: string;
  readonly name: string;
  readonly priceDeltaCents: number;
}

/** One position of an order. `totalCents` = (unit price + option deltas) * quantity. */
export interface OrderLine {
  /** Never used again within the order, even when the line is removed. */
  readonly lineId: string;
  readonly itemId: string;
  /** For promotions that are limited to a category. */
  readonly categoryId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly options: readonly LineOption[];
  readonly note: string | null;
  readonly totalCents: number;
}

/** Who the order is for and how they get it. */
export interface OrderCustomer {
  readonly name: string | null;
  readonly phone: string | null;
  readonly fulfilment: 'pickup' | 'delivery';
  readonly address: string | null;
}

/** A promotion as applied; the discount is recomputed at every change. */
export interface AppliedPromotion {
  readonly code: string;
  readonly name: string;
  readonly discountCents: number;
}

/**
 * One caller's order: an immutable value. Every change makes a new value with a higher
 * version and voids the confirmation. Money is integer cents.
 */
export interface Order {
  readonly id: string;
  readonly callSid: string;
  /** What the caller is told to ask for at the counter; unique for a day. Null until placed. */
  readonly number: string | null;
  readonly version: number;
  readonly state: OrderState;
  readonly lines: readonly OrderLine[];
  readonly promotion: AppliedPromotion | null;
  readonly customer: OrderCustomer;
  /** The rules that the totals were worked out with, so that they can be checked later. */
  readonly pricing: OrderPricing;
  readonly subtotalCents: number;
  readonly discountCents: number;
  readonly deliveryFeeCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
  /**
   * Set by the read-back of this very version; null after any change. A placed order keeps the
   * one it was placed by, so that placing it again can be recognised.
   */
  readonly confirmationId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly placedAt: string | null;
}

/** The part of an order that lists show. */
export interface OrderSummary {
  readonly id: string;
  readonly state: OrderState;
  readonly totalCents: number;
}

/** Takes from an order what lists show of it. */
export function summaryOf({ id, state, totalCents }: Order): OrderSummary {
  return { id, state, totalCents };
}
