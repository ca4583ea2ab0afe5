/** How one language puts a wish on another dish than before. In outlines, dishes are `@`. */
export interface MoveWords {
  /** The dish that gets it: "on the diavola", "the diavola should have"; every place of it. */
  readonly onDish: readonly RegExp[];
  /** The dish that shall not have it: "not on the margherita", "off the margherita". */
  readonly offDish: RegExp;
  /** Says that it was meant for another dish. */
  readonly moves: RegExp;
  /** The dish is named before what is put on it, which moves nothing. */
  readonly adds: RegExp | null;
  /** The last change is taken back: "no, leave them on". */
  readonly undoes: RegExp;
  /** A wish is taken back: "not well done"; the wish is among the words. */
  readonly noLonger: RegExp;
  /** Group 1 shall stay, or be as it was: "no, keep the olives". */
  readonly keepsThat: RegExp;
  /** Everything shall go, whatever is asked about: "cancel the whole thing". */
  readonly cancelsAll: RegExp;
  /** A dish that is denied; every place of it. */
  readonly deniesDish: RegExp;
  /** Among the words that begin a correction: what was said before is taken back. */
  readonly takesBack: RegExp;
  /** Behind what is meant: "i meant". */
  readonly meantBefore: RegExp;
  /** Those words are no more than a "no". */
  readonly bareDenial: RegExp;
  /** Among those words: a dish of any kind comes in the place of the last one. */
  readonly replaces: RegExp;
  /** A degree before a word, which is no dish then: "too spicy". */
  readonly degree: RegExp;
  /** What is meant is told together with what is not. */
  readonly pairs: RegExp;
  /** The same, of a dish that is on the order. */
  readonly deniesLast: RegExp;
  /** Group 1 stands before a word for what was asked about: "with that". */
  readonly withThat: RegExp;
  /** Both dishes shall have it, or the dish is ordered. */
  readonly keeps: RegExp;
  /** Words of such a sentence that name nothing: "move", "were supposed to". */
  readonly says: RegExp;
  /** What begins such a sentence and counts for nothing: "no, wait". */
  readonly lead: RegExp;
}
