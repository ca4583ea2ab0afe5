/** What has to happen so that the caller is not left in silence. */
export type DeadAirStep = 'nothing' | 'filler' | 'give-up';

/** An answer that is owed and makes no progress for so long is stuck. */
const STUCK_MS = 9_000;

/**
 * A wall clock over both legs: while the caller waits for the assistant, something is to be
 * heard, whichever part is stuck. Times are one monotonic clock in ms.
 */
export class DeadAirWatch {
  private owedSince: number | null = null;
  private quietSince: number;

  constructor(now: number) {
    this.quietSince = now;
  }

  /** The caller waits for the assistant, from now on unless they already did. */
  awaits(now: number): void {
    this.owedSince ??= now;
  }

  /** What is owed goes forward: a tool was asked for, the answer is being heard. */
  progress(now: number): void {
    if (this.owedSince !== null) this.owedSince = now;
  }

  /** Nothing is owed: the answer has come to its end, or the caller speaks. */
  settled(): void {
    this.owedSince = null;
  }

  /** Something was to be heard at this time, from either side. */
  sound(now: number): void {
    this.quietSince = Math.max(this.quietSince, now);
  }

  /** @param patienceMs silence that a waiting caller is asked to bear. */
  check(now: number, patienceMs: number): DeadAirStep {
    if (this.owedSince === null) return 'nothing';
    if (now - this.owedSince >= STUCK_MS) {
      this.owedSince = now;
      return 'give-up';
    }
    if (now - this.quietSince < patienceMs) return 'nothing';
    this.quietSince = now;
    return 'filler';
  }
}
