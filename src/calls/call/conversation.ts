import type { HistoryItem } from '../../common/history-item.js';
import type { HeardPart } from '../../realtime/voice-provider.js';
import type { ReadBackReport } from '../../menu/tools/tool.js';
import { NOTHING_EARLIER, type Earlier } from './call-parts.js';
import { CardGuard } from './card-guard.js';
import {
  awaitsWords,
  heardText,
  isAudio,
  unsaid,
  type ConversationEntry,
  type Ran,
  type Spoken,
  type ToolEntry,
} from './conversation-entry.js';
import { LongList } from './long-list.js';
import { misreadIn, openReadBackAt, readBackReport } from './read-back.js';

/** What was said, as it is kept and shown. */
export interface TranscriptEntry {
  readonly at: string;
  readonly role: 'caller' | 'assistant';
  readonly text: string;
  /** The caller spoke over it. */
  readonly interrupted: boolean;
  /** How much of an assistant's entry was played; null for the caller's, and for `<Say>`. */
  readonly heardMs: number | null;
}

/**
 * Where a conversation stands: the caller spoke and the words are unknown; the caller's words or
 * a tool's result wait for an answer; the answer was cut off; nothing is owed.
 */
export type Standing = 'caller-unheard' | 'caller-waits' | 'assistant-cut' | 'settled';

/** A conversation as plain data; of a long one its newest part. */
export interface ConversationSnapshot {
  readonly entries: readonly ConversationEntry[];
}

/** Stands in a replay for a caller's turn whose text had not arrived when the session was lost. */
const WORDS_LOST =
  '[The caller’s words were lost; what was understood shows in the tool calls that follow.]';
/** Stands in a transcript for words of the caller of which there is no text. */
const NOT_UNDERSTOOD = '[words not understood]';
/** Entries kept while the database is away; a call of half an hour has a few hundred. */
const MAX_ENTRIES = 2_000;

/**
 * What was said and done in a call, in order, serialisable at any moment. Entries are opened
 * when they happen and filled in when their text arrives, which may be later. Payment card
 * numbers are masked before anything is kept; the first part of one that comes in parts is masked
 * when the rest is known.
 */
export class Conversation {
  readonly list: LongList<ConversationEntry>;
  private misreadEarlier: number;
  private readonly cards = new CardGuard();
  /** Told once no words are still to come. */
  private readonly waiting: (() => void)[] = [];

  /** @param lost told how many entries had to be given up. */
  constructor(
    { entries }: ConversationSnapshot = { entries: [] },
    earlier: Earlier = NOTHING_EARLIER,
    lost: (count: number) => void = () => undefined,
  ) {
    this.misreadEarlier = earlier.misread;
    const rules = {
      most: MAX_ENTRIES,
      settled: settledOf,
      left: (left: readonly ConversationEntry[]): void => {
        this.misreadEarlier += misreadIn(left);
      },
      lost,
    };
    this.list = new LongList('entries', rules, entries, earlier);
  }

  private get entries(): ConversationEntry[] {
    return this.list.items;
  }

  /** How many entries the conversation has had until now. */
  get length(): number {
    return this.list.before + this.entries.length;
  }

  /** Read-backs that had said something else, among the entries that are not kept any more. */
  get misread(): number {
    return this.misreadEarlier;
  }

  /**
   * The caller's turn ended; its words follow with `callerSaid`. A turn that comes right after one
   * whose words were lost is that turn, heard again by the next session.
   */
  callerTurn(turnId: string): void {
    if (this.find('caller', turnId)) return;
    const last = this.entries.at(-1);
    if (last?.kind === 'spoken' && last.noWords === 'session-lost') this.entries.pop();
    this.add(spoken('caller', turnId));
  }

  /** The provider cannot tell what the caller said in this turn. */
  notUnderstood(turnId: string): void {
    const entry = this.find('caller', turnId);
    if (entry?.text === '') this.change(entry, { noWords: 'not-understood' });
    this.tellWords();
  }

  /** The session is gone: what it has not told of the caller's words will not come any more. */
  sessionLost(): void {
    const last = this.entries.at(-1);
    for (const entry of this.entries) {
      if (entry.kind !== 'spoken') continue;
      if (entry.role === 'assistant') {
        if (!entry.complete && !entry.brokenOff) this.change(entry, { brokenOff: true });
        continue;
      }
      if (entry.text !== '') continue;
      // A turn that nothing has followed is heard again.
      const again = entry === last && entry.noWords !== 'noise';
      if (again || entry.noWords === undefined) this.change(entry, { noWords: 'session-lost' });
    }
    this.tellWords();
  }

  /** @param text empty for a noise. */
  callerSaid(turnId: string, text: string): void {
    this.callerTurn(turnId);
    const entry = this.find('caller', turnId);
    if (!entry) return;
    const { noWords: _, ...rest } = entry;
    // Before it is masked alone, so that all its digits count with those of the turns before.
    this.replace(entry, text === '' ? { ...rest, text, noWords: 'noise' } : { ...rest, text });
    this.cards.look(this.entries);
    const kept = this.find('caller', turnId);
    if (kept) this.change(kept, { text: this.cards.text(kept.text) });
    this.tellWords();
  }

  /** The caller speaks: an answer that is still on its way stays without its end. */
  callerBegan(): void {
    const last = this.entries.findLast((entry) => entry.kind === 'spoken');
    if (last?.role === 'assistant' && !last.complete && last.sentMs > 0) {
      this.change(last, { brokenOff: true });
    }
  }

  /** A text without card numbers, also without parts of those that were said in the call. */
  withoutCards(text: string): string {
    return this.cards.text(text);
  }

  /** The caller pressed keys. @param over what was being played on, and what of it was heard. */
  callerPressed(turnId: string, text: string, over: readonly HeardPart[]): void {
    this.callerSaid(turnId, text);
    const entry = this.find('caller', turnId);
    if (entry && over.length > 0) this.change(entry, { over });
  }

  /** Resolves once no words of the caller's newest turn are still to come. */
  wordsKnown(): Promise<void> {
    if (!this.awaitsWords) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private tellWords(): void {
    if (this.waiting.length === 0 || this.awaitsWords) return;
    for (const tell of this.waiting.splice(0)) tell();
  }

  private get awaitsWords(): boolean {
    const last = this.entries.findLast(
      (entry) => entry.kind === 'spoken' && entry.role === 'caller',
    );
    return last?.kind === 'spoken' && awaitsWords(last);
  }

  /** What became of the read-back that gave this confirmation. */
  readBack(confirmationId: string): ReadBackReport {
    const report = readBackReport(this.entries, confirmationId);
    return { ...report, misread: report.misread + this.misreadEarlier };
  }

  /** Audio of an assistant item went to the phone. */
  assistantAudio(itemId: string, durationMs: number): void {
    const entry = this.assistant(itemId);
    this.change(entry, { sentMs: entry.sentMs + durationMs });
  }

  /** Audio of an assistant item was dropped on its way to the phone. */
  assistantDropped(itemId: string): void {
    this.change(this.assistant(itemId), { brokenOff: true });
  }

  assistantSaid(itemId: string, text: string): void {
    this.change(this.assistant(itemId), { text: this.cards.text(text) });
  }

  /** Words of the order line, which Twilio's voice says: the caller hears them, and then answers. */
  lineSaid(itemId: string, text: string): void {
    this.assistantSaid(itemId, text);
    this.change(this.assistant(itemId), { complete: true });
    this.cards.look(this.entries);
  }

  heard(itemId: string, heardMs: number, interrupted: boolean): void {
    const entry = this.find('assistant', itemId);
    if (entry) this.change(entry, { heardMs: Math.round(heardMs), interrupted });
  }

  /** The assistant has nothing more to say for now. */
  turnDone(): void {
    this.cards.look(this.entries);
    for (const entry of this.entries) {
      // Of an answer that never became audio nothing was said.
      if (entry.kind === 'spoken' && !entry.complete && !unsaid(entry)) {
        this.change(entry, { complete: true });
      }
    }
  }

  /** False when this call id is known already: nothing is done twice. */
  toolCalled(callId: string, name: string, args: string): boolean {
    if (this.ran(callId)) return false;
    this.add({
      kind: 'ran',
      at: new Date().toISOString(),
      callId,
      name,
      arguments: this.cards.json(args),
      output: null,
    });
    return true;
  }

  toolAnswered(callId: string, output: string): void {
    const entry = this.ran(callId);
    if (entry) this.replace(entry, { ...entry, output: this.cards.json(output) });
  }

  /** What a tool answered; null while it runs, and for a call id that is not known. */
  toolOutput(callId: string): string | null {
    return this.ran(callId)?.output ?? null;
  }

  /** A word was said, or a tool was run. */
  get begun(): boolean {
    const isBegun = (entry: ConversationEntry): boolean =>
      entry.kind === 'ran' || entry.text !== '' || entry.sentMs > 0;
    return this.list.before > 0 || this.entries.some(isBegun);
  }

  /** Tools that were asked for and of whose end nothing is known. */
  unanswered(): readonly ToolEntry[] {
    return this.entries.filter((entry): entry is Ran => entry.kind === 'ran' && !entry.output);
  }

  /**
   * The stream broke: what was on its way to the caller ends here. As the phone's last mark may
   * be missing, an answer counts as heard for as long as it can have been played.
   *
   * @param atMs when the stream broke, epoch ms, by the clock that wrote the entries.
   */
  cutOff(atMs: number): void {
    const last = this.entries.findLast((entry) => entry.kind === 'spoken');
    if (last?.role !== 'assistant' || last.interrupted) return;
    const playableMs = Math.max(0, atMs - Date.parse(last.at));
    if (playableMs >= last.sentMs) return;
    const heardMs = Math.max(last.heardMs, playableMs);
    this.change(last, { heardMs, interrupted: heardMs < last.sentMs });
  }

  standing(): Standing {
    const last = this.entries.findLast((entry) => entry.kind === 'ran' || !unsaid(entry));
    if (!last) return 'settled';
    if (last.kind === 'ran') return 'caller-waits';
    if (last.role === 'caller') return last.text === '' ? 'caller-unheard' : 'caller-waits';
    return last.complete || last.interrupted ? 'settled' : 'assistant-cut';
  }

  transcript(): readonly TranscriptEntry[] {
    return this.entries.filter(isShown).map(shown);
  }

  /** The newest entry of the transcript; null before anything was said. */
  lastSaid(): TranscriptEntry | null {
    const last = this.entries.findLast(isShown);
    return last === undefined ? null : shown(last);
  }

  /**
   * What a provider that takes over has to know: only what was heard, and every result. Of a long
   * conversation it is the newest part, with all of a read-back that is open.
   *
   * @param from leaves out the entries that came before so many.
   */
  replay(from = 0): readonly HistoryItem[] {
    return this.entries.flatMap((entry, index): HistoryItem[] => {
      if (this.list.before + index < from) return [];
      if (entry.kind === 'ran') {
        const { callId, name, arguments: args, output } = entry;
        return [{ kind: 'tool-call', callId, name, arguments: args, output }];
      }
      const text =
        entry.role === 'assistant' ? heardText(entry) : callerText(entry, this.entries[index + 1]);
      return text === '' ? [] : [{ kind: 'message', role: entry.role, text }];
    });
  }

  snapshot(): ConversationSnapshot {
    return { entries: [...this.entries] };
  }

  private assistant(itemId: string): Spoken {
    const known = this.find('assistant', itemId);
    if (known) return known;
    const entry = spoken('assistant', itemId);
    this.add(entry);
    return entry;
  }

  private ran(callId: string): Ran | undefined {
    return this.entries.findLast(
      (entry): entry is Ran => entry.kind === 'ran' && entry.callId === callId,
    );
  }

  private find(role: 'caller' | 'assistant', id: string): Spoken | undefined {
    return this.entries.findLast(
      (entry): entry is Spoken => entry.kind === 'spoken' && entry.role === role && entry.id === id,
    );
  }

  private add(entry: ConversationEntry): void {
    this.list.add(entry);
  }

  private change(entry: Spoken, changes: Partial<Spoken>): void {
    this.replace(entry, { ...entry, ...changes });
  }

  private replace(entry: ConversationEntry, changed: ConversationEntry): void {
    const index = this.entries.lastIndexOf(entry);
    if (index >= 0) this.entries[index] = changed;
  }
}

function spoken(role: 'caller' | 'assistant', id: string): Spoken {
  return {
    kind: 'spoken',
    id,
    at: new Date().toISOString(),
    role,
    text: '',
    interrupted: false,
    sentMs: 0,
    heardMs: 0,
    complete: false,
  };
}

/**
 * How many of the oldest entries are over and done with: up to a tool that is running, to words that
 * are still to come, or to a read-back of which an order may still be placed.
 */
function settledOf(entries: readonly ConversationEntry[]): number {
  const waiting = entries.findIndex((entry) =>
    entry.kind === 'ran' ? entry.output === null : awaitsWords(entry),
  );
  const open = openReadBackAt(entries);
  return waiting < 0 ? open : Math.min(waiting, open);
}

function isShown(entry: ConversationEntry): entry is Spoken {
  return entry.kind === 'spoken' && shownText(entry) !== '';
}

function shown(entry: Spoken): TranscriptEntry {
  const { at, role, interrupted } = entry;
  const heardMs = isAudio(entry) ? entry.heardMs : null;
  return { at, role, text: shownText(entry), interrupted, heardMs };
}

/** What a transcript shows of an entry; empty while its text is on its way. */
function shownText({ text, noWords }: Spoken): string {
  return noWords === undefined || noWords === 'noise' ? text : NOT_UNDERSTOOD;
}

/** What a replay tells of a caller's turn. One that nothing has followed is heard again instead. */
function callerText(entry: Spoken, next: ConversationEntry | undefined): string {
  if (entry.text !== '' || next === undefined || entry.noWords === 'noise') return entry.text;
  return next.kind === 'ran' ? WORDS_LOST : shownText(entry);
}
