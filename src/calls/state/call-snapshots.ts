import { Injectable, Logger } from '@nestjs/common';
import { errorText } from '../../common/error-text.js';
import { LiveEvents } from '../../ops/live-events.js';
import { PacedLog } from '../../ops/paced-log.js';
import { maskPhone } from '../../common/mask.js';
import type { CallbackNote } from '../../menu/tools/tool.js';
import { OrdersService } from '../../orders/orders.service.js';
import type { Call, CallSnapshot } from '../call/call.js';
import { SnapshotText } from '../call/snapshot-text.js';
import { timelineEntry, type EntryFields, type TimelineEntry } from '../call/timeline.js';
import { hasEarlier } from '../call/whole-call.js';
import { CallsMetrics } from '../calls.metrics.js';
import { LiveCalls } from './live-calls.js';
import { CallWriteBehind } from './call-write-behind.js';
import { CallsStore } from './calls.store.js';
import { PacedRecords } from './paced-records.js';
import { PerLease } from './per-lease.js';

/** Shortest pause between two rounds in which changed calls are put down. */
const PAUSE_MS = 100;

/**
 * Puts the calls of this process down, off the media path: a snapshot of each call that has
 * changed goes to the live calls, where another replica can take it over, and now and then to the
 * records in the database. Operators are told of every change as a live event.
 */
@Injectable()
export class CallSnapshots {
  private readonly log = new PacedLog(new Logger(CallSnapshots.name));
  private readonly ownCalls = new Map<string, Call>();
  private readonly dirty = new Set<Call>();
  /** Calls whose present state has to outlive this process, whether or not it is shared. */
  private readonly urgent = new Set<Call>();
  private readonly paced: PacedRecords;
  /** What has been put of each call where other replicas see it. */
  private readonly texts = new PerLease(() => new SnapshotText());
  private timer: NodeJS.Timeout | null = null;
  private lastWriteAt = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly liveCalls: LiveCalls,
    private readonly store: CallsStore,
    private readonly records: CallWriteBehind,
    private readonly orders: OrdersService,
    private readonly events: LiveEvents,
    private readonly metrics: CallsMetrics,
  ) {
    this.paced = new PacedRecords(records, (call) => this.snapshotOf(call));
  }

  /** The calls of this process that are live, or whose end is not yet in the database. */
  get own(): ReadonlyMap<string, Call> {
    return this.ownCalls;
  }

  /** Puts the call down within `PAUSE_MS`, together with what changes until then. */
  changed(call: Call, kind: 'call' | 'turn'): void {
    this.ownCalls.set(call.callSid, call);
    this.dirty.add(call);
    const waitMs = Math.max(0, this.lastWriteAt + PAUSE_MS - performance.now());
    this.timer ??= setTimeout(() => this.write(), waitMs).unref();
    this.events.publish({
      type: kind,
      at: new Date().toISOString(),
      data: {
        callSid: call.callSid,
        from: maskPhone(call.from),
        instance: call.instance,
        startedAt: call.startedAt,
        state: call.state,
        outcome: call.outcome,
        provider: call.provider,
        turns: call.turns,
        ...(kind === 'turn' ? { last: call.conversation.lastSaid() } : {}),
      },
    });
  }

  /** Notes that the caller wants to be called back, and tells operators at once. */
  noteCallback(call: Call, { phone, message }: CallbackNote): void {
    const masked = maskPhone(phone);
    call.note('callback', { phone: masked });
    const { callSid } = call;
    const at = new Date().toISOString();
    const words = message === null ? null : call.conversation.withoutCards(message);
    const data = { callSid, phone: masked, message: words };
    this.events.publish({ type: 'callback', at, data });
    this.changed(call, 'call');
  }

  /**
   * Puts the call down now; resolves when other replicas can see it. What none can see goes on
   * record at once. Never rejects.
   */
  async putNow(call: Call, kind: 'call' | 'turn' = 'call'): Promise<void> {
    this.changed(call, kind);
    this.urgent.add(call);
    await this.put(call);
  }

  /** The call is another replica's now, which puts it down from here on. */
  forget(call: Call): void {
    this.dirty.delete(call);
    this.urgent.delete(call);
    this.paced.forget(call);
    if (this.ownCalls.get(call.callSid) === call) this.ownCalls.delete(call.callSid);
  }

  /**
   * Notes an event of a call, once, also of one that is over. True: the database has it. False:
   * it is on its way there, or the call is not known; call again later.
   *
   * @throws DatabaseUnavailableError
   */
  async amend(callSid: string, event: string, fields: EntryFields): Promise<boolean> {
    const isIt = (entry: TimelineEntry): boolean =>
      entry.event === event && Object.entries(fields).every(([key, value]) => entry[key] === value);
    const left = this.ownCalls.get(callSid)?.snapshot();
    // What has left the memory of a long call is in the database alone.
    const noted = left && hasEarlier(left) && (await this.store.whole(left)).timeline.some(isIt);
    if (noted) return false;
    const own = this.ownCalls.get(callSid);
    if (own) {
      if (own.hasNoted(isIt)) return false;
      own.note(event, fields);
      this.changed(own, 'call');
      return false;
    }
    const recorded = await this.store.find(callSid);
    if (recorded === null) return false;
    if ((await this.store.whole(recorded)).timeline.some(isIt)) return true;
    const timeline = [...recorded.timeline, timelineEntry(event, fields)];
    const call = { ...recorded, timeline };
    // A call that is over has no owner: nothing newer will be written of it.
    this.records.save(call, Number.MAX_SAFE_INTEGER);
    return false;
  }

  /** Resolves when everything noted so far is written, or on disk. */
  async flush(): Promise<void> {
    this.write();
    await this.writing;
    this.paced.flush();
    await this.records.flush();
  }

  private write(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.lastWriteAt = performance.now();
    const calls = [...this.dirty];
    this.writing = this.writing.then(() => Promise.all(calls.map((call) => this.put(call))));
  }

  /** Never rejects: a call that cannot be put down keeps none of the others from it. */
  private async put(call: Call): Promise<void> {
    if (!this.dirty.delete(call)) return;
    try {
      await this.putDown(call);
    } catch (error) {
      this.metrics.snapshotsFailed.inc({ reason: 'fault' });
      const fields = { callSid: call.callSid, error: errorText(error) };
      this.log.error('fault', 'A call could not be put down', fields);
    }
  }

  private snapshotOf(call: Call): CallSnapshot {
    return call.snapshot(this.orders.unsaved(call.callSid));
  }

  private async putDown(call: Call): Promise<void> {
    const isUrgent = this.urgent.delete(call);
    if (!this.liveCalls.shared && !isUrgent && call.state !== 'ended') return this.paced.soon(call);
    const snapshot = this.snapshotOf(call);
    const put = await this.liveCalls.put(snapshot, call.fence, this.texts.of(call));
    if (put === 'moved') return this.forget(call);
    const hasEnded = snapshot.state === 'ended';
    // The last state was put while this one waited for an answer.
    if (call.state === 'ended' && !hasEnded) return;
    if (!hasEnded && (put === 'shared' || !isUrgent)) return this.paced.soon(call);
    // An ended call is forgotten here once it is in the records, never before.
    this.paced.now(call, snapshot, () => hasEnded && this.forget(call));
  }
}
