import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { CallSummary, Said, StreamList } from '../../api/operations.js';
import type { LiveEvent } from '../../live/live-events.js';

/** A live call as it stands; each part changes by itself. */
export interface LiveCall {
  readonly callSid: string;
  readonly summary: Signal<CallSummary>;
  /** Last words of either side; null: nothing was said, or it is not known yet. */
  readonly words: Signal<Readonly<Record<Said['role'], string | null>>>;
  /** Null: no open stream is known. */
  readonly level: Signal<StreamLevel | null>;
}

/** What is heard on a call at the moment. */
export interface StreamLevel {
  /** Share of the scale that the caller's voice fills, 0 to 1. */
  readonly caller: number;
  readonly assistantSpeaks: boolean;
}

/** What is quieter shows nothing. */
const QUIETEST_DBFS = -60;
/** Ended calls that are remembered, so that an older list does not bring them back. */
const MAX_ENDED = 1_000;

/** The live calls of all replicas, by lists and by what is told between them. */
export class LiveCalls {
  private readonly byId = new Map<string, LiveCall>();
  private readonly ended = new Set<string>();
  private readonly order = signal<readonly LiveCall[]>([]);

  /** Newest first. */
  get list(): ReadonlySignal<readonly LiveCall[]> {
    return this.order;
  }

  get(callSid: string): LiveCall | undefined {
    return this.byId.get(callSid);
  }

  /** Takes the present state. */
  listed(calls: readonly CallSummary[]): void {
    const live = calls.filter(
      ({ callSid, state }) => state !== 'ended' && !this.ended.has(callSid),
    );
    const sids = new Set(live.map(({ callSid }) => callSid));
    for (const sid of this.byId.keys()) if (!sids.has(sid)) this.byId.delete(sid);
    for (const call of live) this.put(call);
    this.sort();
  }

  /** Takes an event of `/events`. */
  told({ type, data }: LiveEvent): void {
    const { callSid } = data;
    if (typeof callSid !== 'string') return;
    if (type === 'order') this.orderTold(callSid, data);
    if (type !== 'call' && type !== 'turn') return;
    if (data['state'] === 'ended') {
      this.end(callSid);
      return;
    }
    if (this.ended.has(callSid)) return;
    const known = this.byId.get(callSid);
    const changes = data as unknown as CallSummary;
    const { from, state, outcome, provider, turns, instance, startedAt } = changes;
    const order = known?.summary.value.order ?? null;
    const before = { durationMs: 0, order };
    this.put({ ...before, callSid, from, state, outcome, provider, turns, instance, startedAt });
    const last = data['last'] as Said | null | undefined;
    if (last) this.said(callSid, [last]);
    if (!known) this.sort();
  }

  /** Takes the words of a call, the oldest first. */
  said(callSid: string, said: readonly Said[]): void {
    const call = this.byId.get(callSid);
    if (!call) return;
    const words = { ...call.words.value };
    for (const { role, text } of said) words[role] = text;
    call.words.value = words;
  }

  /** Takes what is heard on all open streams. */
  heard({ streams }: StreamList): void {
    const levels = new Map(streams.map((stream) => [stream.callSid, stream]));
    for (const [callSid, call] of this.byId) {
      const stream = levels.get(callSid);
      call.level.value = stream
        ? { caller: share(stream.callerDbfs), assistantSpeaks: stream.audio.bufferedOutMs > 0 }
        : null;
    }
  }

  private put(summary: CallSummary): void {
    const known = this.byId.get(summary.callSid);
    if (known) {
      known.summary.value = summary;
      return;
    }
    this.byId.set(summary.callSid, {
      callSid: summary.callSid,
      summary: signal(summary),
      words: signal({ caller: null, assistant: null }),
      level: signal(null),
    });
  }

  private orderTold(callSid: string, data: LiveEvent['data']): void {
    const call = this.byId.get(callSid);
    if (!call) return;
    const order = {
      id: String(data['orderId']),
      state: String(data['state']),
      totalCents: Number(data['totalCents']),
    };
    call.summary.value = { ...call.summary.value, order };
  }

  private end(callSid: string): void {
    this.ended.add(callSid);
    if (this.ended.size > MAX_ENDED) this.ended.delete(this.ended.values().next().value ?? '');
    if (this.byId.delete(callSid)) this.sort();
  }

  private sort(): void {
    const startedAt = ({ summary }: LiveCall): string => summary.peek().startedAt;
    this.order.value = [...this.byId.values()].sort((a, b) =>
      startedAt(b).localeCompare(startedAt(a)),
    );
  }
}

function share(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / QUIETEST_DBFS));
}
