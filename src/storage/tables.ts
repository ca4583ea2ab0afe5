import type { ColumnType, Generated } from 'kysely';

/**
 * A fencing number. PostgreSQL's driver gives it back as text, so that it is compared in SQL
 * and nowhere else.
 */
type Fence<Inserted> = ColumnType<number | string, Inserted, number>;

/** Record of one call. Times are ISO 8601 in UTC, so that text order is time order. */
export interface CallsTable {
  call_sid: string;
  from_number: string;
  to_number: string;
  state: string;
  outcome: string | null;
  provider: string | null;
  instance: string | null;
  started_at: string;
  ended_at: string | null;
  duration_ms: number | null;
  turns: Generated<number>;
  order_id: string | null;
  /** JSON list. */
  transcript: Generated<string>;
  /** JSON list. */
  timeline: Generated<string>;
  /** JSON list, one entry a turn. */
  latency: Generated<string>;
  /** JSON object. */
  audio: string | null;
  /** JSON object. */
  usage: string | null;
  updated_at: string;
  /** Of the replica that wrote the record last. */
  fence: Fence<number | undefined>;
  /** When caller, transcript and timeline were taken out; null while they may be there. */
  forgotten_at: string | null;
}

/** The oldest items of a list of a long call, which the record of the call does not have any more. */
export interface CallPartsTable {
  call_sid: string;
  list: string;
  /** Number of the first item in the whole list, from 0. */
  first_item: number;
  /** Of the replica that wrote the part last. */
  fence: Fence<number>;
  /** JSON list. */
  items: string;
}

/** One order; a call has at most one that is a draft. */
export interface OrdersTable {
  id: string;
  call_sid: string;
  state: string;
  /** Rises with every change; an update names the version it replaces. */
  version: number;
  /** The whole order as JSON; the other columns repeat what is searched for. */
  body: string;
  total_cents: number;
  created_at: string;
  updated_at: string;
  placed_at: string | null;
  /** Null in what versions before 0006 have placed. */
  promised_at: string | null;
  /** As in the body: not in UTC. */
  ready_at: string | null;
  /** When the customer and the notes were taken out; null while they may be there. */
  forgotten_at: string | null;
}

/** Which order has which spoken number. */
export interface OrderNumbersTable {
  number: string;
  order_id: string;
  taken_at: string;
}

/** A message that has to reach the kitchen; one of a kind for an order. */
export interface OutboxTable {
  id: string;
  order_id: string;
  kind: string;
  /** JSON, sent as it is. */
  payload: string;
  attempts: Generated<number>;
  next_attempt_at: string;
  /** Until then only `lease_owner` sends it. */
  leased_until: string | null;
  lease_owner: string | null;
  delivered_at: string | null;
  failed_at: string | null;
  last_error: string | null;
  created_at: string;
  /** Names the span in which the order was placed (W3C Trace Context); null: it was not traced. */
  traceparent: Generated<string | null>;
}

/** The highest fencing number under which a replica has owned a call. */
export interface CallFencesTable {
  call_sid: string;
  fence: Fence<number>;
  /** When the number was last used. */
  updated_at: string;
}

/** Rows that are written and removed at once, to find out whether the database takes writes. */
export interface WriteProbesTable {
  instance: string;
  written_at: string;
}

/** An item or an option of the menu that the kitchen has taken off. */
export interface SoldOutTable {
  /** Of the item, or of the option wherever it is on the menu. */
  id: string;
  /** Null: until it is put back on. */
  until: string | null;
  since: string;
}

/** The pace that was set by hand, in one row at most. */
export interface KitchenPaceTable {
  id: 'by-hand';
  added_minutes: number;
  /** Null: until it is set otherwise. */
  until: string | null;
}

/** Every table, as Kysely sees it. */
export interface Tables {
  calls: CallsTable;
  call_parts: CallPartsTable;
  orders: OrdersTable;
  order_numbers: OrderNumbersTable;
  outbox: OutboxTable;
  call_fences: CallFencesTable;
  write_probes: WriteProbesTable;
  sold_out: SoldOutTable;
  kitchen_pace: KitchenPaceTable;
}
