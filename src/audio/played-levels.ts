import { FRAME_BYTES, FRAME_MS } from './mulaw-format.js';
import { dbfs, decodeSample, rms } from './mulaw.js';

/** Levels kept: 164 s, more than may wait at a phone and an echo may come back after. */
const SLOTS = 8_192;
/** One sample in so many tells the level of 20 ms well enough. */
const SAMPLE_STEP = 4;
/** Softer than this is as good as silence. */
export const QUIETEST_DBFS = -60;

/**
 * Level of what the phone plays of ours, in steps of 20 ms, by the clock: the phone plays pieces
 * in order and in real time (protocol A4.4). A piece is looked at when it is handed over, which
 * takes a few microseconds: kept as text until it plays, it would be promoted by the garbage
 * collector. Times are any monotonic clock, ms.
 */
export class PlayedLevels {
  private readonly levels = new Int8Array(SLOTS).fill(QUIETEST_DBFS);
  /** The slot behind the newest one that was written. */
  private end = 0;
  private endsAt = 0;

  /** Base64 mu-law was sent to the phone. */
  sent(payload: string, durationMs: number, now: number): void {
    const from = Math.max(now, this.endsAt);
    this.endsAt = from + durationMs;
    this.write(slotOf(from), Buffer.from(payload, 'base64'));
  }

  /** The phone was silenced: what it has not played is never heard. */
  cut(now: number): void {
    if (now >= this.endsAt) return;
    this.endsAt = now;
    this.end = Math.min(this.end, Math.max(slotOf(now), 0));
  }

  /** Level at a moment of the last 40 s, dBFS. */
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
