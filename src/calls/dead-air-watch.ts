/** What has to happen so that the caller is not left in silence. */
export type DeadAirStep = 'nothing' | 'filler' | 'give-up';

/** Whoever owes an answer and makes no progress for so long is stuck. */
const STUCK_MS = 9_000;

/**
 * A wall clock over both legs: while the caller waits for the assistant, something is to be
 * heard, whatever is stuck. Times are one monotonic clock in ms.
 */
export class DeadAirWatch {
  private owedSince: number | null = null;
  private quietSince: number;

  constructor(now: number) {
    this.quietSince = now;
  }

  /** The caller waits for the assistant from now on, or something went forward. */
  awaits(now: number): void {
    this.owedSince = now;
  }

  /** Nothing is owed: the assistant speaks, the caller does, or there is nothing to say. */
  settled(): void {
    this.owedSince = null;
  }

  /** The caller hears something, or is speaking. */
  sound(now: number): void {
    this.quietSince = now;
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
