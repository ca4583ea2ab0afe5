import type { TurnView } from '../../realtime/turn-state.js';
import type { Call, CallOutcome } from '../call/call.js';
import { outcomeOf, type LeaveCause, type WayOut } from '../call/way-out.js';

/** Last words that are not heard to their end by then are cut off. */
const LIMIT_MS = 10_000;
/** Last words that go on and on are cut off after this and the limit. */
const LONGEST_WORDS_MS = 20_000;
/** The end of a call is put off for so long at most, unless it is taken back. */
const PUT_OFF_LIMIT_MS = 30_000;

/** What a farewell does to its call. */
export interface FarewellActs {
  /** Lets the phone go. */
  leave(outcome: CallOutcome): void;
  /** The caller cut off the words that end the call: they are said again. */
  repeat(cause: LeaveCause): void;
  /** The way out is another now, or none. */
  changed(): void;
}

/** What the caller has said since their words put off the end, and what came of it. */
interface Interjection {
  /** Of the turns before the answer. A text that is not known yet may be words. */
  words: 'unknown' | 'none' | 'some';
  /** Turns that began after the answer did, without those known to be a noise. */
  readonly again: Set<string>;
  /** The answer has begun. */
  answered: boolean;
  /** A tool was run that does not end the call. */
  acted: boolean;
}

/**
 * The way out of a call: the phone is let go when the last words were heard, or at a limit. What
 * the caller says over them is answered first. After that
 * - a transfer goes ahead, at the limit of its first words at the latest;
 * - a goodbye goes ahead unless the talk goes on: a tool was run, the answer asks something, or
 *   the caller speaks again;
 * - an end because of silence is taken back, if there were words;
 * - an end because of length or cost is said again, once.
 *
 * A noise puts off nothing for good. The way out is noted on the call, so that another stream goes
 * on with it.
 */
export class Farewell {
  private timer: NodeJS.Timeout | null = null;
  /** When the first last words are cut off, by `performance.now()`. */
  private firstLimit = 0;
  /** How long the end can be put off, in the same way; null before it was. */
  private putOffUntil: number | null = null;
  /** Until when last words that are sent move their limit, by `performance.now()`. */
  private wordsUntil = 0;
  /** Last words were sent to the phone. */
  private spoken = false;
  private wordsSaid = false;
  private interjection = newInterjection();

  /** @param turn whose turn it is; told of each change before this is. */
  constructor(
    private readonly call: Pick<Call, 'wayOut' | 'note'>,
    private readonly turn: TurnView,
    private readonly acts: FarewellActs,
  ) {}

  get begun(): boolean {
    return this.call.wayOut !== null;
  }

  /** Nothing more is to be said: when the end was asked for again, it had had its words. */
  get complete(): boolean {
    return this.wordsSaid;
  }

  /** What is said now are the words that end the call. */
  get lastWords(): boolean {
    const { wayOut } = this.call;
    return wayOut !== null && wayOut.stage !== 'put-off';
  }

  /** How the call ends if nothing more can be said on this stream; null when it has to go on. */
  get outcomeUnsaid(): CallOutcome | null {
    const { wayOut } = this.call;
    if (wayOut === null) return null;
    return wayOut.stage === 'put-off' && canGoOn(wayOut.cause) ? null : outcomeOf(wayOut);
  }

  /**
   * The call is to end. What is under way is not begun again and keeps its limit, except that a
   * transfer takes the place of any other end.
   */
  begin(cause: LeaveCause): void {
    const { wayOut } = this.call;
    const replaced = cause === 'transfer' && wayOut?.cause !== 'transfer';
    if (wayOut === null || replaced) {
      this.firstLimit = performance.now() + LIMIT_MS;
      this.say({ stage: 'last-words', cause });
      if (this.turn.caller === 'speaking') this.putOff(cause);
    } else if (wayOut.stage !== 'put-off') {
      this.wordsSaid ||= this.spoken;
    } else if (wayOut.cause !== 'transfer') {
      this.say({ stage: 'last-words', cause: wayOut.cause });
    }
  }

  /** Goes on with what an earlier stream began. */
  resume(): void {
    const { wayOut } = this.call;
    if (wayOut === null) return;
    this.firstLimit = performance.now() + LIMIT_MS;
    this.wordsUntil = performance.now() + LONGEST_WORDS_MS;
    // Another clock wrote it.
    const leftMs = wayOut.stage === 'put-off' ? wayOut.until - Date.now() : LIMIT_MS;
    this.arm(Math.min(leftMs, PUT_OFF_LIMIT_MS));
  }

  /** Words go to the phone. The media path. */
  sending(): void {
    const { wayOut } = this.call;
    if (wayOut === null) return;
    if (wayOut.stage === 'put-off') {
      this.interjection.answered = true;
    } else if (!this.wordsSaid) {
      this.spoken = true;
      if (performance.now() < this.wordsUntil) this.timer?.refresh();
    }
  }

  /**
   * Everything that was sent has been heard.
   *
   * @param asks the last of it is a question.
   */
  heard(asks: boolean): void {
    const { turn } = this;
    const { wayOut } = this.call;
    if (wayOut === null || turn.caller === 'speaking') return;
    if (turn.assistant !== 'quiet' && !this.wordsSaid) return;
    if (wayOut.stage !== 'put-off' || wayOut.cause === 'transfer') return this.finish(wayOut);
    const { words, again, acted } = this.interjection;
    if (!canGoOn(wayOut.cause)) return this.sayAgain(wayOut);
    if (again.size > 0) return this.takeBack();
    if (wayOut.cause === 'goodbye') {
      return acted || asks ? this.takeBack() : this.finish(wayOut);
    }
    return words === 'none' ? this.sayAgain(wayOut) : this.takeBack();
  }

  /** The caller began to speak. */
  callerBegan(): void {
    const { wayOut } = this.call;
    if (wayOut?.stage === 'last-words') this.putOff(wayOut.cause);
  }

  /** The caller's turn is over; its words follow. */
  callerEnded(turnId: string): void {
    const { wayOut } = this.call;
    const again = wayOut?.stage === 'final-words' || this.interjection.answered;
    if (wayOut !== null && again) this.interjection.again.add(turnId);
  }

  /** The words of a turn are known; empty for a noise. */
  callerSaid(turnId: string, text: string): void {
    const { interjection } = this;
    const { wayOut } = this.call;
    if (wayOut === null || wayOut.stage === 'last-words') return;
    const again = interjection.again.has(turnId);
    if (text === '') {
      interjection.again.delete(turnId);
      if (!again && interjection.words === 'unknown') interjection.words = 'none';
      return;
    }
    interjection.words = 'some';
    const back = wayOut.cause === 'silence-hang-up' || (again && wayOut.cause === 'goodbye');
    if (back) this.takeBack();
  }

  /** The caller's keys count as words. */
  callerPressed(turnId: string, text: string): void {
    this.callerBegan();
    this.callerEnded(turnId);
    this.callerSaid(turnId, text);
  }

  /** A tool was run that does not end the call. */
  toolRan(): void {
    this.interjection.acted = true;
  }

  /** The stream is over; the next one goes on from what is noted on the call. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private say(wayOut: WayOut): void {
    this.spoken = false;
    this.wordsSaid = false;
    this.wordsUntil = performance.now() + LONGEST_WORDS_MS;
    this.interjection = newInterjection();
    this.enter(wayOut);
    this.arm(LIMIT_MS);
  }

  private sayAgain({ cause }: WayOut): void {
    this.say({ stage: 'final-words', cause });
    this.acts.repeat(cause);
  }

  private putOff(cause: LeaveCause): void {
    const now = performance.now();
    this.putOffUntil ??= now + PUT_OFF_LIMIT_MS;
    const leftMs = (cause === 'transfer' ? this.firstLimit : this.putOffUntil) - now;
    this.interjection = newInterjection();
    this.call.note('end-put-off', { cause });
    this.enter({ stage: 'put-off', cause, until: Date.now() + leftMs });
    this.arm(leftMs);
  }

  private takeBack(): void {
    this.stop();
    this.putOffUntil = null;
    this.call.note('end-taken-back', { cause: this.call.wayOut?.cause });
    this.enter(null);
  }

  private enter(wayOut: WayOut | null): void {
    this.call.wayOut = wayOut;
    this.acts.changed();
  }

  private arm(limitMs: number): void {
    this.stop();
    this.timer = setTimeout(() => this.limit(), Math.max(0, limitMs));
  }

  private limit(): void {
    const { wayOut } = this.call;
    if (wayOut === null) return;
    if (wayOut.stage !== 'put-off' || wayOut.cause === 'transfer') this.finish(wayOut);
    else if (!canGoOn(wayOut.cause)) this.sayAgain(wayOut);
    else if (this.turn.caller === 'speaking') this.arm(LIMIT_MS);
    else if (this.interjection.words === 'some') this.takeBack();
    else this.finish(wayOut);
  }

  private finish(wayOut: WayOut): void {
    this.stop();
    this.acts.leave(outcomeOf(wayOut));
  }
}

/** Whether the caller's words can take back an end for this cause. */
function canGoOn(cause: LeaveCause): boolean {
  return cause === 'goodbye' || cause === 'silence-hang-up';
}

function newInterjection(): Interjection {
  return { words: 'unknown', again: new Set(), answered: false, acted: false };
}
