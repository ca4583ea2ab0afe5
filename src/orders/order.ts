import { isRecord } from '../common/is-record.js';
import type { OrderPricing } from './pricing.js';

/** The states of an order; the kitchen sets those after `placed`. */
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
  /** Unique within the order; the id of a removed line is not used again. */
  readonly lineId: string;
  readonly itemId: string;
  /** Used by promotions that are limited to a category. */
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

/**
 * Words of the caller on an order that are about its price, for the kitchen to look at. The total
 * is what is charged all the same.
 */
export interface OrderFlag {
  /** The line whose note it is about; null: the name, the address or an allergy. */
  readonly lineId: string | null;
  /** `price`: something is to cost nothing or less; `priced-option`: an option that costs extra. */
  readonly reason: 'price' | 'priced-option';
  /** The words that were found, or the name of the option. */
  readonly words: string;
}

/** The promotion of an order; its discount is calculated anew at every change. */
export interface AppliedPromotion {
  readonly code: string;
  readonly name: string;
  readonly discountCents: number;
}

/**
 * An order of a call, an immutable value. A change makes a new one with a higher version and no
 * confirmation. Money is integer cents.
 */
export interface Order {
  /**
   * What the caller has said they are allergic to, of the whole call: allergens of the menu by
   * their ids ("tree-nuts"), anything else in the caller's word. First in JSON: the kitchen has to
   * see it first.
   */
  readonly allergies: readonly string[];
  readonly id: string;
  readonly callSid: string;
  /** The number that the caller asks for at the counter, unique for 24 hours. Null until placed. */
  readonly number: string | null;
  readonly version: number;
  readonly state: OrderState;
  readonly lines: readonly OrderLine[];
  readonly promotion: AppliedPromotion | null;
  readonly customer: OrderCustomer;
  /**
   * When the caller wants it, to the minute, in ISO 8601 with the offset of the restaurant's time
   * zone. Null: as soon as possible.
   */
  readonly readyAt: string | null;
  /** Empty for nearly every order. */
  readonly flags: readonly OrderFlag[];
  /** The terms that the totals were calculated with, so that they can be checked later. */
  readonly pricing: OrderPricing;
  readonly subtotalCents: number;
  readonly discountCents: number;
  readonly deliveryFeeCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
  /**
   * Set by the read-back of this version; null after a change. A placed order keeps the one that
   * has placed it, so that placing again can be recognised.
   */
  readonly confirmationId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly placedAt: string | null;
  /**
   * When the caller was told that it is ready, in UTC: the wished time, otherwise `placedAt` and the
   * minutes that held then. It stays when the pace changes. Null: not placed, or placed by a version
   * that did not keep it.
   */
  readonly promisedAt: string | null;
}

/** The part of an order that lists show. */
export interface OrderSummary {
  readonly id: string;
  readonly state: OrderState;
  readonly totalCents: number;
  /** Absent in what older versions wrote. */
  readonly version?: number;
  /** Lines of the order; absent in what older versions wrote. */
  readonly lines?: number;
}

/** Takes from an order what lists show of it. */
export function summaryOf({ id, state, totalCents, version, lines }: Order): OrderSummary {
  return { id, state, totalCents, version, lines: lines.length };
}

/** Whether an object from disk or the database is an order, as far as it is read without care. */
export function isOrder(value: unknown): value is Order {
  if (!isRecord(value)) return false;
  const { id, callSid, version, state, lines, customer, allergies = [] } = value;
  return (
    Array.isArray(allergies) &&
    allergies.every((one) => typeof one === 'string') &&
    [id, callSid, state].every((text) => typeof text === 'string') &&
    typeof version === 'number' &&
    Array.isArray(lines) &&
    lines.every(isRecord) &&
    isRecord(customer)
  );
}

/** An order from disk, the database or another replica, with what earlier versions do not have. */
export function completeOrder(order: Order): Order {
  const { allergies, flags, readyAt, promisedAt }: Partial<Order> = order;
  return {
    ...order,
    allergies: allergies ?? [],
    flags: flags ?? [],
    readyAt: readyAt ?? null,
    promisedAt: promisedAt ?? null,
  };
}
