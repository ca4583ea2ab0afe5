/** Something did not answer in time. */
export class TimeLimitError extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/**
 * Waits for `work` no longer than the limit; what it comes to afterwards is nobody's concern.
 * A late event loop first reads what has come in, so its own delay is not taken for silence.
 *
 * @throws TimeLimitError
 */
export function within<R>(work: Promise<R>, limitMs: number): Promise<R> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new TimeLimitError(limitMs));
    const timer = setTimeout(() => setImmediate(giveUp), limitMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** What `work` comes to; null when it takes longer than the limit, or fails. */
export function withinOrNull<R>(work: Promise<R>, limitMs: number): Promise<R | null> {
  return within(work, limitMs).catch(() => null);
}
