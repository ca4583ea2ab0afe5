import { FRAME_BYTES, FRAME_MS } from './mulaw-format.js';
import { levelDbfs } from './mulaw.js';

/** Levels kept: 164 s, more than may wait at a phone and an echo may come back after. */
const SLOTS = 8_192;
/** Softer than this is as good as silence. */
export const QUIETEST_DBFS = -60;

/** What was handed to the phone, or null from a moment on at which the phone was silenced. */
interface Piece {
  readonly from: number;
  readonly payload: string | null;
}

/**
 * Level of what the phone plays of ours, in steps of 20 ms, by the clock: the phone plays pieces
 * in order and in real time (protocol A4.4). Handing over a piece costs nothing; it is decoded
 * when `settle` is called. Times are any monotonic clock, ms.
 */
export class PlayedLevels {
  private readonly levels = new Int8Array(SLOTS).fill(QUIETEST_DBFS);
  /** The slot behind the newest one that was written. */
  private end = 0;
  private pieces: Piece[] = [];
  private endsAt = 0;

  /** Base64 mu-law was sent to the phone. */
  sent(payload: string, durationMs: number, now: number): void {
    const from = Math.max(now, this.endsAt);
    this.endsAt = from + durationMs;
    this.pieces.push({ from, payload });
  }

  /** The phone was silenced: what it has not played is never heard. */
  cut(now: number): void {
    if (now >= this.endsAt) return;
    this.endsAt = now;
    this.pieces.push({ from: now, payload: null });
  }

  /** Decodes what was sent since the last time. */
  settle(): void {
    for (const { from, payload } of this.pieces) {
      const slot = slotOf(from);
      if (payload === null) this.silence(slot);
      else this.write(slot, Buffer.from(payload, 'base64'));
    }
    this.pieces = [];
  }

  /** Level at a moment of the last 40 s, dBFS, as far as it is settled. */
  levelAt(time: number): number {
    const slot = slotOf(time);
    if (slot < 0 || slot >= this.end || slot < this.end - SLOTS) return QUIETEST_DBFS;
    return this.levels[slot % SLOTS] ?? QUIETEST_DBFS;
  }

  private write(first: number, audio: Buffer): void {
    // A pause; of a longer one than is kept, what is kept.
    for (let slot = Math.max(this.end, first - SLOTS); slot < first; slot += 1) {
      this.levels[slot % SLOTS] = QUIETEST_DBFS;
    }
    let slot = first;
    for (let at = 0; at < audio.length; at += FRAME_BYTES) {
      const level = levelDbfs(audio.subarray(at, at + FRAME_BYTES));
      this.levels[slot % SLOTS] = Math.max(QUIETEST_DBFS, level);
      slot += 1;
    }
    this.end = Math.max(this.end, slot);
  }

  private silence(from: number): void {
    this.end = Math.min(this.end, Math.max(from, 0));
  }
}

function slotOf(time: number): number {
  return Math.floor(time / FRAME_MS);
}
