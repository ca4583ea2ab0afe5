import type { Order } from '../../orders/order.js';
import type { OrderFault } from '../../orders/order-fault.js';
import type { OpenState } from '../business-hours.js';
import type { OpeningWindow, TimeWindow } from '../catalogue/menu-document.js';

/**
 * How numbers, money, times and whole orders are said in one language; names of the menu stay as
 * the restaurant wrote them. The token by which the language of the voice file is injected.
 */
export abstract class Spoken {
  /** A whole number; `of`: it stands before dishes or units of time, which may change its form. */
  abstract number(value: number, of?: 'dishes' | 'minutes'): string;
  abstract cents(cents: number): string;
  abstract list(words: readonly string[], last?: 'and' | 'or'): string;
  /** Opening state as a sentence. `now` is the moment the state is of. */
  abstract openState(state: OpenState, now: Date): string;
  /** Opening hours of one day. */
  abstract hours(windows: readonly OpeningWindow[]): string;
  /** The read-back: everything the caller has to agree to, in one breath. */
  abstract order(order: Order): string;
  /** What the menu states about a dish, and no more; null: it is not known. */
  abstract allergens(name: string, allergens: readonly string[] | null): string;
  /** Why something cannot be done, about a dish if one is given. */
  abstract fault(fault: Pick<OrderFault, 'error' | 'message'>, dish?: FaultyDish): string;
}

/** The dish that a fault is about. */
export interface FaultyDish {
  readonly name: string;
  readonly availability?: readonly TimeWindow[];
}
