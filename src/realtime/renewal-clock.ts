import { msUntilShare, type SessionLife } from './session-life.js';

/**
 * How urgently a session has to be replaced: `due` when nothing is in the way, `pressing` at the
 * end of any answer, `last` at once unless an answer is under way.
 */
type Urgency = 'none' | 'due' | 'pressing' | 'last';

/** Share of the life at which each begins: of 60 min at 50, 58 and 59. */
const STAGES: readonly (readonly [Urgency, number])[] = [
  ['due', 50 / 60],
  ['pressing', 58 / 60],
  ['last', 59 / 60],
];

/** What goes on in a call. */
export interface Moment {
  /** The caller speaks. */
  readonly speaking: boolean;
  /** An answer is under way or owed. */
  readonly busy: boolean;
  /** An answer has just ended; with `busy` another follows when its tools are done. */
  readonly answerEnded: boolean;
}

/** Says when a session makes way for a new one, so that it never ends in mid-answer. */
export class RenewalClock {
  private urgency: Urgency = 'none';
  private timers: readonly NodeJS.Timeout[] = [];

  /** @param changed told when a session has become more urgent to replace. */
  constructor(private readonly changed: () => void) {}

  /** Begins anew with this session. @param life absent when it may live as long as the call. */
  start(life: SessionLife | undefined): void {
    this.stop();
    if (life === undefined) return;
    this.timers = STAGES.map(([urgency, share]) =>
      setTimeout(
        () => {
          this.urgency = urgency;
          this.changed();
        },
        msUntilShare(life, share),
      ),
    );
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.urgency = 'none';
  }

  /** True when the session is to be replaced now. */
  isTime({ speaking, busy, answerEnded }: Moment): boolean {
    switch (this.urgency) {
      case 'none':
        return false;
      case 'due':
        return !busy && !speaking;
      case 'pressing':
        return !busy && (!speaking || answerEnded);
      case 'last':
        return !busy || answerEnded;
    }
  }
}
