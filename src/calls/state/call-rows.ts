import type { Insertable, Selectable } from 'kysely';
import type { CallsTable } from '../../storage/tables.js';
import { isNestedTooDeeply } from '../../common/nesting.js';
import { readAudio } from '../call/call-audio.js';
import { readUsage } from '../call/call-usage.js';
import { textOf } from '../call/changing-text.js';
import { durationMs, type CallSnapshot } from '../call/call.js';
import { isColumn } from '../call/snapshot-schema.js';
import { RowText, type RowChange } from './row-text.js';

/** The columns of a call's row that hold one value; `fence` is that of the replica that writes it. */
export function fieldsOf(
  call: CallSnapshot,
  fence: number,
): Omit<Insertable<CallsTable>, keyof RowChange> {
  return {
    fence,
    call_sid: call.callSid,
    from_number: call.from,
    to_number: call.to,
    state: call.state,
    outcome: call.outcome,
    provider: call.provider,
    instance: call.instance,
    started_at: call.startedAt,
    ended_at: call.endedAt,
    duration_ms: call.endedAt === null ? null : durationMs(call),
    turns: call.turns,
    order_id: call.order?.id ?? null,
    usage: JSON.stringify(call.usage),
    updated_at: new Date().toISOString(),
    // What is written may be personal again.
    forgotten_at: null,
  };
}

/**
 * A call as the table `calls` holds it.
 *
 * @param text of which it is not known what is stored.
 */
export function rowOf(
  call: CallSnapshot,
  fence: number,
  text = new RowText(),
): Insertable<CallsTable> {
  const { transcript, timeline, latency, audio } = text.change(call);
  return {
    ...fieldsOf(call, fence),
    transcript: textOf(transcript),
    timeline: textOf(timeline),
    latency: textOf(latency),
    audio: textOf(audio),
  };
}

/** What has no column of its own; it is stored in the column `audio`. */
type Extra = Pick<
  CallSnapshot,
  | 'audio'
  | 'order'
  | 'resumes'
  | 'leaving'
  | 'transfer'
  | 'wayOut'
  | 'language'
  | 'callerActiveAt'
  | 'silentMs'
  | 'ageMs'
  | 'traceparent'
  | 'talk'
  | 'costs'
  | 'earlier'
>;

/** A column of a call's row that holds JSON. */
export type JsonColumn = keyof typeof isColumn;

/**
 * The call of a row. Orders that the database does not have are not in it. A column that cannot
 * be read counts as empty.
 *
 * @param unreadable told of each such column.
 */
export function callOf(
  row: Selectable<CallsTable>,
  unreadable: (column: JsonColumn) => void = () => undefined,
): CallSnapshot {
  const parse = <T>(column: JsonColumn, absent: T): T => {
    const text = row[column];
    if (text === null) return absent;
    try {
      const value: unknown = JSON.parse(text);
      if (!isNestedTooDeeply(value) && isColumn[column](value)) return value as T;
    } catch {
      // Told below.
    }
    unreadable(column);
    return absent;
  };
  const extra = {
    audio: null,
    order: null,
    resumes: 0,
    leaving: null,
    transfer: null,
    callerActiveAt: row.updated_at,
    ...parse<Partial<Extra>>('audio', {}),
  };
  return {
    callSid: row.call_sid,
    from: row.from_number,
    to: row.to_number,
    instance: row.instance ?? '',
    state: row.state as CallSnapshot['state'],
    outcome: row.outcome as CallSnapshot['outcome'],
    provider: row.provider,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    turns: row.turns,
    resumes: extra.resumes,
    leaving: extra.leaving,
    transfer: extra.transfer,
    wayOut: extra.wayOut ?? null,
    language: extra.language ?? null,
    callerActiveAt: extra.callerActiveAt,
    ...(extra.silentMs !== undefined && { silentMs: extra.silentMs }),
    ...(extra.ageMs !== undefined && { ageMs: extra.ageMs }),
    traceparent: extra.traceparent ?? null,
    ...(extra.talk !== undefined && { talk: extra.talk }),
    ...(extra.costs !== undefined && { costs: extra.costs }),
    ...(extra.earlier !== undefined && { earlier: extra.earlier }),
    order: extra.order,
    conversation: { entries: parse('transcript', []) },
    timeline: parse('timeline', []),
    latency: parse('latency', []),
    audio: readAudio(extra.audio),
    usage: readUsage(parse('usage', {})),
    unsavedOrders: [],
  };
}
