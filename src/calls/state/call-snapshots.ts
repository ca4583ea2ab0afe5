import { Injectable } from '@nestjs/common';
import { LiveEvents } from '../../ops/live-events.js';
import { maskPhone } from '../../common/mask.js';
import { OrdersService } from '../../orders/orders.service.js';
import {
  summaryOf,
  type Call,
  type CallSnapshot,
  type CallSummary,
  type TimelineEntry,
} from '../call/call.js';
import { LiveCalls } from './live-calls.js';
import { CallsStore, type EndedPage } from './calls.store.js';

/** A call is put down at most so often, however often it changes. */
const PAUSE_MS = 100;

/**
 * Puts calls down off the media path: the newest state goes to the directory, to the records
 * and to whoever watches. Live calls are found in the directory, ended ones in the records.
 */
@Injectable()
export class CallSnapshots {
  /** Calls of this process that are not yet over and written: they are read as they stand. */
  private readonly own = new Map<string, Call>();
  private readonly dirty = new Set<Call>();
  private timer: NodeJS.Timeout | null = null;
  private lastWriteAt = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly liveCalls: LiveCalls,
    private readonly store: CallsStore,
    private readonly orders: OrdersService,
    private readonly events: LiveEvents,
  ) {}

  /** Puts the call down soon: at once after a pause, otherwise together with what follows. */
  changed(call: Call, kind: 'call' | 'turn'): void {
    this.own.set(call.callSid, call);
    this.dirty.add(call);
    const waitMs = Math.max(0, this.lastWriteAt + PAUSE_MS - performance.now());
    this.timer ??= setTimeout(() => this.write(), waitMs).unref();
    this.events.publish({
      type: kind,
      at: new Date().toISOString(),
      data: {
        callSid: call.callSid,
        from: maskPhone(call.from),
        state: call.state,
        outcome: call.outcome,
        provider: call.provider,
        turns: call.turns,
        ...(kind === 'turn' ? { last: call.conversation.transcript().at(-1) ?? null } : {}),
      },
    });
  }

  /** Puts the call down now; resolves when other replicas can see it. Never rejects. */
  async putNow(call: Call, kind: 'call' | 'turn' = 'call'): Promise<void> {
    this.changed(call, kind);
    await this.put(call);
  }

  /** The call is another replica's now, who puts it down from here on. */
  forget(call: Call): void {
    this.dirty.delete(call);
    if (this.own.get(call.callSid) === call) this.own.delete(call.callSid);
  }

  /** Of all replicas, newest first. */
  async live(): Promise<readonly CallSummary[]> {
    const stored = await this.liveCalls.list();
    const own = [...this.own.values()].map(summaryOf);
    const others = stored.filter(({ callSid }) => !this.own.has(callSid));
    return [...own, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  ended(limit: number, before: string | null): Promise<EndedPage> {
    return this.store.ended(limit, before);
  }

  async find(callSid: string): Promise<CallSnapshot | null> {
    const own = this.own.get(callSid)?.snapshot();
    return own ?? (await this.liveCalls.find(callSid)) ?? (await this.store.find(callSid));
  }

  /** The call as the database has it. @throws DatabaseUnavailableError */
  recorded(callSid: string): Promise<CallSnapshot | null> {
    return this.store.find(callSid);
  }

  /** Notes an event of a call that may be over already, once. False: the call is not known. */
  async amend(
    callSid: string,
    event: string,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const isIt = (entry: TimelineEntry): boolean =>
      entry.event === event && Object.entries(fields).every(([key, value]) => entry[key] === value);
    const own = this.own.get(callSid);
    if (own) {
      if (own.snapshot().timeline.some(isIt)) return true;
      own.note(event, fields);
      this.changed(own, 'call');
      return true;
    }
    const known = await this.store.find(callSid);
    if (!known || known.timeline.some(isIt)) return known !== null;
    const entry = { at: new Date().toISOString(), event, ...fields };
    const call = { ...known, timeline: [...known.timeline, entry] };
    // Nobody owns a call that is over: what is amended now is the newest there is.
    this.store.save(call, Number.MAX_SAFE_INTEGER, () => undefined);
    return true;
  }

  /** Everything noted so far is written when this resolves. */
  async flush(): Promise<void> {
    this.write();
    await this.writing;
    await this.store.flush();
  }

  private write(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.lastWriteAt = performance.now();
    const calls = [...this.dirty];
    this.writing = this.writing.then(() => Promise.all(calls.map((call) => this.put(call))));
  }

  private async put(call: Call): Promise<void> {
    if (!this.dirty.delete(call)) return;
    const snapshot = call.snapshot(this.orders.unsaved(call.callSid));
    if (!(await this.liveCalls.put(snapshot, call.fence))) return this.forget(call);
    // The last state was put while this one waited for an answer.
    if (call.state === 'ended' && snapshot.state !== 'ended') return;
    this.store.save(snapshot, call.fence, () => {
      // An ended call is forgotten here once it is in the records, never before.
      if (snapshot.state === 'ended') this.forget(call);
    });
  }
}
