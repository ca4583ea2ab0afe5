/**
 * How callers of one language ask which dish to take, and what dishes are like. Patterns are tried on
 * plain text.
 */
export interface AdviceWords {
  /** Wants one to be proposed: "what do you recommend". */
  readonly suggests: RegExp;
  /** Says that it shall be one that others like, which no menu tells. */
  readonly praised: RegExp;
  /** Wants something for children; and how that is called when there is none. */
  readonly forKids: RegExp;
  readonly kidsDish: string;
  /** Wants something light; and a word for the part of the menu that has it. */
  readonly light: RegExp;
  readonly lightPart: string;
  /** In what two dishes differ. */
  readonly differs: RegExp;
  /** Between the two; global. */
  readonly against: RegExp;
  /**
   * For how many people it is, or of how many pieces. Group `things`: what is counted, which the
   * choices of a dish may tell.
   */
  readonly portion: RegExp;
  /** Which kinds of the dish spoken of there are: "what flavors". */
  readonly kinds: RegExp;
  /** A dish of those named by what it has of its own: "the spinach one". Group 1: that; global. */
  readonly kindOf: RegExp;
  /** The last of the dishes named. */
  readonly lastOf: RegExp;
  /** In a question for a price: of one dish of those just ordered. */
  readonly ofOne: RegExp;
}
