import { FRAME_MS } from './mulaw-format.js';

/** Longest audio that a next session hears again. */
export const REPLAY_LIMIT_MS = 10_000;
/** Frames kept: the limit in Twilio's frames. Shorter frames reach back less far. */
const CAPACITY = REPLAY_LIMIT_MS / FRAME_MS;
/** Audio before the detected start of speech that belongs to the turn. */
const PRE_ROLL_MS = 500;

/**
 * The last 10 s of the caller's audio, so that a turn without an answer can be heard again by
 * the next session. On the media path: two stores a frame, nothing grows.
 */
export class TurnAudio {
  private readonly payloads: string[] = [];
  private readonly durations: number[] = [];
  /** Frames so far; the newest is `heard - 1`, in slot `(heard - 1) % CAPACITY`. */
  private heard = 0;
  private turnStart: number | null = null;
  private gapStart: number | null = null;

  hear(payload: string, durationMs: number): void {
    const slot = this.heard % CAPACITY;
    this.payloads[slot] = payload;
    this.durations[slot] = durationMs;
    this.heard += 1;
  }

  /** The caller began a turn, or went on with one that is not yet answered. */
  speechStarted(): void {
    this.turnStart ??= this.startOfLast(PRE_ROLL_MS);
  }

  /** The turn needs no second hearing: it is answered, or its words are known. */
  settled(): void {
    this.turnStart = null;
  }

  /** From here on no session hears the caller. */
  connectionLost(): void {
    this.gapStart ??= this.heard;
  }

  /**
   * What the next session has to hear before live audio goes on: the unanswered turn with
   * `wholeTurn`, otherwise what was said while no session listened; the last 10 s of it.
   */
  replay(wholeTurn: boolean, deliver: (payload: string, durationMs: number) => void): void {
    const gapStart = this.gapStart ?? this.heard;
    const wanted = wholeTurn ? Math.min(this.turnStart ?? gapStart, gapStart) : gapStart;
    const start = Math.max(wanted, this.startOfLast(REPLAY_LIMIT_MS));
    for (let index = start; index < this.heard; index += 1) {
      const slot = index % CAPACITY;
      deliver(this.payloads[slot] ?? '', this.durations[slot] ?? 0);
    }
    this.gapStart = null;
  }

  /** The oldest kept frame from which on there are at most so many ms of audio. */
  private startOfLast(ms: number): number {
    const oldest = Math.max(0, this.heard - CAPACITY);
    let start = this.heard;
    let totalMs = 0;
    while (start > oldest) {
      totalMs += this.durations[(start - 1) % CAPACITY] ?? 0;
      if (totalMs > ms) break;
      start -= 1;
    }
    return start;
  }
}
