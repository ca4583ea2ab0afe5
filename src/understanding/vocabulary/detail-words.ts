/** What is asked for where it is not on the menu, and names of dishes or parts of the menu like it. */
export type Similar = readonly [RegExp, readonly string[]];

/** How one language gives a number or a code in passing, and speaks of places and times around an order. */
export interface DetailWords {
  /** Before a postal code; on what was said. */
  readonly postalCode: RegExp;
  /** Around a postal code that is said alone, on plain text; cut off at both ends. */
  readonly aroundCode: RegExp;
  /** Before a telephone number; on what was said. */
  readonly phone: RegExp;
  /** A telephone number is spoken of; on plain text. */
  readonly callsPhone: RegExp;
  /** A number, a telephone or a call is named; on plain text. */
  readonly namesPhone: RegExp;
  /** Around digits that are said alone, on plain text; cut off at both ends. */
  readonly aroundDigits: RegExp;
  /** Plain words among digits that are none themselves: "double". */
  readonly withDigits: ReadonlySet<string>;
  /** The number that the caller is calling from; on plain text. */
  readonly ownPhone: RegExp;
  /** Asks whether a number is needed or known; on plain text. */
  readonly asksPhone: RegExp;
  /** Words for digits that the numbers of the vocabulary lack, and repeated ones: "double oh". */
  readonly digits: readonly (readonly [RegExp, string])[];
  /** Words that say nothing but that the caller orders: "I'd like to place an order"; on plain text. */
  readonly ordersOnly: RegExp;
  /** A question whether orders for later are taken; on plain text. */
  readonly asksAhead: RegExp;
  /** "Not before eight": what comes before the time, on what was said; cut off. */
  readonly notBefore: RegExp;
  /** "That's all, I'm": a name may follow; on plain text. */
  readonly namesSelf: RegExp;
  /** The day itself, without a time; on plain text. */
  readonly thisDay: RegExp;
  /** "Make it seven": group 1 may be a time; group 2 is one. On plain text. */
  readonly movesTime: RegExp;
  /** Who is in the area: no place; on plain text. */
  readonly self: RegExp;
  /** Well-known dishes, none of which is a misheard name of the menu; on plain text. */
  readonly similar: readonly Similar[];
}
