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

/** An entry that others do not wait for. */
export interface SetAside {
  /** The entry's own id: of a call or an order. */
  readonly name: string;
  readonly reason: QuarantineReason;
  /** ISO 8601. */
  readonly at: string;
}
