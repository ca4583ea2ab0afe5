import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { backOffMs, type BackOff } from '../../common/back-off.js';
import { Database } from '../../storage/database.js';

/** Pauses between the attempts to send a message. */
export const RETRY: BackOff = { firstMs: 1_000, longestMs: 15 * 60 * 1_000 };
/** The longest pause after no failure, after one, and so on until they grow no more, ms. */
const PAUSES_MS = Array.from({ length: 12 }, (_, failures) =>
  failures === 0 ? 0 : backOffMs(RETRY, failures),
);
/** By how much the clocks of two replicas may differ, ms. */
const SPREAD_MS = 10_000;

/** A message that this process alone may send until its lease ends. */
export interface LeasedMessage {
  readonly id: string;
  readonly orderId: string;
  readonly kind: string;
  readonly payload: string;
  /** Failed attempts so far. */
  readonly attempts: number;
  readonly createdAt: string;
  /** Of the span in which the order was placed; null: it was not traced. */
  readonly traceparent: string | null;
}

/** The result of an attempt to send a message; `retryAt` null: it is given up. */
export type SendResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly retryAt: Date | null };

/** The outbox table. A lease column instead of row locks, so that it works on every database. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /**
   * Takes up to `limit` due messages for `owner`, oldest first. One that is planned, or leased, for
   * longer than it can be counts as due: a clock that was ahead has been put back since.
   */
  async lease(owner: string, limit: number, leaseMs: number): Promise<readonly LeasedMessage[]> {
    const { kysely } = this.database;
    const now = new Date();
    const due = isDue(now, leaseMs);
    const rows = await kysely
      .selectFrom('outbox')
      .select('id')
      .where(due)
      .orderBy('next_attempt_at')
      .limit(limit)
      .execute();
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const leased = await kysely
      .updateTable('outbox')
      .set({
        lease_owner: owner,
        leased_until: new Date(now.getTime() + leaseMs).toISOString(),
      })
      .where('id', 'in', ids)
      // Checked again on the row itself: of two replicas that saw it due, one gets it.
      .where(due)
      .returning(['id', 'order_id', 'kind', 'payload', 'attempts', 'created_at', 'traceparent'])
      .execute();
    return leased.map((row) => ({
      id: row.id,
      orderId: row.order_id,
      kind: row.kind,
      payload: row.payload,
      attempts: row.attempts,
      createdAt: row.created_at,
      traceparent: row.traceparent,
    }));
  }

  /** Notes an attempt and ends the lease, if it is still `owner`'s. */
  async settle(owner: string, message: LeasedMessage, result: SendResult): Promise<void> {
    const now = new Date().toISOString();
    const outcome = result.ok
      ? { delivered_at: now, last_error: null }
      : {
          failed_at: result.retryAt === null ? now : null,
          next_attempt_at: result.retryAt?.toISOString() ?? now,
          last_error: result.error,
        };
    await this.database.kysely
      .updateTable('outbox')
      .set({ ...outcome, attempts: message.attempts + 1, lease_owner: null, leased_until: null })
      .where('id', '=', message.id)
      .where('lease_owner', '=', owner)
      .execute();
  }
}

function isDue(now: Date, leaseMs: number): RawBuilder<boolean> {
  const after = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  const tooFar = PAUSES_MS.map((pauseMs, failures) => {
    const farthest = after(pauseMs + SPREAD_MS);
    return failures === PAUSES_MS.length - 1
      ? sql`(attempts >= ${failures} and next_attempt_at > ${farthest})`
      : sql`(attempts = ${failures} and next_attempt_at > ${farthest})`;
  });
  return sql<boolean>`delivered_at is null and failed_at is null
    and (next_attempt_at <= ${after(0)} or ${sql.join(tooFar, sql` or `)})
    and (leased_until is null or leased_until < ${after(0)}
      or leased_until > ${after(leaseMs + SPREAD_MS)})`;
}
