import { LRUCache } from 'lru-cache';

/** `LRUCache` still has a value at the very moment its life ends; here it is over by then. */
const LAST_MOMENT_MS = 0.001;

/** How often values whose life is over are looked for, as values are set. */
const PURGE_EVERY_MS = 60_000;

/**
 * At most `capacity` values, each with an end of its own. When it is full, the value that was
 * not set or read for longest makes room. Reading a value does not put off its end.
 */
export class ExpiringMap<V extends NonNullable<unknown>> {
  private readonly entries: LRUCache<string, V>;
  private purgedAt: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    capacity: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.purgedAt = now();
    this.entries = new LRUCache({ max: capacity, perf: { now }, ttlResolution: 0 });
  }

  /** Values held, among them some whose life is over. */
  get size(): number {
    return this.entries.size;
  }

  /** The value of `key`; undefined when there is none, or its life is over. */
  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  /** @param lifeMs above 0. */
  set(key: string, value: V, lifeMs: number): void {
    this.entries.set(key, value, { ttl: lifeMs, start: this.now() - LAST_MOMENT_MS });
    if (this.now() - this.purgedAt < PURGE_EVERY_MS) return;
    this.purgedAt = this.now();
    this.entries.purgeStale();
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
