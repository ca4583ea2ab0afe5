/**
 * Values that each end at a time of their own, at most `capacity` of them: the one that was
 * not looked at for longest makes room.
 */
export class ExpiringMap<V> {
  private readonly entries = new Map<string, { value: V; endsAt: number }>();

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(
    private readonly capacity: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.endsAt <= this.now()) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, lifeMs: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, endsAt: this.now() + lifeMs });
    if (this.entries.size <= this.capacity) return;
    for (const [oldest] of this.entries) {
      this.entries.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
