import type { HeardPart } from '../../realtime/voice-provider.js';

/** How much of one assistant item the caller heard, which is never more than was sent. */
interface PlayedPart extends HeardPart {
  /** Audio handed to the phone. */
  readonly sentMs: number;
}

interface Item {
  readonly itemId: string;
  sentMs: number;
  /** Ms of this item known or assumed to be played before the first queued chunk. */
  playedMs: number;
}

interface Chunk {
  readonly item: Item;
  readonly durationMs: number;
  readonly markName: string;
  readonly sentAt: number;
}

/** More audio than this is never queued at the phone: no caller listens for so long. */
const MAX_UNPLAYED_MS = 120_000;
/** A mark that is so late will not come: its chunk counts as played when the clock said so. */
export const MARK_LATE_MS = 1_000;
/** Chunks counted as played whose marks may still come. */
const MAX_UNMARKED = 64;

/**
 * Ledger of what was sent to the phone and what of it was heard. The phone plays chunks in
 * order and in real time and returns a mark after each (protocol A4.4); between marks, and where
 * none comes back, the clock tells. Times are any monotonic clock in ms, given by the caller of
 * each method.
 */
export class Playback {
  private chunks: Chunk[] = [];
  /** Counted as played by the clock since the newest mark. */
  private unmarked: Chunk[] = [];
  /** The phone's marks come back: false before the first, and while one is overdue. */
  private marksCome = false;
  /** The item sent last; its deltas may go on after all earlier ones were played. */
  private newest: Item | null = null;
  /** The first chunk began to play then, unless it was sent later. */
  private headFrom = 0;
  private unplayed = 0;
  private maxUnplayed = 0;
  private unconfirmed = 0;
  private marks = 0;

  /** Audio sent that does not count as played. */
  get unplayedMs(): number {
    return this.unplayed;
  }

  /** The most that was ever unplayed. */
  get maxUnplayedMs(): number {
    return this.maxUnplayed;
  }

  /** Audio that counts as played by the clock since a mark last came. */
  get unconfirmedMs(): number {
    return this.unconfirmed;
  }

  get marksPending(): number {
    return this.chunks.length;
  }

  /** Everything sent counts as played. */
  get idle(): boolean {
    return this.chunks.length === 0;
  }

  /** By the clock alone something is being played. */
  playing(now: number): boolean {
    return this.startsInMs(now) > 0;
  }

  /** By the clock alone: until everything that was sent has been played, ms. */
  startsInMs(now: number): number {
    if (this.idle) return 0;
    let endsAt = this.headFrom;
    for (const { durationMs, sentAt } of this.chunks) {
      endsAt = Math.max(endsAt, sentAt) + durationMs;
    }
    return Math.max(0, endsAt - now);
  }

  /** The item sent last. */
  get newestItem(): string | null {
    return this.newest?.itemId ?? null;
  }

  /** False when the phone has so much waiting that no more is to be sent. */
  accepts(durationMs: number): boolean {
    return this.unplayed + durationMs <= MAX_UNPLAYED_MS;
  }

  /** Notes a chunk as sent; returns the name of the mark that must follow it. */
  sent(itemId: string, durationMs: number, now: number): string {
    const item = this.newest?.itemId === itemId ? this.newest : { itemId, sentMs: 0, playedMs: 0 };
    this.newest = item;
    item.sentMs += durationMs;
    this.marks += 1;
    const markName = `m${this.marks}`;
    this.chunks.push({ item, durationMs, markName, sentAt: now });
    this.unplayed += durationMs;
    this.maxUnplayed = Math.max(this.maxUnplayed, this.unplayed);
    return markName;
  }

  /**
   * The phone has played everything up to this mark. Unknown names are marks that a `clear`
   * sent back and mean nothing. Returns the items that are now heard to their end.
   */
  marked(name: string, now: number): readonly PlayedPart[] {
    this.marksCome = true;
    this.unconfirmed = 0;
    const late = this.unmarked.findIndex((chunk) => chunk.markName === name);
    if (late >= 0) {
      // The phone is behind the clock: what follows is only now being played.
      this.unmarked = this.unmarked.slice(late + 1);
      this.headFrom = this.unmarked.reduce((at, { durationMs }) => at + durationMs, now);
      return [];
    }
    const index = this.chunks.findIndex((chunk) => chunk.markName === name);
    if (index < 0) return [];
    this.headFrom = now;
    this.unmarked = [];
    return this.played(index + 1);
  }

  /**
   * Counts as played what the phone must have played by now though no mark says so. Returns the
   * items that are now heard to their end.
   */
  elapsed(now: number): readonly PlayedPart[] {
    return this.playedBefore(now - MARK_LATE_MS);
  }

  /**
   * The same at the moment when the caller speaks: where no marks come, an answer that has just
   * ended was not interrupted.
   */
  heardOut(now: number): readonly PlayedPart[] {
    return this.marksCome ? this.elapsed(now) : this.playedBefore(now);
  }

  /**
   * The caller speaks: forgets everything queued and tells, oldest first, what was heard of
   * each item not played to its end. Empty when nothing was waiting.
   */
  interrupt(now: number): readonly PlayedPart[] {
    const parts = this.waiting(now);
    this.chunks = [];
    this.unplayed = 0;
    return parts;
  }

  /** What is being played, or waits for it, and how much of each was heard by now; oldest first. */
  waiting(now: number): readonly PlayedPart[] {
    let at = this.headFrom;
    const parts = new Map<Item, number>();
    for (const { item, durationMs, sentAt } of this.chunks) {
      at = Math.max(at, sentAt);
      const playedMs = Math.max(0, Math.min(now - at, durationMs));
      at += durationMs;
      parts.set(item, (parts.get(item) ?? item.playedMs) + playedMs);
    }
    return [...parts].map(([item, heardMs]) => heard(item, heardMs));
  }

  private playedBefore(time: number): readonly PlayedPart[] {
    let count = 0;
    let at = this.headFrom;
    for (const { durationMs, sentAt } of this.chunks) {
      const end = Math.max(at, sentAt) + durationMs;
      if (end > time) break;
      at = end;
      count += 1;
    }
    if (count === 0) return [];
    this.headFrom = at;
    this.marksCome = false;
    for (const { durationMs } of this.chunks.slice(0, count)) this.unconfirmed += durationMs;
    this.unmarked = [...this.unmarked, ...this.chunks.slice(0, count)].slice(-MAX_UNMARKED);
    return this.played(count);
  }

  /** Takes the first chunks off the queue as played. */
  private played(count: number): readonly PlayedPart[] {
    const finished: PlayedPart[] = [];
    for (const chunk of this.chunks.splice(0, count)) {
      chunk.item.playedMs += chunk.durationMs;
      this.unplayed -= chunk.durationMs;
      if (this.chunks[0]?.item !== chunk.item && chunk.item.playedMs >= chunk.item.sentMs) {
        finished.push(heard(chunk.item, chunk.item.sentMs));
      }
    }
    return finished;
  }
}

function heard({ itemId, sentMs }: Item, heardMs: number): PlayedPart {
  return { itemId, sentMs, heardMs: Math.min(heardMs, sentMs) };
}
