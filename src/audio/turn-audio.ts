import { FRAME_MS } from './mulaw-format.js';

/** Longest audio that a next session hears again. */
export const REPLAY_LIMIT_MS = 10_000;
/** Frames kept: the limit in Twilio's frames. Shorter frames reach back less far. */
const CAPACITY = REPLAY_LIMIT_MS / FRAME_MS;
/** Audio before the detected start of speech, or before a loss, that may belong to a turn. */
const PRE_ROLL_MS = 500;
/** A session that lived so long after a replay and reported no speech has heard that there was none. */
const HEARD_AFTER_MS = 3_000;

/**
 * The last 10 s of the caller's audio, so that a turn without an answer can be heard again by
 * the next session. On the media path: two stores a frame, nothing grows. Positions are frame
 * numbers: the newest frame is `heard - 1`, in slot `(heard - 1) % CAPACITY`.
 */
export class TurnAudio {
  private readonly payloads: string[] = [];
  private readonly durations: number[] = [];
  private heard = 0;
  private turnStart: number | null = null;
  /** No session is known to have heard the caller from here on. */
  private unheardFrom: number | null = null;
  /** End of what the present session was given to hear again. */
  private replayedTo: number | null = null;
  /** End of the newest turn that needs no second hearing. */
  private settledAt = 0;

  hear(payload: string, durationMs: number): void {
    const slot = this.heard % CAPACITY;
    this.payloads[slot] = payload;
    this.durations[slot] = durationMs;
    this.heard += 1;
  }

  /**
   * The caller began a turn, or went on with one that is not yet answered.
   *
   * @returns true when the speech is in what the present session was given to hear again.
   */
  speechStarted(): boolean {
    const { unheardFrom, replayedTo } = this;
    const live = this.startBefore(this.heard, PRE_ROLL_MS);
    // A replay is delivered at once: speech in it began earlier than it is reported.
    const inReplay = unheardFrom !== null && replayedTo !== null && live <= replayedTo;
    this.turnStart ??= inReplay ? unheardFrom : live;
    this.unheardFrom = null;
    this.replayedTo = null;
    return inReplay;
  }

  /** The turn needs no second hearing: it is answered, or its words are known. */
  settled(): void {
    this.turnStart = null;
    this.settledAt = this.heard;
  }

  /**
   * From here on no session hears the caller. What a session was given to hear again counts as
   * unheard until it reports speech or has lived on for a while.
   */
  connectionLost(): void {
    const { replayedTo } = this;
    const heardOut =
      replayedTo !== null && this.startBefore(this.heard, HEARD_AFTER_MS) > replayedTo;
    if (heardOut) this.unheardFrom = null;
    this.unheardFrom ??= this.heard;
    this.replayedTo = null;
  }

  /**
   * What the next session has to hear before live audio goes on; the last 10 s of it. With
   * `wholeTurn` the unanswered turn, whose beginning may not have been reported before the loss;
   * otherwise what was said while no session listened.
   */
  replay(wholeTurn: boolean, deliver: (payload: string, durationMs: number) => void): void {
    const unheardFrom = this.unheardFrom ?? this.heard;
    const wanted = wholeTurn ? this.turnBefore(unheardFrom) : unheardFrom;
    const start = Math.max(wanted, this.startBefore(this.heard, REPLAY_LIMIT_MS));
    for (let index = start; index < this.heard; index += 1) {
      const slot = index % CAPACITY;
      deliver(this.payloads[slot] ?? '', this.durations[slot] ?? 0);
    }
    this.unheardFrom = unheardFrom;
    this.replayedTo = this.heard;
  }

  /** Where the turn that the loss at `end` interrupted may have begun. */
  private turnBefore(end: number): number {
    if (this.turnStart !== null) return Math.min(this.turnStart, end);
    return Math.min(end, Math.max(this.settledAt, this.startBefore(end, PRE_ROLL_MS)));
  }

  /** The oldest kept frame from which on there are at most so many ms of audio before `end`. */
  private startBefore(end: number, ms: number): number {
    const oldest = Math.max(0, this.heard - CAPACITY);
    let start = end;
    let totalMs = 0;
    while (start > oldest) {
      totalMs += this.durations[(start - 1) % CAPACITY] ?? 0;
      if (totalMs > ms) break;
      start -= 1;
    }
    return start;
  }
}
