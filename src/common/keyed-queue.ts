/** Runs work of one key one after the other, and work of different keys at the same time. */
export class KeyedQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Keys that have work running or waiting. */
  get size(): number {
    return this.last.size;
  }

  /** Runs `work` after all earlier work of its key; resolves and rejects as `work` does. */
  run<R>(key: string, work: () => Promise<R>): Promise<R> {
    const before = this.last.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn
      // The caller of `run` is told of a failure; the work after it runs all the same.
      .catch(() => undefined)
      .then(() => {
        if (this.last.get(key) === settled) this.last.delete(key);
      });
    this.last.set(key, settled);
    return turn;
  }
}
