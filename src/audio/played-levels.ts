import { FRAME_BYTES, FRAME_MS } from './mulaw-format.js';
import { dbfs, decodeSample, rms } from './mulaw.js';

/** Levels kept: 164 s, more than may wait at a phone and an echo may come back after. */
const SLOTS = 8_192;
/** One sample in so many tells the level of 20 ms well enough. */
const SAMPLE_STEP = 4;
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
 * when `settle` is called about the time at which it plays. Times are any monotonic clock, ms.
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
    this.pieces = this.pieces.filter(({ from }) => from < now);
    this.pieces.push({ from: now, payload: null });
  }

  /** Decodes what has begun to play by now. */
  settle(now: number): void {
    const later = this.pieces.findIndex(({ from }) => from > now);
    const begun = this.pieces.splice(0, later < 0 ? this.pieces.length : later);
    for (const { from, payload } of begun) {
      const slot = slotOf(from);
      if (payload === null) this.silence(slot);
      else this.write(slot, Buffer.from(payload, 'base64'));
    }
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
      this.levels[slot % SLOTS] = Math.max(QUIETEST_DBFS, levelOf(audio, at));
      slot += 1;
    }
    this.end = Math.max(this.end, slot);
  }

  private silence(from: number): void {
    this.end = Math.min(this.end, Math.max(from, 0));
  }
}

/** Level of the 20 ms that begin at a byte, from some of their samples. */
function levelOf(audio: Buffer, from: number): number {
  const end = Math.min(from + FRAME_BYTES, audio.length);
  let squares = 0;
  let samples = 0;
  for (let at = from; at < end; at += SAMPLE_STEP) {
    const sample = decodeSample(audio[at] ?? 0);
    squares += sample * sample;
    samples += 1;
  }
  return dbfs(rms(squares, samples));
}

function slotOf(time: number): number {
  return Math.floor(time / FRAME_MS);
}
