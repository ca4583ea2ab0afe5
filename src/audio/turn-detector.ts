import { FRAME_BYTES, FRAME_MS } from './mulaw-format.js';
import type { VoiceActivityDetector } from './voice-activity-detector.js';

/** Voice for so long begins a turn; a click is shorter. */
const ONSET_FRAMES = 80 / FRAME_MS;
/** Audio from before the onset that belongs to the turn. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;
/** A longer turn is answered in pieces. */
const MAX_TURN_FRAMES = 60_000 / FRAME_MS;

/** What the caller's audio showed. */
export type TurnEvent =
  | { readonly kind: 'started' }
  | {
      readonly kind: 'ended';
      /** The whole turn as mu-law, pre-roll and closing silence included. */
      readonly audio: Buffer;
      /** From the first to the last voice in it. */
      readonly voiceMs: number;
    };

/**
 * Finds the caller's turns. Time is counted in audio received and never by the clock, so a
 * burst of kept audio gives the same turns as live audio.
 */
export class TurnDetector {
  private rest: Buffer = Buffer.alloc(0);
  /** The turn so far, or the pre-roll of the next one. */
  private frames: Buffer[] = [];
  private speaking = false;
  private turnFrames = 0;
  /** Frames in a row that are voice before a turn, or silence in it. */
  private run = 0;

  /** @param silenceMs silence that ends a turn. */
  constructor(
    private readonly detector: VoiceActivityDetector,
    private readonly silenceMs: number,
  ) {}

  /** Takes mu-law bytes in pieces of any size; tells what they showed, in order. */
  push(audio: Buffer): readonly TurnEvent[] {
    const pending = this.rest.length === 0 ? audio : Buffer.concat([this.rest, audio]);
    const events: TurnEvent[] = [];
    let at = 0;
    for (; at + FRAME_BYTES <= pending.length; at += FRAME_BYTES) {
      const event = this.judge(pending.subarray(at, at + FRAME_BYTES));
      if (event !== null) events.push(event);
    }
    this.rest = pending.subarray(at);
    return events;
  }

  private judge(frame: Buffer): TurnEvent | null {
    const voiced = this.detector.voiced(frame, this.speaking);
    this.frames.push(frame);
    return this.speaking ? this.goOn(voiced) : this.wait(voiced);
  }

  private wait(voiced: boolean): TurnEvent | null {
    this.run = voiced ? this.run + 1 : 0;
    if (this.frames.length > PRE_ROLL_FRAMES + ONSET_FRAMES) this.frames.shift();
    if (this.run < ONSET_FRAMES) return null;
    this.speaking = true;
    this.turnFrames = this.run;
    this.run = 0;
    return { kind: 'started' };
  }

  private goOn(voiced: boolean): TurnEvent | null {
    this.run = voiced ? 0 : this.run + 1;
    this.turnFrames += 1;
    const silent = this.run * FRAME_MS >= this.silenceMs;
    if (!silent && this.frames.length < MAX_TURN_FRAMES) return null;
    const audio = Buffer.concat(this.frames);
    const voiceMs = (this.turnFrames - this.run) * FRAME_MS;
    this.frames = [];
    this.speaking = false;
    this.run = 0;
    return { kind: 'ended', audio, voiceMs };
  }
}
