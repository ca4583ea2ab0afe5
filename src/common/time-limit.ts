/** Work that took longer than its limit. */
export class TimeLimitError extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/**
 * Waits for `work` no longer than `limitMs`; its result or failure after that is dropped. When
 * the limit is over the event loop reads its sockets once more first, so that a delay of this
 * process is not taken for silence of the other side.
 *
 * @throws TimeLimitError when the limit is over; otherwise what `work` rejects with.
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

/** The result of `work`; null when it takes longer than `limitMs`, or fails. */
export function withinOrNull<R>(work: Promise<R>, limitMs: number): Promise<R | null> {
  return within(work, limitMs).catch(() => null);
}
