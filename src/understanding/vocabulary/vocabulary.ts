import type { TimeWords } from '../../menu/ready/time-wish.js';
import type { Spoken } from '../../menu/spoken/spoken.js';
import type { AllergyWords } from './allergy-words.js';
import type { ClauseWords } from './clause-words.js';
import type { MoveWords } from './move-words.js';
import type { RecountWords } from './recount-words.js';
import type { AnswerWords } from './answer-words.js';
import type { CustomerWords } from './customer-words.js';
import type { DetailWords } from './detail-words.js';
import type { DietWords } from './diet-words.js';
import type { FulfilmentWords } from './fulfilment-words.js';
import type { NameWords } from './name-words.js';
import type { QuestionWords } from './question-words.js';
import type { SmallTalk } from './small-talk.js';

/** What a caller may say at any point of the call. */
export type Command =
  | 'person'
  | 'repeat'
  | 'back'
  | 'next'
  | 'main'
  | 'help'
  | 'keys'
  | 'yes'
  | 'no'
  | 'done'
  | 'cancel'
  | 'view'
  | 'business'
  | 'offers'
  | 'browse'
  | SmallTalk
  | 'goodbye';

/** Words that are put in the place of others. */
export type Replacement = readonly [pattern: RegExp, by: string];

/**
 * The words of one language that the order line listens for. Patterns are tried on plain text:
 * lower case without accents, apostrophes and punctuation; those of `customer`, `fulfilment` and `names` where they say so on what was said.
 * Words in sets are singular, as `tokensOf` gives them: without an s at the end.
 */
export interface Vocabulary {
  /** How the line says numbers and money. */
  readonly spoken: Spoken;
  /** The times that callers want an order at. */
  readonly times: TimeWords;
  /** What callers may say to any question, for speech recognition. */
  readonly hints: readonly string[];
  /** Answers to a question that is answered by yes or no. */
  readonly yesNoHints: readonly string[];

  readonly numbers: {
    /** From zero on, as far as each has a word of its own. */
    readonly units: readonly string[];
    /** Twenty to ninety. */
    readonly tens: readonly string[];
    /** Amounts of several words. */
    readonly amounts: readonly Replacement[];
    /** What recognition writes when the caller says a number alone. */
    readonly sounds: ReadonlyMap<string, string>;
    /**
     * A number as it sounds before the name of a dish: "too large pepperonis"; on plain text, groups 1
     * and 2: what is before it and the word itself. Null where no number sounds like another word.
     */
    readonly soundsBeforeDish: RegExp | null;
    readonly ordinals: readonly string[];
    /** Around the number of a choice: "the third one". */
    readonly before: RegExp;
    readonly after: RegExp;
    /** A single one, of which no number is said. */
    readonly single: readonly string[];
  };

  /** Colloquial forms, and the one that the other patterns know; global, on what was said. */
  readonly colloquial: readonly Replacement[];

  /** In the order they are tried; the first that fits counts. */
  readonly commands: readonly (readonly [Command, RegExp])[];
  /** Politeness around what counts; cut off again and again. */
  readonly polite: { readonly before: RegExp; readonly after: RegExp };

  /** How the caller begins something new within a sentence. */
  readonly clauses: ClauseWords;
  readonly recounts: RecountWords;
  readonly moves: MoveWords;

  /** Praise and the like, said alone: no answer to what was asked. */
  readonly chat: RegExp;
  /** A yes that is not a clear one. */
  readonly hesitates: RegExp;
  /** Answers that are no plain yes or no. */
  readonly answers: AnswerWords;

  readonly questions: QuestionWords;

  /** Words around the names of the menu. */
  readonly food: {
    /** Done to a sentence before it is taken apart. */
    readonly prepared: readonly Replacement[];
    /** Wishes for the kitchen that are no options, and how each is noted; global, on plain text. */
    readonly wishes: readonly Replacement[];
    /** Two kinds on one dish; global, on plain text. */
    readonly halves: RegExp;
    /** One half of the pieces is like group 1, the other like group 2; on plain text. */
    readonly halfOfEach: RegExp;
    /** Words of `halves` that a menu may have of its own. */
    readonly halfWords: readonly string[];
    /** Never tell anything apart: "de" between two nouns. */
    readonly dropped: ReadonlySet<string>;
    readonly articles: ReadonlySet<string>;
    readonly determiners: ReadonlySet<string>;
    readonly joints: ReadonlySet<string>;
    readonly plus: ReadonlySet<string>;
    readonly minus: ReadonlySet<string>;
    /** After a dish, before all that goes on it. */
    readonly only: ReadonlySet<string>;
    /** All dishes so far. */
    readonly everyOne: ReadonlySet<string>;
    /** Those of several of which nothing was said yet. */
    readonly theOthers: ReadonlySet<string>;
    /** What tells one dish from others of a kind stands behind the kind: "pizza de queso". */
    readonly kindFirst: boolean;
    /** What comes beside a dish in a cup of its own. */
    readonly dips: ReadonlySet<string>;
    /** What may stand beside the name of a dip and says no more. */
    readonly dipWords: ReadonlySet<string>;
    readonly ofThem: ReadonlySet<string>;
    /** What follows them is about something else. */
    readonly turns: ReadonlySet<string>;
    /** Between things of which one is meant. */
    readonly either: ReadonlySet<string>;
    /** How that is called which comes unless something else is wanted: "classic", "regular". */
    readonly usual: ReadonlySet<string>;
    /** Nothing is asked for in addition: "one with bacon and one plain". */
    readonly plainly: ReadonlySet<string>;
    /** After what shall not be put on the dish itself, on plain words. */
    readonly aside: readonly (readonly string[])[];
    /** How "&" in a name is said. */
    readonly ampersand: string;
    /** One word of `prepared` for "the same size". */
    readonly sameSize: string;
    /** How a thing is made or looks, which callers leave out of its name: "fried egg". */
    readonly qualities: ReadonlySet<string>;
    readonly fillers: ReadonlySet<string>;
    /** What a diminutive may come from, in plain singular: "coca" for "coquita". */
    baseForms(word: string): readonly string[];
    /** Words of everyday talk: no dish, option or wish, unless the menu has them. */
    readonly everyday: ReadonlySet<string>;
    /** "Una chica de jamón", after a pizza: groups 1 and 2, number and size; global, on plain text. */
    readonly ownKind: RegExp | null;
    /** Group 1: a kind of the dish spoken of last; null where a language has no words for it. */
    readonly ofKind: RegExp | null;
    /** Between packing and what is in it: "a bottle of water"; null where it is dropped. */
    readonly ofWhat: string | null;
    /** Behind a number that counts no dishes: "ten minutes", "five of us". */
    readonly measures: readonly (readonly string[])[];
    /** Before a number that is a time: "until six". */
    readonly untilWhen: ReadonlySet<string>;
    /** Of dishes that were had another day; global, on plain text. */
    readonly stories: readonly RegExp[];
    /** Before a dish that what was named is put on: "pepperoni on a large margherita". */
    readonly onto: ReadonlySet<string>;
    /** Sizes as callers call them, and how each is said: no dish, even where the menu has no such size. */
    readonly sizes: ReadonlyMap<string, string>;
    /** Open the name of an option and do not belong to what it is. */
    readonly markers: ReadonlySet<string>;
    /** Those of them that leave something out. */
    readonly leavesOut: ReadonlySet<string>;
    /** Words of a category's name that name no kind of dish. */
    readonly noKinds: ReadonlySet<string>;
    /** Words before the name of a choice: "the bottle". */
    readonly beforeChoice: ReadonlySet<string>;
    /** For the kitchen and the caller: a dish without something. */
    without(words: string): string;
    /**
     * What callers call things by whose name on the menu is in another language: each phrase of the
     * menu, and what is said for it, separated by `|`.
     */
    readonly translations: Readonly<Record<string, string>>;
  };

  /**
   * What takes dishes back and sets their numbers, read in an outline of what was said: each dish
   * is `@`, each number in digits.
   */
  readonly corrections: {
    /** One of these is in everything that the other patterns find. */
    readonly cues: RegExp;
    /** How many of a dish are on the order is asked. */
    readonly asksCount: RegExp;
    /** Dishes of the order that shall stay on it: nothing changes. */
    readonly stays: RegExp;
    /** It only looks like a denial. */
    readonly keeps: RegExp;
    /** Dishes that shall go; a number before one is how many of it. */
    readonly removes: readonly RegExp[];
    /** Dishes that were never ordered. Group 1, where there is one: the dish, of two. */
    readonly denies: readonly RegExp[];
    /** A dish after these words may be the one that was meant. */
    readonly mayBeMeant: RegExp;
    /** "Scratch that, a lasagna": the dish named is no other than what comes instead. */
    readonly comesInstead: RegExp;
    /** All lines of a dish are meant. */
    readonly all: RegExp;
    /** After a denial: what comes in place of the dish follows. */
    readonly inPlace: RegExp;
    /** Words that may stand around a number and a dish, and name nothing. */
    readonly frame: ReadonlySet<string>;
    /** The number of a dish that is named is set, or that of the one spoken of last. */
    readonly limits: RegExp;
    readonly limitsLast: RegExp;
    /** Group 1: a number that is not right; global. */
    readonly notSoMany: RegExp;
    /** So many fewer: the group that matches. */
    readonly fewer: RegExp;
    readonly fewerOnly: RegExp;
    /** What a dish shall be: group 1, how many of it; group 2, what. */
    readonly becomes: readonly RegExp[];
    /** The same of the dish spoken of last. */
    readonly someBecome: readonly RegExp[];
    /** Groups 1 and 2: the name of a choice, and what it shall be. */
    readonly choice: RegExp;
    /** The group that matches: on how many only the last wish shall be. */
    readonly onSome: RegExp;
  };

  readonly changes: {
    readonly onlyThat: RegExp;
    readonly sameAgain: RegExp;
    readonly soMany: RegExp;
    /** No more than so many: group 1, the number; group 2, of what. */
    readonly justSoMany: RegExp;
    /** So many more, and so many fewer: the one group that matches is the number. */
    readonly soManyMore: RegExp;
    readonly soManyLess: RegExp;
    /** As many again of the last dish. */
    readonly double: RegExp;
    /** The group that matches: extras alone, for the last dish; on the text with its polite words. */
    readonly puts: RegExp;
    /** More of what a dish has, rather than a dish. */
    readonly extras: RegExp;
    /** Group 1: the line of which there shall be as many again. */
    readonly doubleLine: RegExp;
    /** Groups 1 and 2: how many of the last dish, and the dish that they shall be. */
    readonly someInto: RegExp;
    /** Groups 1 and 2: a line, and what it shall have. */
    readonly forLine: RegExp;
    /** The group that matches: what comes in place of the last dish; on the text with its polite words. */
    readonly insteadAlone: RegExp;
    /** Groups 1 and 2: what comes, and what shall go for it. */
    readonly insteadOf: RegExp;
    /** Groups 1 and 2: what shall go, and off which dish. */
    readonly takeOffOf: RegExp;
    /** "No diavola": begins what was meant rather than what was heard. */
    readonly denies: RegExp;
    /** Group 1: what the line that is meant has, "the one with the thin crust"; global. */
    readonly pointsAt: readonly RegExp[];
    /** Stands for the line spoken of last. */
    readonly it: string;
    /** The other one of two lines. */
    readonly otherLine: RegExp;
    /** Group 1: how many of several that are alike; group 2: what they are called. */
    readonly someOf: RegExp;
    /** The last of the lines that were offered. */
    readonly lastOf: RegExp;
    /** Each of the dishes spoken of last. */
    readonly eachOf: RegExp;
    /** So many of each dish on the order; group 1: the number. */
    readonly ofEach: RegExp;
    /** All dishes on the order, among what `eachOf` matches. */
    readonly everyLine: RegExp;
    /** Before each part of what is said of one and another of several. */
    readonly eachPart: RegExp;
    /** "Without the extra cheese", of a dish like another one: a group is what comes as usual. */
    readonly noExtra: RegExp;
    /** One more dish without what can be added to it: "the same again but plain". */
    readonly plain: RegExp;
    /** One more of the same, but for what is in group 1. */
    readonly sameBut: RegExp;
    /** What the caller meant, and what was heard instead: groups 1 and 2, which may be missing. */
    readonly meantNot: RegExp;
    /** Groups 1 and 2: what is not meant, and what is. */
    readonly notBut: RegExp;
    /** Groups 1 and 2: what shall go, and what comes in its place. */
    readonly swap: RegExp;
    /**
     * Between what was said first and what it is corrected to, within one sentence; global. Group 1:
     * words after which another dish is one more rather than a correction.
     */
    readonly corrects: RegExp;
    /** Begin what is said in addition rather than instead. */
    readonly adds: RegExp;
    /** A line as it is counted: group 1, the ordinal number. */
    readonly ordinalLine: RegExp;
    /** Groups 1 and 2: some or one of the lines, and what it shall be. */
    readonly eachLine: RegExp;
    /** A change of the dish spoken of last. */
    readonly makeThat: RegExp;
    /** Another line that goes too, after one was taken off; group 1: "and the meatballs too". */
    readonly alsoLine: RegExp;
    /** Begins what is put beside the rest, where the same words may change it: "échele una coca". */
    readonly addsTo?: RegExp;
    /** What may follow that before what is told of the order: "change it to" pickup. */
    readonly goal: RegExp;
    /** Group 1: what it shall be. */
    readonly make: RegExp;
    /** Between what is changed and what it shall be. */
    readonly into: RegExp;
    /** The group that matches: what shall go. */
    readonly remove: RegExp;
    readonly takeOff: RegExp;
    /** It is about something on a dish, rather than about a dish. */
    readonly leavesOut: RegExp;
    readonly on: RegExp;
    /** Groups 1 and 2: what, and on which dish. */
    readonly putOn: RegExp;
    readonly articles: RegExp;
    readonly article: RegExp;
    /** Before a further change in the same sentence. */
    readonly further: RegExp;
    readonly and: RegExp;
    /** A line is named while the order is read out. */
    readonly namesLine: RegExp;
    readonly beforeLine: RegExp;
  };

  readonly customer: CustomerWords;
  readonly details: DetailWords;

  /** Pickup and delivery. */
  readonly fulfilment: FulfilmentWords;

  /** The caller's name. */
  readonly names: NameWords;

  /** Allergies, and what is in a dish. */
  readonly allergies: AllergyWords;

  /** What somebody does not eat, and the dishes that go with it. */
  readonly diets: DietWords;

  /** The word for an offer, which names none. */
  readonly offer: string;
}
