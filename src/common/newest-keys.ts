/**
 * The values of the newest keys, at most `most` of them. Holds no more than it has: `LRUCache` makes
 * room for all that it may ever hold, which a thing of each call cannot afford.
 */
export class NewestKeys<V> {
  private readonly values = new Map<string, V>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.values.size;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** The key is the newest from now on. */
  set(key: string, value: V): void {
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size <= this.most) return;
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest);
      return;
    }
  }
}
