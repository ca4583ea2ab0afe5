/** Where an order goes and what of it is to be put right, in one language. */
export interface CustomerWords {
  /** Before an address that is given in passing; on what was said. */
  readonly givesAddress: RegExp;
  /** Before words that are an address if they begin with a house number and have a street; on what was said. */
  readonly mayGiveAddress: RegExp;
  /** Before a house number and a street that stand by themselves; on what was said. */
  readonly bareAddress: RegExp;
  /** Before the address; cut off again and again. */
  readonly beforeAddress: RegExp;
  /** After an address: politeness; cut off again and again. */
  readonly politeEnd: RegExp;
  /** Where an address ends and something else begins. */
  readonly addressEnd: RegExp;
  /** An address without a house number in digits has at least one of these. */
  readonly street: RegExp;
  /** A house number, in digits or in words, at the beginning; on what was said. */
  readonly houseNumber: RegExp;
  /** Begins an apartment, and nothing else. */
  readonly flat: RegExp;
  /** The part of an address behind the street: "apartment two"; on what was said. */
  readonly apartment: RegExp;
  /** Corrects the number of the house alone; group `number`. */
  readonly houseIs: RegExp;
  /** There is no such part: "no apartment"; on plain text. */
  readonly noApartment: RegExp;
  /** How the driver gets to the door; on what was said. */
  readonly door: RegExp;
  /** Words at the beginning of `door` that say nothing, and what joins it to the words before it. */
  readonly beforeDoor: RegExp;
  readonly behindDoor: RegExp;
  /** A question whether a place is delivered to: group `place`, `town`, `here` or `there`, the place. */
  readonly asksPlace: RegExp;
  /** Another place, after such a question: group `place`; on what was said. */
  readonly furtherPlace: RegExp;
  /** A question whether it is delivered somewhere that also wishes for it; on plain text. */
  readonly wantsDelivery: RegExp;
  /** A day, with the word before it, for which something is wanted: "for Saturday". */
  readonly forDay: RegExp;
  /** What is wrong with the order: an item, the name, the address. */
  readonly fixItem: RegExp;
  /** Something of the order shall be changed. */
  readonly fixOrder: RegExp;
  readonly fixName: RegExp;
  readonly fixAddress: RegExp;
  /** Words that are about the address; on plain text. */
  readonly aboutAddress: RegExp;
  /** "Place the order": as clear as a yes. */
  readonly places: RegExp;
  /** A street, of which no number is told; plain text. */
  readonly streetAlone: RegExp;
  /** Asks what address has been noted; plain text. */
  readonly asksAddress: RegExp;
}
