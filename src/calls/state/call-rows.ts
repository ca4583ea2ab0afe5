import type { Insertable, Selectable } from 'kysely';
import type { CallsTable } from '../../storage/tables.js';
import { readUsage } from '../call/call-usage.js';
import { durationMs, type CallSnapshot } from '../call/call.js';

/** A call as the table `calls` holds it; `fence` is that of the replica that writes it. */
export function rowOf(call: CallSnapshot, fence: number): Insertable<CallsTable> {
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
    transcript: JSON.stringify(call.conversation.entries),
    timeline: JSON.stringify(call.timeline),
    latency: JSON.stringify(call.latency),
    audio: JSON.stringify({
      audio: call.audio,
      order: call.order,
      resumes: call.resumes,
      leaving: call.leaving,
      transfer: call.transfer,
      wayOut: call.wayOut,
      callerActiveAt: call.callerActiveAt,
      silentMs: call.silentMs,
      ageMs: call.ageMs,
    }),
    usage: JSON.stringify(call.usage),
    updated_at: new Date().toISOString(),
    // What is written may be personal again.
    forgotten_at: null,
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
  | 'callerActiveAt'
  | 'silentMs'
  | 'ageMs'
>;

/** The call of a row. Orders that the database does not have are not in it. */
export function callOf(row: Selectable<CallsTable>): CallSnapshot {
  const extra = {
    audio: null,
    order: null,
    resumes: 0,
    leaving: null,
    transfer: null,
    callerActiveAt: row.updated_at,
    ...parse<Partial<Extra>>(row.audio, {}),
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
    callerActiveAt: extra.callerActiveAt,
    ...(extra.silentMs !== undefined && { silentMs: extra.silentMs }),
    ...(extra.ageMs !== undefined && { ageMs: extra.ageMs }),
    order: extra.order,
    conversation: { entries: parse(row.transcript, []) },
    timeline: parse(row.timeline, []),
    latency: parse(row.latency, []),
    audio: extra.audio,
    usage: readUsage(parse(row.usage, {})),
    unsavedOrders: [],
  };
}

function parse<T>(text: string | null, absent: T): T {
  return text === null ? absent : (JSON.parse(text) as T);
}
