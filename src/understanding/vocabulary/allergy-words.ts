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
  /** An allergy before the last word of the verb that takes it back, as `what`: "take the egg allergy off". */
  readonly takenOff?: RegExp;
  /** Takes back something that was said before: "scratch that". */
  readonly takesBack: RegExp;
  /** Before a correction: "no, sorry". */
  readonly beforeCorrection: RegExp;
  /** Corrects an allergy. Groups `what`: what it is; `not`: what it is not, which may be missing. */
  readonly corrections: readonly RegExp[];
  /** Ends before what is left out of a dish: "no", "without". */
  readonly without: RegExp;
  /**
   * Ends before an allergen that shall be left out. Group `strong`: out of all the food, however it
   * is called: "keep it away from". Global.
   */
  readonly wishes: RegExp;
  /** Says after such an allergen that all the food is meant: "in anything". */
  readonly ofAll: RegExp;
  /** What happens otherwise: "he'll die". */
  readonly danger: RegExp;
  /** Says after such an allergen what is wanted instead, as of a misheard dish. */
  readonly insteadOf: RegExp;
  /** Around such a wish, without a meaning of its own. */
  readonly polite: ReadonlySet<string>;
  /** All that was noted is taken back: "actually I'm not allergic". */
  readonly deniesAll: RegExp;
  /** Words around an allergy that say whose it is and how bad. */
  readonly around: ReadonlySet<string>;
  /** Begins the person whose allergy it is: "my cousin Vinny". */
  /** Where those are who have the allergy, behind it. */
  readonly place: RegExp;
  readonly whose: ReadonlySet<string>;
  /** Begins a question of which only an allergy follows: "what can I have". */
  readonly asksWhat: ReadonlySet<string>;
  /** Lead from a question to the allergy of a person: "what can I have, because I'm". */
  readonly subjects: ReadonlySet<string>;
  /** Between two allergies. */
  readonly joints: ReadonlySet<string>;
  /** Say that something is in a dish: "has", "any". */
  readonly holds: ReadonlySet<string>;
  /** Before an allergy in a list: "all", "any". */
  readonly determiners: ReadonlySet<string>;
  /** A word that orders something done, and names nothing to be allergic to: "quítemela". */
  readonly orders?: RegExp;
  /** Never part of what a caller is allergic to. */
  readonly stops: ReadonlySet<string>;
  /** "That", as the thing that was named before. */
  readonly those: ReadonlySet<string>;
  /** Between an allergen and what it does: "because it makes me sick". */
  readonly linksBack: ReadonlySet<string>;

  /** Questions about what is in a dish. Groups `dish` and `what`; without `what`: all of it. */
  readonly asks: readonly RegExp[];
  /** Such questions whose `what` counts only as an allergen: "is there any milk". */
  readonly asksAllergen: readonly RegExp[];
  /** Whether the dish goes with the allergies noted. */
  readonly asksForMine: readonly RegExp[];
  /** Whether the dish has what was spoken of before, without naming it. */
  readonly asksSame: readonly RegExp[];
  /** Stands for what was spoken of before: "any". */
  readonly sameWhat: RegExp;
  /** Before what a question that goes on asks about: "and", "what about". */
  readonly goesOn: RegExp;
  /** Begins a question inside a sentence. Global. */
  readonly opensQuestion: RegExp;
  /** Before a question: "can you tell me if". */
  readonly beforeQuestion: RegExp;
  /** A question of any kind, in which an allergen is asked about. */
  readonly asksLoosely: RegExp;
  /** Makes sure of an allergy that was stated before: "you've noted the allergy". */
  readonly remindsOf: RegExp;
  /** The dish under discussion, and what is no dish at all. */
  readonly thatDish: RegExp;
  readonly noDish: RegExp;
  /** Before the kind of the dish under discussion: "that bread". */
  readonly thatKind: RegExp;
  /** Cut off what is asked about. */
  readonly beforeWhat: RegExp;
  readonly afterWhat: RegExp;
  readonly noWhat: RegExp;
  /** A dish that is called by an allergen: "egg rolls". */
  readonly calledSo: RegExp;
  /** Asks for what is served beside a dish. */
  readonly servedWith: RegExp;
}
