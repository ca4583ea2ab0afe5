import { FRAME_MS } from './mulaw-format.js';
import { PayloadLog } from './payload-log.js';

/** Longest audio that a next session hears again. */
export const REPLAY_LIMIT_MS = 10_000;
/** Most frames kept: the limit in Twilio's frames. Shorter frames reach back less far. */
const MOST_FRAMES = REPLAY_LIMIT_MS / FRAME_MS;
/** Audio before the detected start of speech, or before a loss, that may belong to a turn. */
const PRE_ROLL_MS = 500;
/** A session that lived so long after a replay and reported no speech has heard that there was none. */
const HEARD_AFTER_MS = 3_000;

/**
 * What a next session may have to hear again of the caller: a turn without an answer, what was said
 * while no session listened, and what came just before; the last 10 s of it. On the media path: one
 * copy of a frame's bytes, now and then a move of what is kept. Positions are frame numbers: the
 * newest frame is `frames.next - 1`.
 */
export class TurnAudio {
  private readonly frames = new PayloadLog();
  /** Audio so far, ms. */
  private heardMs = 0;
  private turnStart: number | null = null;
  /** No session is known to have heard the caller from here on. */
  private unheardFrom: number | null = null;
  /** End of what the present session was given to hear again. */
  private replayedTo: { readonly frame: number; readonly heardMs: number } | null = null;
  /** End of the newest turn that needs no second hearing. */
  private settledAt = 0;

  hear(payload: string, durationMs: number): void {
    const { frames } = this;
    if (!frames.fits(payload)) frames.keepFrom(this.needed);
    frames.push(payload, durationMs);
    this.heardMs += durationMs;
  }

  /** Bytes held for it. */
  get heldBytes(): number {
    return this.frames.capacity;
  }

  /**
   * The caller began a turn, or went on with one that is not yet answered.
   *
   * @returns true when the speech is in what the present session was given to hear again.
   */
  speechStarted(): boolean {
    const { unheardFrom, replayedTo } = this;
    const live = this.startBefore(this.frames.next, PRE_ROLL_MS);
    // A replay is delivered at once: speech in it began earlier than it is reported.
    const inReplay = unheardFrom !== null && replayedTo !== null && live <= replayedTo.frame;
    this.turnStart ??= inReplay ? unheardFrom : live;
    this.unheardFrom = null;
    this.replayedTo = null;
    return inReplay;
  }

  /** The turn needs no second hearing: it is answered, or its words are known. */
  settled(): void {
    this.turnStart = null;
    this.settledAt = this.frames.next;
  }

  /**
   * From here on no session hears the caller. What a session was given to hear again counts as
   * unheard until it reports speech or has lived on for a while.
   */
  connectionLost(): void {
    this.unheardFrom = this.stillUnheard ?? this.frames.next;
    this.replayedTo = null;
  }

  /**
   * What the next session has to hear before live audio goes on; the last 10 s of it. With
   * `wholeTurn` the unanswered turn, whose beginning may not have been reported before the loss;
   * otherwise what was said while no session listened.
   */
  replay(wholeTurn: boolean, deliver: (payload: string, durationMs: number) => void): void {
    const { frames, heardMs } = this;
    const unheardFrom = this.unheardFrom ?? frames.next;
    const wanted = wholeTurn ? this.turnBefore(unheardFrom) : unheardFrom;
    const start = Math.max(wanted, this.startBefore(frames.next, REPLAY_LIMIT_MS));
    for (let frame = start; frame < frames.next; frame += 1) {
      deliver(frames.payloadOf(frame), frames.durationOf(frame));
    }
    this.unheardFrom = unheardFrom;
    this.replayedTo = { frame: frames.next, heardMs };
  }

  /** Where what no session has heard begins, unless one has lived on since it heard it again. */
  private get stillUnheard(): number | null {
    const { replayedTo } = this;
    const heardOut = replayedTo !== null && this.heardMs - replayedTo.heardMs > HEARD_AFTER_MS;
    return heardOut ? null : this.unheardFrom;
  }

  /** The oldest frame that may yet be asked for. */
  private get needed(): number {
    const { next } = this.frames;
    const preRoll = this.startBefore(next, PRE_ROLL_MS);
    const wanted = Math.min(preRoll, this.turnBefore(this.stillUnheard ?? next));
    return Math.max(wanted, this.startBefore(next, REPLAY_LIMIT_MS));
  }

  /** Where the turn that the loss at `end` interrupted may have begun. */
  private turnBefore(end: number): number {
    if (this.turnStart !== null) return Math.min(this.turnStart, end);
    return Math.min(end, Math.max(this.settledAt, this.startBefore(end, PRE_ROLL_MS)));
  }

  /** The oldest kept frame from which on there are at most so many ms of audio before `end`. */
  private startBefore(end: number, ms: number): number {
    const oldest = Math.max(this.frames.first, this.frames.next - MOST_FRAMES);
    let start = end;
    let totalMs = 0;
    while (start > oldest) {
      totalMs += this.frames.durationOf(start - 1);
      if (totalMs > ms) break;
      start -= 1;
    }
    return start;
  }
}
