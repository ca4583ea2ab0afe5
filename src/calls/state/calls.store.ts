import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { callerIdentity } from '../../common/caller-number.js';
import { Database } from '../../storage/database.js';
import { Quarantine } from '../../storage/quarantine.js';
import type { CallsTable } from '../../storage/tables.js';
import type { CallSnapshot } from '../call/call.js';
import { emptyCalls } from './call-retention.js';
import { callOf, rowOf } from './call-rows.js';

/** One page of ended calls, newest first. */
export interface EndedPage {
  readonly calls: readonly CallSnapshot[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: string | null;
}

const DAY_MS = 24 * 60 * 60_000;
/** Rows that are looked at, or changed, at once. */
const BATCH = 1_000;

/** The records of calls in the database. Every method throws while the database is away. */
@Injectable()
export class CallsStore {
  constructor(
    private readonly database: Database,
    private readonly quarantine: Quarantine,
  ) {}

  /** Null when the call has no record. */
  async find(callSid: string): Promise<CallSnapshot | null> {
    const row = await this.database.kysely
      .selectFrom('calls')
      .selectAll()
      .where('call_sid', '=', callSid)
      .executeTakeFirst();
    return row ? this.read(row) : null;
  }

  /** @param before `next` of the page before; null for the first page. */
  async ended(limit: number, before: string | null): Promise<EndedPage> {
    let query = this.database.kysely.selectFrom('calls').selectAll().where('state', '=', 'ended');
    const [startedAt, callSid] = before?.split(' ') ?? [];
    if (startedAt !== undefined && callSid !== undefined) {
      query = query.where((where) =>
        where.or([
          where('started_at', '<', startedAt),
          where.and([where('started_at', '=', startedAt), where('call_sid', '<', callSid)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('started_at', 'desc')
      .orderBy('call_sid', 'desc')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      calls: page.map((row) => this.read(row)),
      next: rows.length > limit && last ? `${last.started_at} ${last.call_sid}` : null,
    };
  }

  /** Writes a call's record, unless the one that is there was written under a higher fence. */
  async upsert(call: CallSnapshot, fence: number): Promise<void> {
    const row = rowOf(call, fence);
    const { call_sid: _, ...changes } = row;
    await this.database.kysely
      .insertInto('calls')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('call_sid').doUpdateSet(changes).where('calls.fence', '<=', fence),
      )
      .execute();
  }

  /** The calls of this caller whose records still say so. */
  async ofCaller(identity: string): Promise<readonly string[]> {
    const found: string[] = [];
    let last = { started_at: '', call_sid: '' };
    for (;;) {
      const rows = await this.database.kysely
        .selectFrom('calls')
        .select(['call_sid', 'started_at', 'from_number'])
        .where('forgotten_at', 'is', null)
        .where(sql<boolean>`(started_at, call_sid) > (${last.started_at}, ${last.call_sid})`)
        .orderBy('started_at')
        .orderBy('call_sid')
        .limit(BATCH)
        .execute();
      const own = rows.filter((row) => callerIdentity(row.from_number) === identity);
      found.push(...own.map(({ call_sid }) => call_sid));
      last = rows.at(-1) ?? last;
      if (rows.length < BATCH) return found;
    }
  }

  /** Takes what is personal out of these records. */
  async forget(callSids: readonly string[]): Promise<{ calls: number; recordings: number }> {
    const done = { calls: 0, recordings: 0 };
    for (let from = 0; from < callSids.length; from += BATCH) {
      const batch = callSids.slice(from, from + BATCH);
      const rows = await this.database.kysely
        .selectFrom('calls')
        .select('timeline')
        .where('call_sid', 'in', batch)
        .where('timeline', 'like', '%"event":"voicemail"%')
        .execute();
      done.recordings += rows.length;
      done.calls += await emptyCalls(this.database.kysely, batch);
    }
    return done;
  }

  /**
   * Ends, as lost, the records of calls that were not written since `time`; those whose callers
   * were put through to a person, when they were not written since `talks`.
   */
  async closeOlderThan(time: Date, talks: Date): Promise<void> {
    await this.database.kysely
      .updateTable('calls')
      .set((row) => ({ state: 'ended', outcome: 'lost', ended_at: row.ref('updated_at') }))
      .where('state', '!=', 'ended')
      .where('updated_at', '<', time.toISOString())
      .where((eb) =>
        eb.or([
          eb('outcome', 'is', null),
          eb('outcome', '!=', 'transferred'),
          eb('updated_at', '<', talks.toISOString()),
        ]),
      )
      // Bounds the search by the index there is; older ones were closed before.
      .where('started_at', '>', new Date(time.getTime() - 2 * DAY_MS).toISOString())
      .execute();
  }

  /** A row that is not whole is a call all the same, and is noted. */
  private read(row: Selectable<CallsTable>): CallSnapshot {
    return callOf(row, (column) => {
      const place = `table calls, column ${column}`;
      this.quarantine.noteUnreadable('calls', row.call_sid, place);
    });
  }
}
