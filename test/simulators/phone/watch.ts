import type { PhoneClock } from './phone-clock.js';

/** A condition that a test waits for. */
export interface Condition<T> {
  /** Completes the sentence "waited … ms until". */
  readonly what: string;
  /** The answer once the condition holds, nothing before. A throw ends the wait with it. */
  readonly check: () => T | undefined | null | false;
  /** When `check` may begin to hold by the passing of time alone, in clock time. */
  readonly retryAt?: () => number | undefined;
}

/**
 * Waits for conditions over the state of a call: each is looked at again whenever the state
 * changes, and when time alone can fulfil it. Limits are real milliseconds.
 */
export class Watch {
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly clock: PhoneClock,
    /** Appended to the message of a wait that reached its limit. */
    private readonly describeState: () => string,
  ) {}

  changed(): void {
    for (const look of this.#waiting) look();
  }

  until<T>({ what, check, retryAt }: Condition<T>, limitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      let cancelRetry: (() => void) | undefined;
      const finish = (settle: () => void): void => {
        cancelRetry?.();
        clearTimeout(limit);
        this.#waiting.delete(look);
        settle();
      };
      const look = (): void => {
        cancelRetry?.();
        try {
          const answer = check();
          if (answer !== undefined && answer !== null && answer !== false) {
            return finish(() => resolve(answer));
          }
        } catch (error) {
          return finish(() => reject(error as Error));
        }
        const time = retryAt?.();
        if (time !== undefined) cancelRetry = this.clock.at(time, look);
      };
      const limit = setTimeout(
        () =>
          finish(() =>
            reject(new Error(`Waited ${limitMs} ms until ${what}. ${this.describeState()}`)),
          ),
        limitMs,
      );
      this.#waiting.add(look);
      look();
    });
  }
}
