/** How the order gets to the caller, in one language. The patterns of what is said are global; on what was said. */
export interface FulfilmentWords {
  /** A word without which neither is said. */
  readonly word: RegExp;
  /** The caller comes for it. */
  readonly pickup: RegExp;
  /** It is brought. */
  readonly delivery: RegExp;
  /** Asks for dishes to be brought, which also says no more than "give me". */
  readonly brings: RegExp;
  /** How much an order lacks to the minimum. */
  readonly asksLack: RegExp;
  /** Right before words that turn down what they say. */
  readonly denied: RegExp;
  /** Begins a sentence of its own, which a no before it does not turn down: "I'll". */
  readonly begins: RegExp;
  /** Between both ways, of which none is chosen. */
  readonly either: RegExp;
  /** What answers the question for it and may mean something else elsewhere. */
  readonly answersPickup: RegExp;
  readonly answersDelivery: RegExp;
}
