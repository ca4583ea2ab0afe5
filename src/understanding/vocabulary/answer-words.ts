/** How one language answers a question beside a plain yes or no; patterns are tried on plain text. */
export interface AnswerWords {
  /** Words that say nothing beside a command: "well", "sir", "for me"; with their plural's s. */
  readonly idle: ReadonlySet<string>;
  /** Words beside which no yes is meant as one. */
  readonly unsettles: RegExp;
  /** A question of words that could be an answer: "is it okay for me"; plain text. */
  readonly asksBack: RegExp;
  /** Agrees with what was said, rather than wanting something. */
  readonly affirms: RegExp;
  /** What an order comes to, and nothing else of it. */
  readonly total: RegExp;
  /** More about what was just spoken of: "and the large", "what about with olives". */
  readonly further: RegExp;
  /** The dish that was offered is ordered. */
  readonly takes: RegExp;
  /** "I'll have that and": another dish comes beside the one that was offered. */
  readonly takesToo: RegExp;
  /** Another dish that is named comes in the place of the one that was offered. */
  readonly rather: RegExp;
  /** The dish that was offered is not; before what else is said. */
  readonly declines: RegExp;
  /** A yes that wants nothing more: "yep, all good". */
  readonly enough: RegExp;
  /** Up to the name of the dish that is refused, and what belongs to it behind that. */
  readonly refuses: RegExp;
  readonly behindRefusal: RegExp;
  /** No more than what is named in group 1, which is on the order. */
  readonly justThat: RegExp;
  /** A choice without its name; each is a part of what was said, beside idle words alone. */
  readonly choice: {
    readonly largest: RegExp;
    readonly smallest: RegExp;
    /** The same where no choice is called so: "the big one" of a can and a bottle. */
    readonly large: RegExp;
    readonly small: RegExp;
    /** The caller leaves it to us. */
    readonly any: RegExp;
    /** Idle beside them: "one", "size". */
    readonly idle: ReadonlySet<string>;
  };
}
