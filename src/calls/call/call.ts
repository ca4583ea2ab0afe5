import type { HeardPart, VoiceUsage } from '../../realtime/voice-provider.js';
import type { Order, OrderSummary } from '../../orders/order.js';
import type { CallAudio } from './call-audio.js';
import { byList, NOTHING_EARLIER, type CallPart, type Earlier } from './call-parts.js';
import { CallTrace } from './call-trace.js';
import { addUnreported, addUsage, NO_USAGE, type CallUsage, type CostPoint } from './call-usage.js';
import { Conversation, type ConversationSnapshot } from './conversation.js';
import { LongList } from './long-list.js';
import { TalkLog, type TalkSnapshot } from './talk-log.js';
import { Timeline, type EntryFields, type TimelineEntry } from './timeline.js';
import type { Transfer } from './transfer.js';
import type { TurnLatency } from './turn-latency.js';
import { outcomeOf, wayOutTo, type WayOut } from './way-out.js';

/** `resuming`: the stream ended and the call waits for the next one. */
export type CallState = 'ringing' | 'active' | 'resuming' | 'ended';

/**
 * Why the stream ended; `/voice/next` decides from it alone. `finished`: goodbye was said;
 * `hung-up`: the caller left; `transferred`: a person is called, or has talked with the caller;
 * `lost`: no provider could go on; `left-stream`: the order line goes on; `handed-over`: another
 * stream goes on; `rejected`: never let in.
 */
export type CallOutcome =
  'finished' | 'hung-up' | 'transferred' | 'lost' | 'left-stream' | 'handed-over' | 'rejected';

/** Stands in the place of the number of a caller who was forgotten. */
export const FORGOTTEN_CALLER = 'forgotten';

/** A call as lists show it. */
export interface CallSummary {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  /** The replica that holds the call, or held it last. */
  readonly instance: string;
  readonly state: CallState;
  readonly outcome: CallOutcome | null;
  readonly provider: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly turns: number;
  readonly order: OrderSummary | null;
}

/** A call as plain data: everything that another replica needs to go on with it. */
export interface CallSnapshot extends CallSummary {
  /** Streams begun anew since a turn was last completed. */
  readonly resumes: number;
  /** How the call is about to end; null while it goes on. */
  readonly leaving: CallOutcome | null;
  /** The transfer to a person that is under way, or that no one took. */
  readonly transfer: Transfer | null;
  /** Why, and how far it has come. Absent in what an earlier version has written. */
  readonly wayOut?: WayOut | null;
  /** ISO 8601; when the caller last spoke or pressed a key, by the clock of the owner. */
  readonly callerActiveAt: string;
  /** For how long the caller had been silent then, ms; absent in what older versions wrote. */
  readonly silentMs?: number;
  /** Code of the language that the caller has chosen; null or absent: none. */
  readonly language?: string | null;
  /** How long the call had lasted then, ms; absent in what older versions wrote. */
  readonly ageMs?: number;
  /** Names the call's trace (W3C Trace Context); null or absent while nothing is traced. */
  readonly traceparent?: string | null;
  readonly conversation: ConversationSnapshot;
  readonly timeline: readonly TimelineEntry[];
  readonly latency: readonly TurnLatency[];
  readonly audio: CallAudio | null;
  readonly usage: CallUsage;
  /** Who spoke when, and how long the caller waited; absent in what older versions wrote. */
  readonly talk?: TalkSnapshot;
  /** How the cost has grown; absent in what older versions wrote. */
  readonly costs?: readonly CostPoint[];
  /** Orders that the database does not have as they are. */
  readonly unsavedOrders: readonly Order[];
  /** Of what has left the lists above; absent: nothing has, or an older version wrote this. */
  readonly earlier?: Earlier;
}

/** The part of a call that lists show. */
export function summaryOf(call: CallSummary): CallSummary {
  const { callSid, from, to, instance, state, outcome, provider } = call;
  const { startedAt, endedAt, turns, order } = call;
  const who = { callSid, from, to, instance, state, outcome, provider };
  return { ...who, startedAt, endedAt, turns, order };
}

/** The call without its caller and without what was said. */
export function forgotten(call: CallSnapshot): CallSnapshot {
  return {
    ...call,
    from: FORGOTTEN_CALLER,
    conversation: { entries: [] },
    timeline: [],
    unsavedOrders: [],
  };
}

/** How long a call lasted, or has lasted until now. */
export function durationMs(call: Pick<CallSummary, 'startedAt' | 'endedAt'>): number {
  const end = call.endedAt === null ? Date.now() : Date.parse(call.endedAt);
  return Math.max(0, end - Date.parse(call.startedAt));
}

/**
 * Time that may have passed between the last snapshot and the next owner, ms. Their clocks say how
 * much it was; beyond this they are not believed, since one of them may have been set meanwhile.
 */
const LONGEST_GAP_MS = 10_000;

/** When an owner wrote this, by its clock, epoch ms. */
function writtenAt({ callerActiveAt, silentMs = 0 }: CallSnapshot): number {
  return Date.parse(callerActiveAt) + silentMs;
}

/** How much time has passed since an owner wrote this, as far as the clocks are believed. */
function gapMs(left: CallSnapshot): number {
  return Math.min(LONGEST_GAP_MS, Math.max(0, Date.now() - writtenAt(left)));
}

/**
 * This moment by the clock of the owner that wrote this, which also wrote the times of what was
 * said, epoch ms. What the clock here differs by shows at most as the longest gap.
 */
export function ownersNow(left: CallSnapshot): number {
  return writtenAt(left) + gapMs(left);
}

/** Latencies, and points of the cost, that are kept while the database is away. */
const MAX_MEASURED = 500;

/** One phone call in this process, from the first webhook to its end or its move elsewhere. */
export class Call {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: string;
  readonly conversation: Conversation;
  readonly trace: CallTrace;
  readonly talk: TalkLog;
  state: CallState = 'ringing';
  outcome: CallOutcome | null = null;
  provider: string | null = null;
  endedAt: string | null = null;
  turns = 0;
  /** Streams begun anew since a turn was last completed. */
  resumes = 0;
  /** Why and how the call is about to end; null while it goes on. */
  wayOut: WayOut | null = null;
  /** The transfer to a person that is under way, or that no one took and the caller has to hear of. */
  transfer: Transfer | null = null;
  /** Resolves when every tool that was asked for in this process has been run. */
  toolsDone: Promise<void> = Promise.resolve();
  /** Let in: counts as one of this replica's calls. */
  admitted: boolean;
  /**
   * A webhook has told of the call, so another one will ask what follows a stream. False for a
   * stream that was opened by hand while signatures are not checked.
   */
  announced: boolean;
  /** No webhook has let it in and its caller rings too often: no model is paid for it. */
  overRate = false;
  /** Code of the language that the caller has chosen; null: that of the voice file. */
  language: string | null = null;
  order: OrderSummary | null = null;
  usage: CallUsage = NO_USAGE;
  /** The caller's audio so far; null before any. */
  audioSoFar: () => CallAudio | null = () => null;
  private readonly timeline: Timeline;
  private readonly latency: LongList<TurnLatency>;
  private readonly costs: LongList<CostPoint>;
  /** Items that had to leave the lists and are stored nowhere. */
  private lost: number;
  /** When the call began and its caller was last active, by `performance.now()`. */
  private readonly beganAt: number = performance.now();
  private activeAt = performance.now();

  /**
   * @param fence number of this ownership: what a lower one writes is refused.
   * @param from the call as another owner left it; null for a new one.
   */
  constructor(
    caller: { readonly callSid: string; readonly from: string; readonly to: string },
    readonly instance: string,
    public fence: number,
    from: CallSnapshot | null = null,
  ) {
    this.callSid = caller.callSid;
    this.from = from?.from ?? caller.from;
    this.to = from?.to ?? caller.to;
    this.startedAt = from?.startedAt ?? new Date().toISOString();
    this.trace = new CallTrace(caller.callSid, from?.traceparent ?? null);
    const earlier = from?.earlier ?? NOTHING_EARLIER;
    const rules = { most: MAX_MEASURED, lost: (count: number) => this.noteLost(count) };
    this.lost = earlier.lost;
    this.conversation = new Conversation(from?.conversation, earlier, rules.lost);
    this.timeline = new Timeline(from?.timeline ?? [], earlier, rules.lost);
    this.latency = new LongList('latency', rules, from?.latency ?? [], earlier);
    this.costs = new LongList('costs', rules, from?.costs ?? [], earlier);
    this.talk = new TalkLog(() => this.ageMs, from?.talk, earlier, rules.lost);
    this.admitted = from !== null;
    this.announced = from !== null;
    if (from === null) return;
    this.state = from.state;
    this.outcome = from.outcome;
    this.provider = from.provider;
    this.turns = from.turns;
    this.resumes = from.resumes;
    // Absent from snapshots of earlier versions.
    this.transfer = from.transfer ?? null;
    this.wayOut = from.wayOut ?? wayOutTo(from.leaving);
    this.language = from.language ?? null;
    const sinceMs = gapMs(from);
    const began = Math.max(0, Date.now() - Date.parse(from.startedAt));
    const now = performance.now();
    this.beganAt = now - (from.ageMs === undefined ? began : from.ageMs + sinceMs);
    this.activeAt = now - (from.silentMs ?? 0) - sinceMs;
    this.order = from.order;
    this.audioSoFar = () => from.audio;
    this.usage = from.usage;
  }

  /** How the call is about to end; null while it goes on. */
  get leaving(): CallOutcome | null {
    return this.wayOut && outcomeOf(this.wayOut);
  }

  /** Names what is said in the turn of the order line that follows. */
  get nextTurnId(): string {
    return `line-${this.turns + 1}`;
  }

  /** How long the call has lasted, ms; a change of the clock does not show. */
  get ageMs(): number {
    return Math.round(performance.now() - this.beganAt);
  }

  /** For how long the caller has neither spoken nor pressed a key, ms, in the same way. */
  get silentMs(): number {
    return Math.round(performance.now() - this.activeAt);
  }

  /** The caller speaks or presses a key. */
  callerActive(): void {
    this.activeAt = performance.now();
  }

  /** A stream goes on with the call. */
  streamBegan(streamSid: string): void {
    this.note('stream-started', { streamSid, provider: this.provider });
    this.talk.streamBegan();
  }

  /** The caller begins to speak. @param replayed the speech is heard again, from a recording. */
  callerBegan(replayed: boolean): void {
    this.conversation.callerBegan();
    this.talk.callerBegan(replayed);
  }

  /** The caller's turn is over; its words follow. @param quietMs since the caller's last sound. */
  callerEnded(turnId: string, quietMs: number): void {
    this.conversation.callerTurn(turnId);
    this.talk.callerEnded(turnId, quietMs);
    this.trace.turnBegan();
  }

  /** @param text empty for a noise. */
  callerSaid(turnId: string, text: string): void {
    this.conversation.callerSaid(turnId, text);
    if (text === '') this.talk.noise(turnId);
  }

  /**
   * The caller has pressed keys.
   *
   * @param over what was being played on, and how much of it was heard.
   * @param quietMs since the last key.
   */
  callerPressed(
    turnId: string,
    text: string,
    { over, quietMs }: { readonly over: readonly HeardPart[]; readonly quietMs: number },
  ): void {
    this.conversation.callerPressed(turnId, text, over);
    this.talk.keyed(turnId, quietMs);
    this.trace.turnBegan();
  }

  /** Adds an entry to the timeline. */
  note(event: string, fields: EntryFields = {}): void {
    this.timeline.note(event, fields);
    this.trace.event(event, fields);
  }

  /** Whether the timeline has such an entry, as far as it has not left memory. */
  hasNoted(isIt: (entry: TimelineEntry) => boolean): boolean {
    return this.timeline.has(isIt);
  }

  /** The call goes on in a language, told by its code. */
  speak(language: string): void {
    if (this.language === language) return;
    this.language = language;
    this.note('language', { language });
  }

  /** Why the call ends so: what it was on its way out for, or what happened last that can end one. */
  endReason(outcome: CallOutcome): string | null {
    if (this.wayOut) return this.wayOut.cause;
    return outcome === 'finished' ? 'goodbye' : this.timeline.endEvent(outcome === 'lost');
  }

  /** The caller was answered. */
  turnCompleted(): void {
    this.turns += 1;
    this.resumes = 0;
    this.trace.turnEnded();
    if (this.transfer?.state === 'missed') this.transfer = null;
  }

  measured(latency: TurnLatency): void {
    this.latency.add(latency);
    this.trace.answered(latency.responseMs);
    this.talk.measured(latency);
  }

  /** Adds what an answer has cost. @param usage null: without a report, so by time. */
  spent(provider: string | null, usage: VoiceUsage | null): void {
    const { ageMs } = this;
    this.usage = usage
      ? addUsage(this.usage, provider ?? 'unknown', usage, ageMs)
      : addUnreported(this.usage, ageMs);
    const { knownCostUsd, estimatedUsd } = this.usage;
    this.costs.add({ atMs: ageMs, costUsd: knownCostUsd + estimatedUsd });
  }

  /** The order is another version, or in another state. */
  ordered(order: OrderSummary): void {
    const { version, state, totalCents, lines } = order;
    const last = this.order;
    this.order = order;
    if (last?.version === version && last?.state === state && last.id === order.id) return;
    this.note('order', { version, state, lines, totalCents });
  }

  snapshot(unsavedOrders: readonly Order[] = []): CallSnapshot {
    const { silentMs, ageMs } = this;
    return {
      ...summaryOf(this),
      resumes: this.resumes,
      leaving: this.leaving,
      transfer: this.transfer,
      wayOut: this.wayOut,
      language: this.language,
      callerActiveAt: new Date(Date.now() - silentMs).toISOString(),
      silentMs,
      ageMs,
      traceparent: this.trace.traceparent,
      conversation: this.conversation.snapshot(),
      timeline: [...this.timeline.list.items],
      latency: [...this.latency.items],
      audio: this.audioSoFar(),
      usage: this.usage,
      talk: this.talk.snapshot(),
      costs: [...this.costs.items],
      unsavedOrders,
      ...this.whatLeft(),
    };
  }

  /** What has become too long of the lists: it is to be stored. */
  parts(): readonly CallPart[] {
    return this.lists.flatMap((list) => list.parts());
  }

  /** A part is stored, so that its items need not be kept here. */
  stored(part: CallPart): void {
    this.lists.find(({ name }) => name === part.list)?.stored(part);
  }

  /** In the order of `LIST_NAMES`. */
  private get lists() {
    const { conversation, timeline, latency, talk, costs } = this;
    return [conversation.list, timeline.list, latency, ...talk.lists, costs] as const;
  }

  private whatLeft(): Pick<CallSnapshot, 'earlier'> {
    const counts = this.lists.map(({ before }) => before);
    if (counts.every((count) => count === 0)) return {};
    const facts = { lost: this.lost, misread: this.conversation.misread, ...this.timeline.facts };
    return { earlier: { items: byList(counts), ...facts } };
  }

  /** Said once: from then on the call has a hole, and may get more. */
  private noteLost(count: number): void {
    this.lost += count;
    if (this.lost === count) this.note('history-lost');
  }
}
