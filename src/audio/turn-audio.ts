/** Frames of 20 ms kept: 10 s. */
const CAPACITY = 500;
/** Audio before the detected start of speech that belongs to the turn: 500 ms. */
const PRE_ROLL_FRAMES = 25;

/**
 * The caller's last seconds, so that a turn nobody answered can be heard again by the next
 * session. On the media path: one store a frame, nothing grows.
 */
export class TurnAudio {
  private readonly frames: string[] = [];
  private heard = 0;
  private turnStart: number | null = null;
  private gapStart: number | null = null;

  hear(payload: string): void {
    this.frames[this.heard % CAPACITY] = payload;
    this.heard += 1;
  }

  /** The caller began a turn, or went on with one that is not yet answered. */
  speechStarted(): void {
    this.turnStart ??= Math.max(0, this.heard - PRE_ROLL_FRAMES);
  }

  /** The turn needs no second hearing: it is answered, or its words are known. */
  settled(): void {
    this.turnStart = null;
  }

  /** From here on nobody hears the caller. */
  connectionLost(): void {
    this.gapStart ??= this.heard;
  }

  /**
   * What the next session has to hear before live audio goes on: the unanswered turn with
   * `wholeTurn`, otherwise what was said while nobody listened; never more than 10 s.
   */
  replay(wholeTurn: boolean, deliver: (payload: string) => void): void {
    const gapStart = this.gapStart ?? this.heard;
    const wanted = wholeTurn ? Math.min(this.turnStart ?? gapStart, gapStart) : gapStart;
    const start = Math.max(wanted, this.heard - CAPACITY, 0);
    for (let index = start; index < this.heard; index += 1) {
      const frame = this.frames[index % CAPACITY];
      if (frame !== undefined) deliver(frame);
    }
    this.gapStart = null;
  }
}
