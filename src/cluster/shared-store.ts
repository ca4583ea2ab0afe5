/**
 * Small values that all replicas share, each with an end. An abstract class so that it is its
 * own injection token. While the shared server is away every method works on this process
 * alone; none ever throws, and none waits for longer than `REDIS_COMMAND_LIMIT_MS`.
 */
export abstract class SharedStore {
  /** Null when there is none, or when its life is over. */
  abstract get(key: string): Promise<string | null>;
  abstract set(key: string, value: string, lifeMs: number): Promise<void>;
  /** True for one caller among all replicas: the one that has set it. */
  abstract setIfAbsent(key: string, value: string, lifeMs: number): Promise<boolean>;
  abstract delete(key: string): Promise<void>;
  /** Counts an event of `key` and tells whether no more than `limit` fell into the window. */
  abstract admit(key: string, limit: number, windowMs: number): Promise<boolean>;
  /** Forgets the events that `admit` has counted for `key`; true when there were any. */
  abstract forgetWindow(key: string): Promise<boolean>;
}
