/**
 * Time as the simulated phone lives it: milliseconds since the epoch, `speed` times faster
 * than the wall clock from the moment it was made. Positions of heard audio are comparable
 * with the server's own clock only at speed 1.
 */
export class PhoneClock {
  readonly #wallOriginMs = performance.now();
  readonly #originMs = Date.now();

  constructor(readonly speed = 1) {
    if (!(speed > 0)) throw new RangeError('speed must be greater than 0');
  }

  now(): number {
    return this.#originMs + (performance.now() - this.#wallOriginMs) * this.speed;
  }

  /** Runs `task` at `timeMs`, never before; the answer cancels it. */
  at(timeMs: number, task: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      timer = setTimeout(
        () => (this.now() < timeMs ? arm() : task()),
        Math.max(0, Math.ceil((timeMs - this.now()) / this.speed)),
      );
    };
    arm();
    return () => clearTimeout(timer);
  }

  /** Waits `durationMs`; ends early, without an error, when `signal` is aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.at(this.now() + durationMs, wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
