import type { AllergenLexicon } from '../../menu/allergens/allergen-words.js';

/**
 * How callers of one language speak of allergies and of what is in a dish. Patterns are tried on
 * plain text in which ` , ` stands for a comma and ` | ` for the end of a sentence.
 */
export interface AllergyWords {
  readonly lexicon: AllergenLexicon;
  /** Up to what the caller is allergic to: "allergic to". */
  readonly before: RegExp;
  /** The same, which also has other uses, so that only allergens count: "he can't have". */
  readonly beforeAllergen: RegExp;
  /** After what the caller is allergic to, or alone: "allergy". */
  readonly after: RegExp;
  /** The same for allergens only: "makes me sick". */
  readonly afterAllergen: RegExp;
  /** An illness that names its allergen. */
  readonly illness: RegExp;
  /** Ends right before an allergy that is denied. */
  readonly denied: RegExp;
  /** Takes back something that was said before: "scratch that". */
  readonly takesBack: RegExp;
  /** Before a correction: "no, sorry". */
  readonly beforeCorrection: RegExp;
  /** Corrects an allergy. Groups `what`: what it is; `not`: what it is not, which may be missing. */
  readonly corrections: readonly RegExp[];
  /** Ends before what is left out of a dish: "no", "without". */
  readonly without: RegExp;
  /** Words around an allergy that say whose it is and how bad. */
  readonly around: ReadonlySet<string>;
  /** Begins the person whose allergy it is: "my cousin Vinny". */
  readonly whose: ReadonlySet<string>;
  /** Begins a question of which only an allergy follows: "what can I have". */
  readonly asksWhat: ReadonlySet<string>;
  /** Between two allergies. */
  readonly joints: ReadonlySet<string>;
  /** Before an allergy in a list: "all", "any". */
  readonly determiners: ReadonlySet<string>;
  /** Never part of what a caller is allergic to. */
  readonly stops: ReadonlySet<string>;
  /** "That", as the thing that was named before. */
  readonly those: ReadonlySet<string>;

  /** Questions about what is in a dish. Groups `dish` and `what`; without `what`: all of it. */
  readonly asks: readonly RegExp[];
  /** Such questions whose `what` counts only as an allergen: "is there any milk". */
  readonly asksAllergen: readonly RegExp[];
  /** Whether the dish goes with the allergies noted. */
  readonly asksForMine: readonly RegExp[];
  /** Before a question: "can you tell me if". */
  readonly beforeQuestion: RegExp;
  /** The dish under discussion, and what is no dish at all. */
  readonly thatDish: RegExp;
  readonly noDish: RegExp;
  /** Cut off what is asked about. */
  readonly beforeWhat: RegExp;
  readonly afterWhat: RegExp;
  readonly noWhat: RegExp;
}
