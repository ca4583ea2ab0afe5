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
}

/** More audio than this is never queued at the phone: no caller listens for so long. */
const MAX_UNPLAYED_MS = 120_000;

/**
 * Ledger of what was sent to the phone and what of it was heard. The phone plays chunks in
 * order and in real time and returns a mark after each (protocol A4.4); between marks the
 * clock tells. Times are any monotonic clock in ms, given by the caller of each method.
 */
export class Playback {
  private chunks: Chunk[] = [];
  /** The item sent last; its deltas may go on after all earlier ones were played. */
  private newest: Item | null = null;
  /** When the first chunk began to play. */
  private headStartedAt = 0;
  private unplayed = 0;
  private marks = 0;

  /** Audio sent whose mark has not come back. */
  get unplayedMs(): number {
    return this.unplayed;
  }

  get marksPending(): number {
    return this.chunks.length;
  }

  get idle(): boolean {
    return this.chunks.length === 0;
  }

  /** False when the phone has so much waiting that no more is to be sent. */
  accepts(durationMs: number): boolean {
    return this.unplayed + durationMs <= MAX_UNPLAYED_MS;
  }

  /** Notes a chunk as sent; returns the name of the mark that must follow it. */
  sent(itemId: string, durationMs: number, now: number): string {
    if (this.idle) this.headStartedAt = now;
    const item = this.newest?.itemId === itemId ? this.newest : { itemId, sentMs: 0, playedMs: 0 };
    this.newest = item;
    item.sentMs += durationMs;
    this.marks += 1;
    const markName = `m${this.marks}`;
    this.chunks.push({ item, durationMs, markName });
    this.unplayed += durationMs;
    return markName;
  }

  /**
   * The phone has played everything up to this mark. Unknown names are marks that a `clear`
   * sent back and mean nothing. Returns the items that are now heard to their end.
   */
  marked(name: string, now: number): readonly PlayedPart[] {
    const index = this.chunks.findIndex((chunk) => chunk.markName === name);
    if (index < 0) return [];
    const finished: PlayedPart[] = [];
    for (const chunk of this.chunks.splice(0, index + 1)) {
      chunk.item.playedMs += chunk.durationMs;
      this.unplayed -= chunk.durationMs;
      if (this.chunks[0]?.item !== chunk.item && chunk.item.playedMs >= chunk.item.sentMs) {
        finished.push(heard(chunk.item, chunk.item.sentMs));
      }
    }
    this.headStartedAt = now;
    return finished;
  }

  /**
   * The caller speaks: forgets everything queued and tells, oldest first, what was heard of
   * each item not played to its end. Empty when nothing was waiting.
   */
  interrupt(now: number): readonly PlayedPart[] {
    let elapsedMs = Math.max(0, now - this.headStartedAt);
    const parts = new Map<Item, number>();
    for (const { item, durationMs } of this.chunks) {
      const playedMs = Math.min(elapsedMs, durationMs);
      elapsedMs -= playedMs;
      parts.set(item, (parts.get(item) ?? item.playedMs) + playedMs);
    }
    this.chunks = [];
    this.unplayed = 0;
    return [...parts].map(([item, heardMs]) => heard(item, heardMs));
  }
}

function heard({ itemId, sentMs }: Item, heardMs: number): PlayedPart {
  return { itemId, sentMs, heardMs: Math.min(heardMs, sentMs) };
}
