import type { Call, CallOutcome } from '../call/call.js';

/** Last words that are not heard to their end by then are cut off. */
const LIMIT_MS = 10_000;

/**
 * The way out of a call: the phone is let go when the last words were heard, or at a limit. That
 * a call is on its way out is noted on the call, so that another stream goes on with it.
 */
export class Farewell {
  private timer: NodeJS.Timeout | null = null;

  /** @param leave called once, unless the farewell is taken back. */
  constructor(
    private readonly call: Pick<Call, 'leaving'>,
    private readonly leave: (outcome: CallOutcome) => void,
  ) {}

  get begun(): boolean {
    return this.call.leaving !== null;
  }

  /** The next words are the last ones. */
  begin(outcome: CallOutcome): void {
    this.call.leaving = outcome;
    this.arm(outcome);
  }

  /** Words were sent to the phone; `heard` when they are complete and have been played. */
  said(heard: boolean): void {
    const { leaving } = this.call;
    if (leaving === null) return;
    if (heard) this.finish(leaving);
    else this.arm(leaving);
  }

  /** The caller goes on speaking: the call is not ended. */
  takeBack(): void {
    this.call.leaving = null;
    this.stop();
  }

  /** The stream is over; the next one goes on from what is noted on the call. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(outcome: CallOutcome): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(outcome), LIMIT_MS);
  }

  private finish(outcome: CallOutcome): void {
    this.stop();
    this.leave(outcome);
  }
}
