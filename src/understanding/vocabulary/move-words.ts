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
  /** Group 1 stands before a word for what was asked about: "with that". */
  readonly withThat: RegExp;
  /** Both dishes shall have it, or the dish is ordered. */
  readonly keeps: RegExp;
  /** Words of such a sentence that name nothing: "move", "were supposed to". */
  readonly says: RegExp;
  /** What begins such a sentence and counts for nothing: "no, wait". */
  readonly lead: RegExp;
}
