import type { DIETARY_TAGS, Weekday } from '../../menu/catalogue/menu-document.js';
import type { AdviceWords } from './advice-words.js';

/** What callers of one language ask, and what about. Patterns are tried on plain text. */
export interface QuestionWords {
  /** Which dish to take, and what dishes are like. */
  readonly advice: AdviceWords;
  /** Asks for information rather than for food. */
  readonly asks: RegExp;
  /** A question that only its sign shows, on what was said; null: the language has no such sign. */
  readonly asksSigned: RegExp | null;
  /** Asks for a price, wherever it stands; plain text. */
  readonly price: RegExp;
  /** Asks for something to be done, or for food; plain text. */
  readonly requests: RegExp;
  /** A question for something to eat, rather than for anything else; plain text. */
  readonly forFood: RegExp;
  /** About a dish by its qualities; group 1: what was said before, which may name it. */
  readonly ofThat: RegExp;
  /** Asks about a dish, whatever it is: "what about the gelato". */
  readonly about: RegExp;
  /** Asks for the dish with the lowest price. */
  readonly cheapest: RegExp;
  /** Orders within a question: "do you have lasagna, I'd like two". */
  readonly orders: RegExp;
  /** What a dish contains; global. */
  readonly contents: RegExp;
  /** Asks for something that is given away; on plain text. */
  readonly gives: RegExp;
  /** The caller states an allergy. */
  readonly allergy: RegExp;
  readonly dietary: Readonly<Record<(typeof DIETARY_TAGS)[number], readonly string[]>>;
  readonly weekdays: Readonly<Record<Weekday, string>>;
  /** The next day, and days with hours of their own. */
  readonly tomorrow: RegExp;
  readonly holidays: RegExp;
  /** What callers call holidays that have another name on the menu; global, on plain text. */
  readonly holidayNames: readonly (readonly [pattern: RegExp, by: string])[];
  /** When an order can be ready. */
  readonly asksReady: RegExp;
  /** Where the restaurant delivers to, without a place. */
  readonly asksArea: RegExp;
  /** What of the restaurant a question is about; none of them: all. */
  readonly topics: Readonly<
    Record<'hours' | 'address' | 'minimum' | 'time' | 'fee' | 'delivery', RegExp>
  >;
}
