import type { DIETARY_TAGS, Weekday } from '../../menu/catalogue/menu-document.js';
import type { TimeWords } from '../../menu/ready/time-wish.js';
import type { Spoken } from '../../menu/spoken/spoken.js';
import type { AllergyWords } from './allergy-words.js';
import type { DietWords } from './diet-words.js';
import type { NameWords } from './name-words.js';

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

/** What callers say beside the point, and what is answered without any change. */
export type SmallTalk =
  | 'wait'
  | 'hearing'
  | 'who'
  | 'robot'
  | 'payment'
  | 'ready'
  /** About the restaurant, which its data does not tell. */
  | 'unknown'
  | 'upset'
  | 'complaint';

/** Words that are put in the place of others. */
export type Replacement = readonly [pattern: RegExp, by: string];

/**
 * The words of one language that the order line listens for. Patterns are tried on plain text:
 * lower case without accents, apostrophes and punctuation; those of `customer` on what was said.
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

  /** In the order they are tried; the first that fits counts. */
  readonly commands: readonly (readonly [Command, RegExp])[];
  /** Politeness around what counts; cut off again and again. */
  readonly polite: { readonly before: RegExp; readonly after: RegExp };

  /** Praise and the like, said alone: no answer to what was asked. */
  readonly chat: RegExp;
  /** A yes that is not a clear one. */
  readonly hesitates: RegExp;

  readonly questions: {
    /** Asks for information rather than for food. */
    readonly asks: RegExp;
    /** Asks for something to be done, or for food; plain text. */
    readonly requests: RegExp;
    /** A question for something to eat, rather than for anything else; plain text. */
    readonly forFood: RegExp;
    /** About a dish by its qualities; group 1: what was said before, which may name it. */
    readonly ofThat: RegExp;
    /** Orders within a question: "do you have lasagna, I'd like two". */
    readonly orders: RegExp;
    /** What a dish contains; global. */
    readonly contents: RegExp;
    /** The caller states an allergy. */
    readonly allergy: RegExp;
    readonly dietary: Readonly<Record<(typeof DIETARY_TAGS)[number], readonly string[]>>;
    readonly weekdays: Readonly<Record<Weekday, string>>;
    /** The next day, and days with hours of their own. */
    readonly tomorrow: RegExp;
    readonly holidays: RegExp;
    /** What callers call holidays that have another name on the menu; global, on plain text. */
    readonly holidayNames: readonly Replacement[];
    /** What of the restaurant a question is about; none of them: all. */
    readonly topics: Readonly<Record<'hours' | 'address' | 'time' | 'delivery', RegExp>>;
  };

  /** Words around the names of the menu. */
  readonly food: {
    /** Done to a sentence before it is taken apart. */
    readonly prepared: readonly Replacement[];
    /** Wishes for the kitchen that are no options, and how each is noted; global, on plain text. */
    readonly wishes: readonly Replacement[];
    /** Two kinds on one dish; global, on plain text. */
    readonly halves: RegExp;
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
    /** Between a number and what is said of so many: "one of them with". */
    readonly ofThem: ReadonlySet<string>;
    /** What follows them is about something else. */
    readonly turns: ReadonlySet<string>;
    /** Between things of which one is meant. */
    readonly either: ReadonlySet<string>;
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
    /** The other one of two lines. */
    readonly otherLine: RegExp;
    /** Group 1: how many of several that are alike; group 2: what they are called. */
    readonly someOf: RegExp;
    /** Each of the dishes spoken of last. */
    readonly eachOf: RegExp;
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
    /** Group 1: what it shall be. */
    readonly make: RegExp;
    /** Between what is changed and what it shall be. */
    readonly into: RegExp;
    /** Group 1: what shall go. */
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

  readonly customer: {
    /** Before an address that is given in passing; on what was said. */
    readonly givesAddress: RegExp;
    /** Before the address; cut off again and again. */
    readonly beforeAddress: RegExp;
    readonly politeEnd: RegExp;
    /** An address without a house number in digits has at least one of these. */
    readonly street: RegExp;
    /** Mentioned in passing. */
    readonly delivery: RegExp;
    readonly pickup: RegExp;
    /** As the answer to the question. */
    readonly wantsDelivery: RegExp;
    readonly wantsPickup: RegExp;
    /** A day, with the word before it, for which something is wanted: "for Saturday". */
    readonly forDay: RegExp;
    readonly rathersPickup: RegExp;
    /** What is wrong with the order: an item, the name, the address. */
    readonly fixItem: RegExp;
    /** Something of the order shall be changed. */
    readonly fixOrder: RegExp;
    readonly fixName: RegExp;
    readonly fixAddress: RegExp;
    /** "Place the order": as clear as a yes. */
    readonly places: RegExp;
  };

  /** The caller's name. */
  readonly names: NameWords;

  /** Allergies, and what is in a dish. */
  readonly allergies: AllergyWords;

  /** What somebody does not eat, and the dishes that go with it. */
  readonly diets: DietWords;

  /** The word for an offer, which names none. */
  readonly offer: string;
}
