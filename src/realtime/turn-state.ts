/** Whether the caller speaks. */
export type CallerTurn = 'quiet' | 'speaking';
/** Whether the assistant has to speak (`owing`), is being sent to the phone (`speaking`), or neither. */
export type AssistantTurn = 'quiet' | 'owing' | 'speaking';
/** The stream: nothing was heard on it yet; heard; nothing since a connection was lost; ended. */
export type StreamPhase = 'opening' | 'live' | 'recovering' | 'over';

/**
 * What follows the end of a response: another one by itself; nothing; the answer once more, as the
 * caller got none of it; its rest, as it broke off; another provider, as this one keeps giving
 * nothing.
 */
export type TurnEnd = 'pending' | 'settled' | 'again' | 'go-on' | 'give-up';

/**
 * How a response ended. `interrupted`: the caller spoke over it; `incomplete`: it broke off;
 * `unneeded`: what was taken for a turn of the caller was a noise and needs no answer.
 */
export type ResponseStatus = 'completed' | 'interrupted' | 'incomplete' | 'failed' | 'unneeded';

/** Responses in a row that may fail to give the caller what is owed. */
const MAX_UNGIVEN = 1;

/** What the state of the turn has to know of a response that ended. */
export interface ResponseEnd {
  readonly status: ResponseStatus;
  /** True when the response asked for tools, so that another one follows by itself. */
  readonly awaitsTools: boolean;
}

/** Whose turn it is, for those who only look. */
export interface TurnView {
  readonly caller: CallerTurn;
  readonly assistant: AssistantTurn;
  readonly stream: StreamPhase;
}

/**
 * Whose turn it is on one stream, and whether the running response has given the caller anything.
 * A response is not an answer because it ended: it is one when audio of it went to the phone. Pure:
 * no clock and no side effects; `audio` is on the media path.
 */
export class TurnState implements TurnView {
  caller: CallerTurn = 'quiet';
  assistant: AssistantTurn = 'owing';
  stream: StreamPhase;
  /** Once the running response has ended, the assistant has to speak again. */
  private owesNext = false;
  /** The assistant was heard since the caller's last words. */
  private answered = false;
  /** Responses in a row that gave nothing, or broke off. */
  private ungiven = 0;

  /** @param resumed the call goes on from an earlier stream. */
  constructor(resumed: boolean) {
    this.stream = resumed ? 'recovering' : 'opening';
  }

  /** True while neither side speaks and nothing is owed. */
  get quiet(): boolean {
    return this.stream === 'live' && this.caller === 'quiet' && this.assistant === 'quiet';
  }

  /** The caller began to speak; what the assistant owed is part of its next answer. */
  callerBegan(): void {
    this.caller = 'speaking';
    this.assistant = 'quiet';
    this.owesNext = false;
  }

  /** The caller's turn is over: it has to be answered. */
  callerEnded(): void {
    this.caller = 'quiet';
    this.answered = false;
    this.owes();
  }

  /** The assistant has to speak: it was asked to, or a tool was answered. */
  owes(): void {
    if (this.assistant === 'speaking') this.owesNext = true;
    else this.assistant = 'owing';
  }

  /** Audio of the assistant goes to the phone. Returns true for the first of a response. */
  audio(): boolean {
    const first = this.assistant !== 'speaking';
    this.assistant = 'speaking';
    this.stream = 'live';
    this.answered = true;
    return first;
  }

  /** What the assistant was saying is over: it was cut off. */
  stopped(): void {
    this.assistant = 'quiet';
    this.owesNext = false;
  }

  /**
   * A response has ended.
   *
   * @param leaving the call is on its way out: after a goodbye nothing more need be said.
   */
  done({ status, awaitsTools }: ResponseEnd, leaving: boolean): TurnEnd {
    const gave = this.assistant === 'speaking';
    const { owesNext } = this;
    this.owesNext = false;
    // A failed response is asked for again by its session, or its session is lost.
    if (awaitsTools || status === 'failed') {
      this.assistant = 'owing';
      return 'pending';
    }
    // What the caller spoke over is answered with what they say now.
    const superseded = status === 'interrupted' || this.caller === 'speaking';
    if (superseded && this.assistant === 'owing') return 'settled';
    this.assistant = 'quiet';
    if (superseded || status === 'unneeded' || (leaving && this.answered)) return 'settled';
    if (gave && status === 'completed') {
      this.ungiven = 0;
      if (owesNext) this.assistant = 'owing';
      return 'settled';
    }
    this.ungiven += 1;
    this.assistant = 'owing';
    if (this.ungiven > MAX_UNGIVEN) return 'give-up';
    return gave ? 'go-on' : 'again';
  }

  /** The provider's connection is lost: what was half-said is over, and an answer may be owed. */
  recovering(): void {
    if (this.stream !== 'over') this.stream = 'recovering';
    this.caller = 'quiet';
    this.assistant = 'owing';
    this.owesNext = false;
  }

  /** Another provider answers from now on. */
  nextProvider(): void {
    this.ungiven = 0;
  }

  /** A connection is there again and nothing was owed. */
  nothingOwed(): void {
    if (this.stream === 'recovering') this.stream = 'live';
    this.assistant = 'quiet';
  }

  ended(): void {
    this.stream = 'over';
  }
}
