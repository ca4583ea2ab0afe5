/**
 * How one language begins something new within a sentence. The patterns are tried on plain text at
 * the beginning of a word.
 */
export interface ClauseWords {
  /** Words that join what was said before with something new: "and", "oh", "but". */
  readonly joints: RegExp;
  /** Those of them that are an answer of their own where they stand first. */
  readonly answers: RegExp;
  /** What begins something new wherever it stands: "I'll take", "that's all". */
  readonly opens: RegExp;
  /** What begins a question wherever it stands; right behind it nothing else begins: "do you". */
  /** What the caller may order, told for a question: "if I order a lasagna now, when"; on plain text. */
  readonly supposes: RegExp;
  readonly asks: RegExp;
  /** How a question begins behind a pause, which recognition writes as a sign; null: as any other. */
  readonly asksApart: RegExp | null;
  /** Those beginnings that change something. */
  readonly changes: RegExp;
  /** A change that names what it is about: "drop the". */
  readonly changesNamed: RegExp;
  /** What is said before such words is a sentence and no bare name: "that's too spicy". */
  readonly tells: RegExp;
  /** What a change is for, before the change itself: "for the second one", "the diavola". */
  readonly target: RegExp;
  /** All of it is about how many there are to be: "son dos nada más". */
  readonly justSoMany: RegExp | null;
  /** A day and nothing else: "and on Sundays". */
  readonly day: RegExp;
  /** Asks for food, or counts it: words that are more than the name of a dish. */
  readonly orders: RegExp;
  /** What does so after a joint alone: "make", "take". */
  readonly opensAfterJoint: RegExp;
}
