import { ExpiringMap } from '../common/expiring-map.js';
import { SharedStore } from './shared-store.js';

/** Values at most, and rate windows at most. */
const CAPACITY = 20_000;

/** A store for this process alone, used while Redis is away or not configured. */
export class LocalSharedStore extends SharedStore {
  private readonly values: ExpiringMap<string>;
  /** Times of the admitted events of each key, oldest first. */
  private readonly windows: ExpiringMap<readonly number[]>;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number = () => performance.now()) {
    super();
    this.values = new ExpiringMap(CAPACITY, now);
    this.windows = new ExpiringMap(CAPACITY, now);
  }

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.values.get(key) ?? null);
  }

  set(key: string, value: string, lifeMs: number): Promise<void> {
    this.values.set(key, value, lifeMs);
    return Promise.resolve();
  }

  setIfAbsent(key: string, value: string, lifeMs: number): Promise<boolean> {
    const absent = this.values.get(key) === undefined;
    if (absent) this.values.set(key, value, lifeMs);
    return Promise.resolve(absent);
  }

  delete(key: string): Promise<void> {
    this.values.delete(key);
    return Promise.resolve();
  }

  admit(key: string, limit: number, windowMs: number): Promise<boolean> {
    const now = this.now();
    const recent = (this.windows.get(key) ?? []).filter((at) => at > now - windowMs);
    const admitted = recent.length < limit;
    this.windows.set(key, admitted ? [...recent, now] : recent, windowMs);
    return Promise.resolve(admitted);
  }

  forgetWindow(key: string): Promise<boolean> {
    const known = this.windows.get(key) !== undefined;
    this.windows.delete(key);
    return Promise.resolve(known);
  }
}
