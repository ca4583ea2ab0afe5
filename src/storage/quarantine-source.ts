/**
 * Where entries are set aside. The first three are queues on this disk, whose files stay in the
 * queue's folder; `snapshots` are states of calls in Redis; `calls` and `orders` are rows of the
 * database, which stay there.
 */
export const QUARANTINE_SOURCES = [
  'placed-orders',
  'call-records',
  'voicemails',
  'snapshots',
  'calls',
  'orders',
] as const;

/** Where an entry was set aside. */
export type QuarantineSource = (typeof QUARANTINE_SOURCES)[number];

/**
 * Why an entry was set aside. `unreadable`: this version cannot make sense of it. `refused`: the
 * database will not take it, however often it is asked. `too-many`: the queue was full at the start.
 */
export const QUARANTINE_REASONS = ['unreadable', 'refused', 'too-many'] as const;

/** Why an entry was set aside. */
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/**
 * What came of trying a set-aside entry again. `waiting`: the destination is away, and the entry
 * waits for it like any other. `full`: too many wait already. `unknown`: it is not set aside.
 */
export type RetryResult = 'delivered' | 'waiting' | 'unreadable' | 'refused' | 'full' | 'unknown';

/** Acts on the entries of one source that were set aside. */
export interface SetAsideKeeper {
  /** Reads the entry anew and brings it to its destination. Absent where that cannot be done. */
  retrySetAside?(name: string): Promise<RetryResult>;
  /** Removes the entry for good. False: it is not set aside. */
  discardSetAside(name: string): Promise<boolean>;
  /** Entries that were set aside, or written, before this time, epoch ms. */
  overdueSetAside?(before: number): Promise<number>;
  /** Takes what is personal out of up to `limit` of them, or removes them; says how many. */
  expireSetAside?(before: number, limit: number): Promise<number>;
}

/** An entry that others do not wait for. */
export interface SetAside {
  /** The entry's own id: of a call or an order. */
  readonly name: string;
  readonly reason: QuarantineReason;
  /** ISO 8601. */
  readonly at: string;
}
