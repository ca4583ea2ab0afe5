import { NOTHING_EARLIER, type Earlier } from './call-parts.js';
import { LongList } from './long-list.js';
import type { TurnLatency } from './turn-latency.js';

/**
 * How far a span has come: going on, or playing; over, or heard to its end; cut off; or said by the
 * telephone network, which does not tell how much of it was heard.
 */
export type SpanState = 'open' | 'over' | 'cut' | 'untold';

/** What one side said in one go. Times are ages of the call, ms. */
export interface SpeechSpan {
  /** That of the entry in the conversation, which has the words; a filler has none. */
  readonly id: string;
  readonly who: 'caller' | 'keys' | 'assistant' | 'filler';
  /** The rung that speaks; null for the caller. */
  readonly rung: string | null;
  /** The first sound, at the phone; of the order line when its words were sent. */
  readonly fromMs: number;
  /** The last sound; null while it goes on and where it is not known. */
  readonly toMs: number | null;
  /** Audio that was sent to the phone; null for what is not sent as audio. */
  readonly generatedMs: number | null;
  /** How much of that was heard, by the ledger of the marks; null while it is not known. */
  readonly heardMs: number | null;
  readonly state: SpanState;
}

/**
 * How long the caller waited for an answer. The parts of `answerMs` are null where they cannot be
 * known.
 */
export interface TurnWait {
  /** From 1; 0 is the wait for the first words of the call. */
  readonly turn: number;
  /** Names the caller's words in the conversation; null for the first words of the call. */
  readonly id: string | null;
  /** Age of the call at the caller's last sound, ms; on the order line when the words arrived. */
  readonly fromMs: number;
  /** From there to the first sound, which may be a filler; null: the caller heard none. */
  readonly silentMs: number | null;
  readonly first: 'answer' | 'filler' | null;
  /** From there to the first sound of the answer. */
  readonly answerMs: number | null;
  /** Until the turn was found to be over: turn detection, and recognition where it is apart. */
  readonly recognitionMs: number | null;
  /** The provider's model. */
  readonly modelMs: number | null;
  /** Our tools, and our handling of the first audio. */
  readonly oursMs: number | null;
  /** To the phone and back, by the mark of the first sound. */
  readonly networkMs: number | null;
  /** The rung that has answered. */
  readonly rung: string | null;
}

/** Who spoke when, and how long the caller waited, as plain data. */
export interface TalkSnapshot {
  readonly spans: readonly SpeechSpan[];
  readonly waits: readonly TurnWait[];
}

/** Spans kept while the database is away; a call of half an hour has a few hundred. */
const MAX_SPANS = 1_000;
const MAX_WAITS = 500;
/** A caller's turn that was found to be over so late says nothing of their last sound. */
const LONGEST_DETECTION_MS = 10_000;

/**
 * Who spoke when in a call, and how long the caller waited at each turn. Keeps the newest entries.
 * Times are ages of the call, so that they hold when the clock is set or another replica goes on.
 */
export class TalkLog {
  private readonly spanList: LongList<SpeechSpan>;
  private readonly waitList: LongList<TurnWait>;
  /** What the caller waits for; null when they do not. */
  private waiting: TurnWait | null = null;
  /** The caller's words on the order line are being answered. */
  private asked: {
    readonly fromMs: number;
    latency: TurnLatency | null;
    filledMs: number | null;
  } | null = null;
  /** The wait that has ended and was not taken, ms. */
  private endedMs: number | null = null;
  /** What is being sent. */
  private sending: SpeechSpan | null = null;

  /**
   * @param ageMs of the call, at any moment.
   * @param lost told how many spans or waits had to be given up.
   */
  constructor(
    private readonly ageMs: () => number,
    { spans, waits }: TalkSnapshot = { spans: [], waits: [] },
    earlier: Earlier = NOTHING_EARLIER,
    lost: (count: number) => void = () => undefined,
  ) {
    const spanRules = { most: MAX_SPANS, settled: settledOf, lost };
    this.spanList = new LongList('spans', spanRules, spans, earlier);
    this.waitList = new LongList('waits', { most: MAX_WAITS, lost }, waits, earlier);
    const last = this.waits.at(-1);
    if (last?.answerMs === null) this.waiting = last;
  }

  /** The lists that grow with the call: who spoke, and the waits. */
  get lists(): readonly [LongList<SpeechSpan>, LongList<TurnWait>] {
    return [this.spanList, this.waitList];
  }

  private get spans(): SpeechSpan[] {
    return this.spanList.items;
  }

  private get waits(): TurnWait[] {
    return this.waitList.items;
  }

  /** A stream has begun; the first of a call has to greet. */
  streamBegan(): void {
    this.sending = null;
    if (this.spans.length === 0 && this.waits.length === 0) this.wait(null, this.ageMs());
  }

  /** The caller begins to speak, perhaps on. @param replayed what was heard before is heard again. */
  callerBegan(replayed: boolean): void {
    if (this.openCaller() !== undefined) return;
    if (!replayed) this.waiting = null;
    this.add({ id: '', who: 'caller', rung: null, fromMs: this.ageMs() });
  }

  /** The turn of the caller is over. @param quietMs since their last sound. */
  callerEnded(id: string, quietMs: number): void {
    const now = this.ageMs();
    const open = this.openCaller();
    const since = quietMs > LONGEST_DETECTION_MS ? now : now - Math.round(quietMs);
    const lastSoundMs = Math.max(since, open?.fromMs ?? 0);
    if (open) this.changeSpan(open, { id, toMs: lastSoundMs, state: 'over' });
    this.wait(id, lastSoundMs, now - lastSoundMs);
  }

  /** It was a noise: no answer is owed for it. */
  noise(id: string): void {
    if (this.waiting?.id === id && this.waiting.silentMs === null) {
      this.waits.splice(this.waits.indexOf(this.waiting), 1);
      this.waiting = null;
    }
  }

  /** The caller has pressed keys. @param quietMs since the last of them. */
  keyed(id: string, quietMs: number): void {
    const now = this.ageMs();
    const fromMs = now - Math.round(quietMs);
    this.add({ id, who: 'keys', rung: null, fromMs, toMs: fromMs, state: 'over' });
    this.wait(id, fromMs, now - fromMs);
  }

  /**
   * Audio was sent to the phone. True for the first sound that the caller hears after a wait: the
   * phone's mark will tell how long it was on its way.
   *
   * @param startsInMs until what was sent before has been played.
   */
  sent(
    item: {
      readonly id: string;
      readonly who: 'assistant' | 'filler';
      readonly rung: string | null;
    },
    durationMs: number,
    startsInMs: number,
  ): boolean {
    const { sending } = this;
    if (sending?.id === item.id && sending.state !== 'cut') {
      const generatedMs = (sending.generatedMs ?? 0) + durationMs;
      this.changeSpan(sending, { generatedMs, state: 'open', toMs: null });
      return false;
    }
    const fromMs = this.ageMs() + Math.round(startsInMs);
    this.sending = this.add({ ...item, fromMs, generatedMs: durationMs });
    return this.sounds(item.who === 'filler' ? 'filler' : 'answer', item.rung, fromMs);
  }

  /** How much of an item was heard. @param cut the rest of it never will be. */
  heard(id: string, heardMs: number, cut: boolean): void {
    const span = this.spans.findLast((one) => one.id === id && one.generatedMs !== null);
    if (span === undefined) return;
    const ms = Math.round(heardMs);
    this.changeSpan(span, { heardMs: ms, toMs: span.fromMs + ms, state: cut ? 'cut' : 'over' });
  }

  /** The phone has told of the first sound after a wait. @param tripMs there and back. */
  arrived(tripMs: number): void {
    const wait = this.waits.at(-1);
    if (!wait || wait.silentMs === null || wait.networkMs !== null) return;
    const ms = Math.max(0, Math.round(tripMs));
    const silentMs = wait.silentMs + ms;
    if (wait.first !== 'answer') {
      this.changeWait(wait, { silentMs });
      return;
    }
    const answerMs = wait.answerMs === null ? null : wait.answerMs + ms;
    this.changeWait(wait, { silentMs, networkMs: ms, answerMs });
  }

  /** Where the time to the answer went. */
  measured(latency: TurnLatency): void {
    if (this.asked) this.asked.latency = latency;
    else this.split(this.waits.at(-1), latency);
  }

  /** Words of the caller, or nothing yet, have reached the order line. */
  lineAsked(): void {
    this.asked = { fromMs: this.ageMs(), latency: null, filledMs: null };
  }

  /** The caller hears a filler, as the order line is late with its answer. */
  lineFilled(): void {
    const now = this.ageMs();
    if (this.asked) this.asked.filledMs ??= now;
    const id = `line-filler-${now}`;
    this.add({ id, who: 'filler', rung: null, fromMs: now, state: 'untold' });
  }

  /**
   * How long the caller has waited for the answer that began since this was asked last, from their
   * last sound to its first one, ms; null: none has begun. The first words of a call, and what is
   * said without words of the caller, answer nothing. The way to the phone is not in it yet.
   */
  takeWait(): number | null {
    const { endedMs } = this;
    this.endedMs = null;
    return endedMs;
  }

  /** The order line has answered. @param callerId null: without words of the caller. */
  lineSaid(callerId: string | null, id: string, rung: string): void {
    const now = this.ageMs();
    const { fromMs, latency, filledMs } = this.asked ?? {
      fromMs: now,
      latency: null,
      filledMs: null,
    };
    this.asked = null;
    const untold = { state: 'untold' } as const;
    if (callerId !== null) this.add({ id: callerId, who: 'caller', rung: null, fromMs, ...untold });
    const isFirst = this.waits.length === 0;
    this.add({ id, who: 'assistant', rung, fromMs: now, ...untold });
    if (callerId === null && !isFirst) {
      this.sounds('answer', rung, now);
      return;
    }
    this.wait(callerId, fromMs);
    if (filledMs !== null) this.sounds('filler', null, filledMs);
    this.sounds('answer', rung, now);
    const wait = this.waits.at(-1);
    if (latency) this.split(wait, latency);
    else if (wait) this.changeWait(wait, { modelMs: 0, oursMs: now - fromMs });
  }

  /** The stream broke with its process: what was being played ends here, as far as it can be known. */
  cutOff(): void {
    const now = this.ageMs();
    for (const span of this.spans) {
      if (span.state !== 'open') continue;
      const { fromMs, generatedMs } = span;
      if (generatedMs === null) this.changeSpan(span, { state: 'untold' });
      else {
        const playableMs = Math.max(0, now - fromMs);
        this.heard(span.id, Math.min(playableMs, generatedMs), playableMs < generatedMs);
      }
    }
  }

  snapshot(): TalkSnapshot {
    return { spans: [...this.spans], waits: [...this.waits] };
  }

  private openCaller(): SpeechSpan | undefined {
    return this.spans.findLast(({ who, state }) => who === 'caller' && state === 'open');
  }

  private add(
    span: Pick<SpeechSpan, 'id' | 'who' | 'rung' | 'fromMs'> & Partial<SpeechSpan>,
  ): SpeechSpan {
    const all = { toMs: null, generatedMs: null, heardMs: null, state: 'open' as const, ...span };
    this.spanList.add(all);
    return all;
  }

  private changeSpan(span: SpeechSpan, changes: Partial<SpeechSpan>): void {
    const changed = { ...span, ...changes };
    const index = this.spans.lastIndexOf(span);
    if (index >= 0) this.spans[index] = changed;
    if (this.sending === span) this.sending = changed;
  }

  private changeWait(wait: TurnWait, changes: Partial<TurnWait>): void {
    const changed = { ...wait, ...changes };
    const index = this.waits.lastIndexOf(wait);
    if (index >= 0) this.waits[index] = changed;
    if (this.waiting === wait) this.waiting = changed;
  }

  private wait(id: string | null, fromMs: number, recognitionMs: number | null = null): void {
    const turn = id === null ? 0 : (this.waits.at(-1)?.turn ?? 0) + 1;
    const unknown = { recognitionMs, modelMs: null, oursMs: null, networkMs: null };
    const open = { silentMs: null, first: null, answerMs: null, rung: null };
    this.waiting = { turn, id, fromMs, ...open, ...unknown };
    this.waitList.add(this.waiting);
  }

  /** True when the silence ends here. */
  private sounds(first: 'answer' | 'filler', rung: string | null, atMs: number): boolean {
    const { waiting } = this;
    if (waiting === null) return false;
    const ms = Math.max(0, atMs - waiting.fromMs);
    const endsSilence = waiting.silentMs === null;
    const silence = endsSilence ? { silentMs: ms, first } : {};
    if (first === 'answer') {
      this.changeWait(waiting, { ...silence, answerMs: ms, rung });
      if (waiting.id !== null) this.endedMs = ms;
      this.waiting = null;
    } else if (endsSilence) this.changeWait(waiting, silence);
    return endsSilence;
  }

  private split(wait: TurnWait | undefined, latency: TurnLatency): void {
    if (wait === undefined) return;
    const modelMs = Math.round(latency.providerMs);
    this.changeWait(wait, { modelMs, oursMs: Math.round(latency.toolsMs + latency.forwardMs) });
  }
}

/** How many of the oldest spans are over: up to one that goes on, or of which no mark has told. */
function settledOf(spans: readonly SpeechSpan[]): number {
  const open = spans.findIndex(({ state }) => state === 'open');
  return open < 0 ? spans.length : open;
}
