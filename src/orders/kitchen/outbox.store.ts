import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Database } from '../../storage/database.js';

/** A message that this process alone may send until its lease ends. */
export interface LeasedMessage {
  readonly id: string;
  readonly orderId: string;
  readonly kind: string;
  readonly payload: string;
  /** Failed attempts so far. */
  readonly attempts: number;
  readonly createdAt: string;
}

/** The result of an attempt to send a message; `retryAt` null: it is given up. */
export type SendResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly retryAt: Date | null };

/** The outbox table. A lease column instead of row locks, so that it works on every database. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /** Takes up to `limit` due messages for `owner`, oldest first. */
  async lease(owner: string, limit: number, leaseMs: number): Promise<readonly LeasedMessage[]> {
    const { kysely } = this.database;
    const now = new Date();
    const nowText = now.toISOString();
    const due = await kysely
      .selectFrom('outbox')
      .select('id')
      .where(isDue(nowText))
      .orderBy('next_attempt_at')
      .limit(limit)
      .execute();
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => id);
    const rows = await kysely
      .updateTable('outbox')
      .set({
        lease_owner: owner,
        leased_until: new Date(now.getTime() + leaseMs).toISOString(),
      })
      .where('id', 'in', ids)
      // Checked again on the row itself: of two replicas that saw it due, one gets it.
      .where(isDue(nowText))
      .returning(['id', 'order_id', 'kind', 'payload', 'attempts', 'created_at'])
      .execute();
    return rows.map((row) => ({
      id: row.id,
      orderId: row.order_id,
      kind: row.kind,
      payload: row.payload,
      attempts: row.attempts,
      createdAt: row.created_at,
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

function isDue(now: string): RawBuilder<boolean> {
  return sql<boolean>`delivered_at is null and failed_at is null and next_attempt_at <= ${now}
    and (leased_until is null or leased_until < ${now})`;
}
