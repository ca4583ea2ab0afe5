import type { PhoneClock } from './phone-clock.js';

/** Mu-law, 8 kHz: bytes of one millisecond. */
export const BYTES_PER_MS = 8;
/** Gaps up to this long are rounding, not silence. */
const SEAM_MS = 0.5;

/** A stretch of time in clock milliseconds. */
export interface Span {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A time in which nothing is to be heard. */
export interface Silence {
  readonly startedAt: number;
  readonly durationMs: number;
}

interface Chunk {
  startedAt: number;
  endedAt: number;
  audio: Buffer;
  readonly silent: boolean;
}

/**
 * What really came out of the caller's receiver, over all streams of a call. Audio that is
 * nothing but digital silence (0xFF, 0x7F) takes time but counts as nothing heard.
 */
export class Heard {
  readonly #chunks: Chunk[] = [];
  readonly #instants: number[] = [];

  constructor(private readonly clock: PhoneClock) {}

  /** Plans `audio` to play from `startedAt`. */
  add(startedAt: number, audio: Buffer): void {
    const silent = audio.every((byte) => byte === 0xff || byte === 0x7f);
    this.#chunks.push({
      startedAt,
      endedAt: startedAt + audio.length / BYTES_PER_MS,
      audio,
      silent,
    });
  }

  /** Something heard that takes no time here, such as `<Say>`. */
  addInstant(at: number): void {
    this.#instants.push(at);
  }

  /** Drops what would play after `time`. */
  cut(time: number): void {
    for (let last = this.#chunks.at(-1); last !== undefined; last = this.#chunks.at(-1)) {
      if (last.endedAt <= time) return;
      if (last.startedAt < time) {
        last.endedAt = time;
        last.audio = last.audio.subarray(0, Math.round((time - last.startedAt) * BYTES_PER_MS));
        return;
      }
      this.#chunks.pop();
    }
  }

  /** Heard so far, joined where one followed the other without a gap. */
  get spans(): readonly Span[] {
    const now = this.clock.now();
    const spans: { startedAt: number; endedAt: number }[] = [];
    for (const { startedAt, endedAt, silent } of this.#chunks) {
      if (silent || startedAt > now) continue;
      const last = spans.at(-1);
      const end = Math.min(endedAt, now);
      if (last !== undefined && startedAt - last.endedAt <= SEAM_MS) last.endedAt = end;
      else spans.push({ startedAt, endedAt: end });
    }
    return spans;
  }

  /** Milliseconds heard in all. */
  get totalMs(): number {
    return this.betweenMs(-Infinity, Infinity);
  }

  /** Milliseconds heard from `from` to `to`, not beyond now. */
  betweenMs(from: number, to: number): number {
    return this.spans.reduce(
      (sum, span) => sum + Math.max(0, Math.min(span.endedAt, to) - Math.max(span.startedAt, from)),
      0,
    );
  }

  /** When something was first heard at or after `time`; undefined while nothing was. */
  firstAfter(time: number): number | undefined {
    const span = this.spans.find(({ endedAt }) => endedAt > time);
    return span === undefined ? undefined : Math.max(span.startedAt, time);
  }

  /** When `durationMs` will have been heard since `from`, as far as is known now. */
  reachesAt(from: number, durationMs: number): number | undefined {
    let missing = durationMs;
    for (const { startedAt, endedAt, silent } of this.#chunks) {
      const length = silent ? 0 : Math.max(0, endedAt - Math.max(startedAt, from));
      if (length >= missing && !silent) return Math.max(startedAt, from) + missing;
      missing -= length;
    }
    return undefined;
  }

  /** When the next audio that is not yet playing begins. */
  nextStartAt(): number | undefined {
    const now = this.clock.now();
    return this.#chunks.find(({ startedAt, silent }) => !silent && startedAt > now)?.startedAt;
  }

  /** The mu-law bytes that were played from `from` on, silence included. */
  audioSince(from: number): Buffer {
    const now = this.clock.now();
    return Buffer.concat(
      this.#chunks.map(({ startedAt, audio }) =>
        audio.subarray(
          Math.max(0, Math.round((from - startedAt) * BYTES_PER_MS)),
          Math.max(0, Math.round((now - startedAt) * BYTES_PER_MS)),
        ),
      ),
    );
  }

  /** The mu-law bytes of so many ms from `from` on, with silence where nothing is played. */
  audioFrom(from: number, durationMs: number): Buffer {
    const bytes = Buffer.alloc(Math.round(durationMs * BYTES_PER_MS), 0xff);
    for (const { startedAt, endedAt, audio } of this.#chunks) {
      if (endedAt <= from || startedAt >= from + durationMs) continue;
      const offset = Math.round((startedAt - from) * BYTES_PER_MS);
      audio.copy(bytes, Math.max(0, offset), Math.max(0, -offset));
    }
    return bytes;
  }

  /** The longest time between `from` and `to` with nothing heard and none of `busy` going on. */
  longestSilence(from: number, to: number, busy: readonly Span[]): Silence {
    const sounds = [
      ...this.spans,
      ...busy,
      ...this.#instants.map((at) => ({ startedAt: at, endedAt: at })),
      { startedAt: to, endedAt: to },
    ].sort((a, b) => a.startedAt - b.startedAt);
    let longest: Silence = { startedAt: from, durationMs: 0 };
    let quietSince = from;
    for (const { startedAt, endedAt } of sounds) {
      const durationMs = Math.min(startedAt, to) - quietSince;
      if (durationMs > longest.durationMs) longest = { startedAt: quietSince, durationMs };
      quietSince = Math.max(quietSince, endedAt);
    }
    return longest;
  }
}
