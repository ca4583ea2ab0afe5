/**
 * How callers of one language ask which dishes go with what they do not eat. Patterns are tried on
 * plain text. Group `what`: an allergen or an ingredient; `kind`: the part of the menu.
 */
export interface DietWords {
  /** What is not hot is wanted; on plain text. */
  readonly notSpicy: RegExp;
  /** Asks for dishes, or wants one without naming it: "what do you have", "something". */
  readonly asks: RegExp;
  /** What shall not be in the dishes. */
  readonly without: readonly RegExp[];
  /** The same for allergens only, wherever it is said: "dairy free". */
  readonly free: RegExp;
  /** Somebody does not eat something, without an allergy. */
  readonly doesNotEat: RegExp;
  /** Whether somebody who keeps a diet can have a dish. */
  readonly mayEat: RegExp;
  /** What vegetarians do not eat. */
  readonly meat: RegExp;
  /** Kinds of it, and what is made of it. */
  readonly meats: RegExp;
  /** Which dishes have something in them, or whether any has. */
  readonly having: readonly RegExp[];
  /** Turns such a question round: "which pasta has no egg". */
  readonly no: RegExp;
  /** What goes with the allergies noted. */
  readonly mine: readonly RegExp[];
  /** The caller, or a person they order for, keeps a diet; nothing else is said. */
  readonly keeps: RegExp;
  /** It is the caller's own diet. */
  readonly own: RegExp;
  /** A diet that no menu marks. Group 1: what it is called. */
  readonly unmarked: RegExp;
  /** Asks what is used in the kitchen: "what oil do you fry in". Groups `what` and `dish`. */
  readonly uses: readonly RegExp[];
  /** Somebody does not like something, up to the end of the clause; global. */
  readonly dislikes: RegExp;
}
