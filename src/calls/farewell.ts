import type { CallOutcome } from './call.js';

/** Last words that are not heard to their end by then are cut off. */
const LIMIT_MS = 10_000;

/** The way out of a call: the line is let go when the last words were heard, or at a limit. */
export class Farewell {
  private outcome: CallOutcome | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param leave called once, unless the farewell is taken back. */
  constructor(private readonly leave: (outcome: CallOutcome) => void) {}

  get begun(): boolean {
    return this.outcome !== null;
  }

  /** The next words are the last ones. */
  begin(outcome: CallOutcome): void {
    this.outcome = outcome;
    this.arm(outcome);
  }

  /** The last words are all with the phone, `heard` when they have been played. */
  said(heard: boolean): void {
    if (this.outcome === null) return;
    if (heard) this.finish(this.outcome);
    else this.arm(this.outcome);
  }

  /** The caller goes on speaking, or the call is over: nobody is to be hung up on. */
  takeBack(): void {
    this.outcome = null;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(outcome: CallOutcome): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(outcome), LIMIT_MS);
  }

  private finish(outcome: CallOutcome): void {
    this.takeBack();
    this.leave(outcome);
  }
}
