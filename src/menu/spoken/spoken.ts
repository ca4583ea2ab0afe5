import type { DateTime } from 'luxon';
import type { Order } from '../../orders/order.js';
import type { OrderFault } from '../../orders/order-fault.js';
import type { OpenState } from '../business-hours.js';
import type { OpeningWindow, TimeWindow } from '../catalogue/menu-document.js';

/**
 * The words of one language for numbers, money, times, orders and faults. Names of the menu stay as
 * the restaurant has written them.
 */
export abstract class Spoken {
  /** Code of the language, by which the menu's translations are found: `en`. */
  abstract readonly language: string;
  /**
   * A whole number.
   *
   * @param of what it counts, where the language has another form for it ("un", "una").
   */
  abstract number(value: number, of?: 'dishes' | 'minutes'): string;
  /** So many of a dish. Its name stays as it is on the menu. */
  abstract dishes(quantity: number, name: string): string;
  /** What a choice, a group of choices or a part of the menu is called by people who speak the language. */
  abstract named(name: string): string;
  /** The menu's description of a dish, as far as it can be told in the language. */
  abstract described(text: string): string;
  /** An amount of money, given in cents. */
  abstract cents(cents: number): string;
  /** Words as one phrase, with "and" or "or" before the last. */
  abstract list(words: readonly string[], last?: 'and' | 'or'): string;
  /** Whether the restaurant is open, and until or from when, as a sentence. */
  abstract openState(state: OpenState, now: Date): string;
  /** That no order can be placed now, until when, and whether one for later is taken. */
  abstract closed(state: OpenState, now: Date, ordersAhead: boolean): string;
  /** That a delivery needs an order of at least so many cents. */
  abstract deliveryMinimum(cents: number): string;
  /** A moment in its own time zone: "at 7 PM", on another day than `now` "on Friday at noon". */
  abstract moment(moment: DateTime, now: Date): string;
  /** The opening hours of one day. */
  abstract hours(windows: readonly OpeningWindow[]): string;
  /** The read-back: the whole order with its total, and the question whether it is right. */
  abstract order(order: Order, now: Date): string;
  /** The allergens of a dish; null: the menu does not state them, which is what is said then. */
  abstract allergens(name: string, allergens: readonly string[] | null): string;
  /** The restaurant's sentence about traces, as it is written or in this language. */
  abstract allergenNotice(written: string): string;
  /** What is said of the allergies that callers state. */
  abstract readonly allergies: SpokenAllergies;
  /** What is said of diets. */
  abstract readonly diets: SpokenDiets;
  /** Why something cannot be done; names the dish if one is given and the fault is about it. */
  abstract fault(
    fault: Pick<OrderFault, 'error' | 'message' | 'possibleAt'>,
    dish?: FaultyDish,
  ): string;
}

/**
 * The sentences about allergies and ingredients. Each takes allergens of the menu by their ids and
 * anything else in the caller's word. None of them says that a dish can be eaten.
 */
export interface SpokenAllergies {
  /** Asks a caller who has said no more than that there is an allergy. */
  readonly ask: string;
  /** Asks whether something that shall be left out is an allergy. */
  askWhether(allergies: readonly string[]): string;
  noted(allergies: readonly string[]): string;
  withdrawn(allergies: readonly string[]): string;
  /** Part of the read-back. */
  onOrder(allergies: readonly string[]): string;
  /** A dish contains what the caller is allergic to. */
  warning(name: string, allergies: readonly string[]): string;
  /** The menu does not tell whether something is in a dish. */
  unknown(name: string, what: readonly string[]): string;
  contains(name: string, what: readonly string[]): string;
  /** The allergens of the dish are known, and these are not among them. */
  unlisted(name: string, what: readonly string[]): string;
  /** The same of these dishes or choices, and of so many more. */
  unlistedOf(names: readonly string[], what: readonly string[], more: number): string;
  /** The same of all dishes that were not named before. */
  othersUnlisted(what: readonly string[]): string;
  /** Of each dish the menu lists something of it, or does not say. */
  noneUnlisted(what: readonly string[]): string;
  /** The same of no dish: the menu lists it nowhere. */
  nowhereListed(what: readonly string[]): string;
  /** These dishes have something of it, and so many more. */
  containing(names: readonly string[], what: readonly string[], more: number): string;
  /** Of these dishes, and of so many more, it is not known. */
  unknownOf(names: readonly string[], what: readonly string[], more: number): string;
  /** What is chosen with a dish may have something of it. */
  choicesMayAdd(what: readonly string[]): string;
  /** The menu does not tell what the kitchen uses. */
  readonly unsaid: string;
}

/** The sentences about diets, by the tags of the menu. */
export interface SpokenDiets {
  /** The menu marks the dish so. */
  marked(name: string, tags: readonly string[]): string;
  /** The menu does not mark the dish so, which need not mean that it is not. */
  notMarked(name: string, tags: readonly string[]): string;
  /** The menu marks these dishes so, and so many more. */
  markedOf(names: readonly string[], tags: readonly string[], more: number): string;
  /** Choices that the menu calls so: "Gluten-free crust". */
  choices(names: readonly string[]): string;
  /** The menu marks nothing so. */
  noneMarked(tags: readonly string[]): string;
  /** None in a part of the menu is marked so. */
  noneMarkedIn(part: string, tags: readonly string[]): string;
}

/** The dish that a fault is about. */
export interface FaultyDish {
  readonly name: string;
  readonly availability?: readonly TimeWindow[];
}
