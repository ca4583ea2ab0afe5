/** How one language says again how many there are to be, and of what. In outlines, dishes are `@`. */
export interface RecountWords {
  /** A wish to cancel or change the order as a whole; plain text. */
  readonly changesOrder: RegExp;
  /** Said of what shall not be cancelled: "no, keep the pizza"; plain text. */
  readonly keepsLines: RegExp;
  /** What is named goes with the dish spoken of last: "marinara with it". */
  readonly withIt: RegExp;
  /** Asks how many of the one dish there are on the order. */
  readonly howMany: RegExp;
  /** The numbers of several dishes are set rather than added. */
  readonly resets: RegExp;
  /** The number of the last dish is set, whatever else is said: "no, two". */
  readonly setsLast: RegExp;
  /** "No, two lasagnas": group 1 is the number of the one dish. */
  readonly noCount: RegExp;
  /** A wish for all of them: groups are what it is. */
  readonly ofAll: RegExp;
  /** "The second one", in words; group 1 is what is counted by. */
  readonly nth: RegExp;
  /** The line that was spoken of last. */
  readonly last: RegExp;
  /** Beside a "no": something is to be changed, so that the order is not at its end. */
  readonly changes: RegExp;
  /** "Nada más", in which nothing more is asked for; global. */
  readonly nothingMore: RegExp;
  /** "The same" in the place of how more of a dish differ. */
  readonly alike: RegExp;
  /** One more of the dish that is asked about, rather than that one. */
  readonly another: RegExp;
  /** So many more of the last dish, which differ: groups 1 and 2 are the number and how they do. */
  readonly moreBut: RegExp;
  /** More of a dish than was ordered shall go. */
  readonly tooMany: RegExp;
  /** A choice for one dish of several: groups 1 and 2 are what, and for which. */
  readonly forWhich: RegExp;
  /** Before each number with a size of its own: "one large and one small". */
  readonly eachSize: RegExp;
  /** What stands before the dish that was not heard right: "no, I said". */
  readonly beforeMeant: RegExp;
}
