import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely';
import { callerIdentity } from '../../common/caller-number.js';
import { Database } from '../../storage/database.js';
import { Quarantine } from '../../storage/quarantine.js';
import type { CallsTable } from '../../storage/tables.js';
import type { CallPart } from '../call/call-parts.js';
import type { CallSnapshot } from '../call/call.js';
import type { TextPiece } from '../call/changing-text.js';
import { hasEarlier, wholeCall } from '../call/whole-call.js';
import { partsOf, storePart } from './call-parts.js';
import { emptyCalls } from './call-retention.js';
import { callOf, fieldsOf, rowOf } from './call-rows.js';
import {
  isNamed,
  mayHaveSaid,
  searchTerms,
  wereSaid,
  type CallFilter,
  type SearchTerms,
} from './call-search.js';
import { RowText, type RowChange } from './row-text.js';

/** One page of ended calls, newest first. */
export interface EndedPage {
  readonly calls: readonly CallSnapshot[];
  /** Pass as `before` for the next page; null at the end. */
  readonly next: string | null;
  /** What a search has cost; null when an index had the answer. */
  readonly search: SearchCost | null;
}

/** How far back a search has looked. */
export interface SearchCost {
  /** Ended calls that were looked at. */
  readonly lookedAt: number;
  /** It stopped there before the page was full; the next page goes on. */
  readonly limitReached: boolean;
}

/** How a row stands to a search: not found, by words perhaps, for certain. */
const [NOT_FOUND, PERHAPS, FOUND] = [0, 1, 2] as const;
/** Rows that one search looks at. */
const MAX_LOOKED_AT = 2_000;
/** Rows that are looked at in one go; the embedded database holds up the event loop meanwhile. */
const LOOK_BATCH = 100;
/** Calls that are read whole in one go. */
const READ_BATCH = 25;
const DAY_MS = 24 * 60 * 60_000;
/** SQL that holds for a call whose timeline has the reference of a recording. */
const TELLS_OF_RECORDING = sql<boolean>`(timeline like '%"event":"voicemail"%' or exists (
  select 1 from call_parts where call_parts.call_sid = calls.call_sid and list = 'timeline'
  and items like '%"event":"voicemail"%'))`;
/** Rows that are looked at, or changed, at once. */
const BATCH = 1_000;

/** The records of calls in the database. Every method throws while the database is away. */
@Injectable()
export class CallsStore {
  constructor(
    private readonly database: Database,
    private readonly quarantine: Quarantine,
  ) {}

  /** Null when the call has no record. Of a long call its lists have the newest items. */
  async find(callSid: string): Promise<CallSnapshot | null> {
    const row = await this.database.kysely
      .selectFrom('calls')
      .selectAll()
      .where('call_sid', '=', callSid)
      .executeTakeFirst();
    return row ? this.read(row) : null;
  }

  /** The call with all that has left its lists. */
  async whole(call: CallSnapshot): Promise<CallSnapshot> {
    return hasEarlier(call) ? wholeCall(call, await this.partsOf(call.callSid)) : call;
  }

  /**
   * Stores a part of a long call. Written again, also by the next owner of the call, it is there
   * once. False: the record, or this part, was written under a higher fence.
   */
  storePart(callSid: string, fence: number, part: CallPart): Promise<boolean> {
    return storePart(this.database.kysely, callSid, fence, part);
  }

  private partsOf(callSid: string): Promise<readonly CallPart[]> {
    return partsOf(this.database.kysely, callSid, (list) => {
      this.quarantine.noteUnreadable('calls', callSid, `table call_parts, list ${list}`);
    });
  }

  /** @param before `next` of the page before; null for the first page. */
  async ended(limit: number, before: string | null, filter: CallFilter): Promise<EndedPage> {
    if (filter.text !== null || filter.outcome !== null) return this.search(limit, before, filter);
    const rows = await this.endedRows(limit + 1, before, filter)
      .selectAll()
      .execute();
    const page = rows.slice(0, limit);
    return {
      calls: page.map((row) => this.read(row)),
      next: rows.length > limit ? positionOf(page.at(-1)) : null,
      search: null,
    };
  }

  /** Looks at one call after the other, newest first, up to a limit. */
  private async search(
    limit: number,
    before: string | null,
    filter: CallFilter,
  ): Promise<EndedPage> {
    const terms = filter.text === null ? null : searchTerms(filter.text);
    const calls: CallSnapshot[] = [];
    let position = before;
    let lookedAt = 0;
    while (lookedAt < MAX_LOOKED_AT) {
      const rows = await this.looked(position, filter, terms);
      lookedAt += rows.length;
      const hits = rows.filter(({ found }) => found !== NOT_FOUND);
      for (let from = 0; from < hits.length; from += READ_BATCH) {
        calls.push(...(await this.confirmed(hits.slice(from, from + READ_BATCH), terms)));
        if (calls.length > limit) {
          const page = calls.slice(0, limit);
          const next = positionOf(rowPosition(page.at(-1)));
          return { calls: page, next, search: { lookedAt, limitReached: false } };
        }
      }
      if (rows.length < LOOK_BATCH) {
        return { calls, next: null, search: { lookedAt, limitReached: false } };
      }
      position = positionOf(rows.at(-1));
      await setImmediate();
    }
    return { calls, next: position, search: { lookedAt, limitReached: true } };
  }

  private looked(position: string | null, filter: CallFilter, terms: SearchTerms | null) {
    const outcome =
      filter.outcome === null ? sql<boolean>`(1 = 1)` : sql<boolean>`outcome = ${filter.outcome}`;
    const found =
      terms === null
        ? sql<number>`case when ${outcome} then ${sql.lit(FOUND)} else ${sql.lit(NOT_FOUND)} end`
        : sql<number>`case when not ${outcome} then ${sql.lit(NOT_FOUND)}
            when ${isNamed(terms)} then ${sql.lit(FOUND)}
            when ${mayHaveSaid(terms)} then ${sql.lit(PERHAPS)} else ${sql.lit(NOT_FOUND)} end`;
    return this.endedRows(LOOK_BATCH, position, filter)
      .select(['call_sid', 'started_at', found.as('found')])
      .execute();
  }

  /** Those of the hits that were found, whole, in the same order. */
  private async confirmed(
    hits: readonly { readonly call_sid: string; readonly found: number }[],
    terms: SearchTerms | null,
  ): Promise<readonly CallSnapshot[]> {
    const sids = hits.map(({ call_sid }) => call_sid);
    const rows = await this.database.kysely
      .selectFrom('calls')
      .selectAll()
      .where('call_sid', 'in', sids)
      .execute();
    const calls = new Map(rows.map((row) => [row.call_sid, this.read(row)]));
    const confirmed: CallSnapshot[] = [];
    for (const { call_sid, found } of hits) {
      const call = calls.get(call_sid);
      if (call === undefined) continue;
      const isHit = found === FOUND || wereSaid(terms?.words ?? [], await this.whole(call));
      if (isHit) confirmed.push(call);
    }
    return confirmed;
  }

  private endedRows(limit: number, before: string | null, { from, to }: CallFilter) {
    let query = this.database.kysely.selectFrom('calls').where('state', '=', 'ended');
    if (from !== null) query = query.where('started_at', '>=', from);
    if (to !== null) query = query.where('started_at', '<', to);
    const [startedAt, callSid] = before?.split(' ') ?? [];
    if (startedAt !== undefined && callSid !== undefined) {
      query = query.where(sql<boolean>`(started_at, call_sid) < (${startedAt}, ${callSid})`);
    }
    return query.orderBy('started_at', 'desc').orderBy('call_sid', 'desc').limit(limit);
  }

  /**
   * Writes a call's record, unless the one that is there was written under a higher fence.
   *
   * @param text of the records that were written under this fence: only what is other is sent.
   */
  async upsert(call: CallSnapshot, fence: number, text = new RowText()): Promise<void> {
    const fields = fieldsOf(call, fence);
    const { stored } = text;
    if (stored !== null && (await this.changeRow(fields, text.change(call), stored))) {
      text.written(fields.updated_at);
      return;
    }
    // There is none, or the row is another than this has written, or was emptied meanwhile.
    const row = rowOf(call, fence, text);
    await this.writeRow(row, fence);
    text.written(row.updated_at);
  }

  private async writeRow(row: Insertable<CallsTable>, fence: number): Promise<void> {
    const { call_sid: _, ...changes } = row;
    await this.database.kysely
      .insertInto('calls')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('call_sid').doUpdateSet(changes).where('calls.fence', '<=', fence),
      )
      .execute();
  }

  /** False when the row is not the one that was written at that time by this owner of the call. */
  private async changeRow(
    { call_sid: callSid, ...fields }: ReturnType<typeof fieldsOf>,
    change: RowChange,
    stored: string,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.database.kysely
      .updateTable('calls')
      .set({
        ...fields,
        transcript: changed('transcript', change.transcript),
        timeline: changed('timeline', change.timeline),
        latency: changed('latency', change.latency),
        audio: changed('audio', change.audio),
      })
      .where('call_sid', '=', callSid)
      .where('fence', '=', fields.fence ?? 0)
      .where('updated_at', '=', stored)
      .where('forgotten_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
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
        .where(TELLS_OF_RECORDING)
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

/** SQL that puts a column together from parts of what it holds and from new ones. */
function changed(column: keyof RowChange, pieces: readonly TextPiece[]): RawBuilder<string> {
  const parts = pieces.map(
    ({ from, length, added }) =>
      sql`substr(${sql.ref(column)}, ${from + 1}, ${length}) || ${added}`,
  );
  return sql<string>`${sql.join(parts, sql` || `)}`;
}

interface RowPosition {
  readonly started_at: string;
  readonly call_sid: string;
}

function rowPosition(call: CallSnapshot | undefined): RowPosition | undefined {
  return call && { started_at: call.startedAt, call_sid: call.callSid };
}

/** The place after which the next page begins. */
function positionOf(last: RowPosition | undefined): string | null {
  return last ? `${last.started_at} ${last.call_sid}` : null;
}
