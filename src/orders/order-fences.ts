import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Tables } from '../storage/tables.js';

/** Calls whose fencing numbers are remembered, long after they have ended. */
const MAX_REMEMBERED = 10_000;

/**
 * The fencing numbers with which this process has taken calls over. They are kept after the call
 * has left: late writes must still carry the number, so that the database refuses them.
 */
@Injectable()
export class OrderFences {
  private readonly known = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  /** The number of a call's writes; null for a call that this process never took. */
  of(callSid: string): number | null {
    return this.known.get(callSid) ?? null;
  }

  /** Remembers a number unless a higher one is known. */
  raise(callSid: string, fence: number): void {
    this.known.set(callSid, Math.max(fence, this.of(callSid) ?? fence));
  }
}

/**
 * Raises the call's number in the database to `fence`; false when it is higher already. In a
 * transaction, other writers of the call wait here until that has ended.
 */
export async function passFence(
  kysely: Kysely<Tables>,
  callSid: string,
  fence: number,
): Promise<boolean> {
  const row = await kysely
    .insertInto('call_fences')
    .values({ call_sid: callSid, fence, updated_at: new Date().toISOString() })
    .onConflict((conflict) =>
      conflict
        .column('call_sid')
        .doUpdateSet((row) => ({
          fence: row.ref('excluded.fence'),
          updated_at: row.ref('excluded.updated_at'),
        }))
        .whereRef('call_fences.fence', '<=', 'excluded.fence'),
    )
    .returning('call_sid')
    .executeTakeFirst();
  return row !== undefined;
}
