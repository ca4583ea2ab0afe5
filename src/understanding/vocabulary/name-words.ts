/** The words around a caller's name, in one language. Patterns are tried on what was said. */
export interface NameWords {
  /** Before the name; cut off again and again. */
  readonly before: RegExp;
  /** After the name: politeness, how it is spelled, what else the order is; cut off again and again. */
  readonly after: RegExp;
  /** A letter and the word that stands for it: group 1, the letter; global, on plain text. */
  readonly letter: RegExp;
  /** A letter said once for two: group 1; global, on plain text. */
  readonly double: RegExp;
  /** Letters that are called by more words than one, and words before a spelled name; plain text. */
  readonly lettersOfWords?: readonly (readonly [RegExp, string])[];
  /** What the letters are called, where recognition writes that. */
  readonly letters: ReadonlyMap<string, string>;
  /** Plain words that no name has. */
  readonly never: ReadonlySet<string>;
  /** Plain words between two names that the order is for, and between two of which one is enough. */
  readonly joins: ReadonlySet<string>;
  readonly either: ReadonlySet<string>;
  /** Plain words around a name that a name may have as well. */
  readonly around: ReadonlySet<string>;
  /** Plain words right before what is no name: "a", "my". */
  readonly noName: ReadonlySet<string>;
  /** Asks whether a name is needed; plain text. */
  readonly asks: RegExp;
  /** Asks what the name is for; plain text. */
  readonly why: RegExp;
  /** Before a name that is given in passing; what follows is surely one. */
  readonly given: RegExp;
  /** The same, where something else may follow as well. */
  readonly mayBeGiven: RegExp;
  /** The same, where only a word in capitals is a name. */
  readonly introduced: RegExp;
  /** Before a name with which the sentence ends, where something else may stand as well. */
  readonly atEnd: RegExp;
  /** Before the name that is meant, said of the one that was read back; on what was said. */
  /** Before a name at the end, surely of one; on what was said. */
  readonly underAtEnd: RegExp;
  readonly corrects: RegExp;
  /** After a name that begins what was said; plain text. */
  readonly forWhom: RegExp;
  /** The caller gives none. */
  readonly none: RegExp;
  /** The name on the order is wrong; plain text. */
  readonly wrong: RegExp;
  /** Group 1 is the letter in "Kate with a C"; on plain text. */
  readonly withLetter: RegExp;
  /** Groups 1 and 2: the name that is meant, and the one on the order; plain text. */
  readonly meantNot: RegExp;
  /** Groups 1 and 2: the name on the order, and the one that is meant; plain text. */
  readonly notBut: RegExp;
}
