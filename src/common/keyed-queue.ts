/** Runs work of one key one after the other, and work of different keys at the same time. */
export class KeyedQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Keys that have work running or waiting. */
  get size(): number {
    return this.last.size;
  }

  run<R>(key: string, work: () => Promise<R>): Promise<R> {
    const before = this.last.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn
      .catch(() => undefined) // Whoever asked hears of it; the next in line does not care.
      .then(() => {
        if (this.last.get(key) === settled) this.last.delete(key);
      });
    this.last.set(key, settled);
    return turn;
  }
}
