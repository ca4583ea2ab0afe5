/** What has to happen so that the caller is not left in silence. */
export type DeadAirStep = 'nothing' | 'filler' | 'give-up';

/**
 * An answer that is owed and makes no progress for so long is stuck. A provider may be silent for
 * 10 s before its connection counts as stalled (contract 5).
 */
const STUCK_MS = 12_000;
/** The same in spite of new connections: one stall, and time to answer after it. */
const HOPELESS_MS = 24_000;

/** An answer that is owed. */
interface Owed {
  /** It has made no progress since then. */
  readonly since: number;
  /** The connection has been as it is since then. */
  readonly connectedSince: number;
}

/**
 * A wall clock over both legs: while the caller waits for the assistant, something is to be
 * heard, whichever part is stuck. Times are one monotonic clock in ms.
 */
export class DeadAirWatch {
  private owed: Owed | null = null;
  private quietSince: number;

  constructor(now: number) {
    this.quietSince = now;
  }

  /** The caller waits for the assistant, from now on unless they already did. */
  awaits(now: number): void {
    this.owed ??= { since: now, connectedSince: now };
  }

  /** The assistant is to speak by itself: a caller who asked nothing begins to wait now. */
  volunteers(now: number): void {
    if (this.owed === null) this.sound(now);
    this.awaits(now);
  }

  /** What is owed goes forward: a tool was asked for, the answer is being heard. */
  progress(now: number): void {
    if (this.owed !== null) this.owed = { since: now, connectedSince: now };
  }

  /** The connection was lost or made anew: it has its time to answer. */
  reconnecting(now: number): void {
    if (this.owed !== null) this.owed = { since: this.owed.since, connectedSince: now };
  }

  /** Nothing is owed: the answer has come to its end, or the caller speaks. */
  settled(): void {
    this.owed = null;
  }

  /** Something was to be heard at this time, from either side. */
  sound(now: number): void {
    this.quietSince = Math.max(this.quietSince, now);
  }

  /** @param patienceMs silence that a waiting caller is asked to bear. */
  check(now: number, patienceMs: number): DeadAirStep {
    if (this.owed === null) return 'nothing';
    const { since, connectedSince } = this.owed;
    if (now - connectedSince >= STUCK_MS || now - since >= HOPELESS_MS) {
      this.progress(now);
      return 'give-up';
    }
    if (now - this.quietSince < patienceMs) return 'nothing';
    this.quietSince = now;
    return 'filler';
  }
}
