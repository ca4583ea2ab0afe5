import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { Retention, type KeptRows } from '../../storage/retention.js';
import type { Tables } from '../../storage/tables.js';
import type { ListName } from '../call/call-parts.js';
import { FORGOTTEN_CALLER } from '../call/call.js';

const EMPTY = '[]';
/** Lists of a call that tell what was said and done. */
const PERSONAL_LISTS: readonly ListName[] = ['entries', 'timeline'];

/**
 * What is left of a call whose retention is over: when, how long, how it ended, turns, latencies,
 * quality, usage and the order's id. The caller's number, what was said, the tool calls and the
 * timeline, which has the references of recordings, are taken out.
 */
@Injectable()
export class CallRetention implements KeptRows {
  readonly kind = 'calls';

  constructor(retention: Retention) {
    retention.keep(this);
  }

  async overdue(kysely: Kysely<Tables>, before: string): Promise<number> {
    const { rows } = await kysely
      .selectFrom('calls')
      .select(({ fn }) => fn.countAll().as('rows'))
      .where('started_at', '<', before)
      .where('forgotten_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(rows);
  }

  async forget(kysely: Kysely<Tables>, before: string, limit: number): Promise<number> {
    const due = await kysely
      .selectFrom('calls')
      .select('call_sid')
      .where('started_at', '<', before)
      .where('forgotten_at', 'is', null)
      .orderBy('started_at')
      .limit(limit)
      .execute();
    return emptyCalls(
      kysely,
      due.map(({ call_sid }) => call_sid),
    );
  }
}

/** Takes what is personal out of these records; resolves with how many those were. */
export async function emptyCalls(
  kysely: Kysely<Tables>,
  callSids: readonly string[],
): Promise<number> {
  if (callSids.length === 0) return 0;
  await kysely
    .deleteFrom('call_parts')
    .where('call_sid', 'in', callSids)
    .where('list', 'in', PERSONAL_LISTS)
    .execute();
  const { numUpdatedRows } = await kysely
    .updateTable('calls')
    .set({
      from_number: FORGOTTEN_CALLER,
      transcript: EMPTY,
      timeline: EMPTY,
      forgotten_at: new Date().toISOString(),
    })
    .where('call_sid', 'in', callSids)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
