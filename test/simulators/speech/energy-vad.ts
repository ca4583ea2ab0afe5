import { BYTES_PER_MS, levelDbfs } from './mulaw.js';

const FRAME_MS = 20;
const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
/** Loud frames in a row that make speech; a click is shorter. */
const ONSET_FRAMES = 3;
/** Speech ends only below the threshold by this much. */
const HYSTERESIS_DB = 5;

/** Settings, as OpenAI's `server_vad` names them. */
export interface VadSettings {
  /** 0 to 1; 0.5 is a level of -40 dBFS, every 0.1 is 3 dB. */
  readonly threshold: number;
  /** Audio from before the detection that belongs to the turn. */
  readonly prefixPaddingMs: number;
  readonly silenceDurationMs: number;
}

/** Where speech begins (padding included) or ends (silence included), in audio time. */
export type VadEvent =
  | { readonly kind: 'speech-started'; readonly audioStartMs: number }
  | { readonly kind: 'speech-stopped'; readonly audioEndMs: number };

/**
 * Voice activity by level. Time is counted in audio received, never by the clock, so audio
 * that arrives late or in a burst gives the same turns.
 */
export class EnergyVad {
  private rest: Buffer = Buffer.alloc(0);
  private frames = 0;
  private loudFrames = 0;
  private quietFrames = 0;
  private lastEndMs = 0;
  private speech = false;

  constructor(private settings: VadSettings) {}

  /** Audio judged so far. */
  get audioMs(): number {
    return this.frames * FRAME_MS;
  }

  get speaking(): boolean {
    return this.speech;
  }

  /** Takes effect with the next frame. */
  configure(settings: VadSettings): void {
    this.settings = settings;
  }

  /** Takes mu-law bytes in pieces of any size; answers what they showed, in order. */
  push(audio: Uint8Array): VadEvent[] {
    const pending = Buffer.concat([this.rest, audio]);
    const events: VadEvent[] = [];
    let at = 0;
    for (; at + FRAME_BYTES <= pending.length; at += FRAME_BYTES) {
      const event = this.judge(levelDbfs(pending.subarray(at, at + FRAME_BYTES)));
      if (event !== null) events.push(event);
    }
    this.rest = pending.subarray(at);
    return events;
  }

  /** Takes what follows for speech, as noise on the line can; null when it already is. */
  forceStart(): VadEvent | null {
    return this.speech ? null : this.start(0);
  }

  /** Forgets a turn that has begun, without an event. */
  reset(): void {
    this.speech = false;
    this.loudFrames = 0;
    this.lastEndMs = this.audioMs;
  }

  private judge(level: number): VadEvent | null {
    this.frames += 1;
    const onset = -55 + 30 * this.settings.threshold;
    if (!this.speech) {
      this.loudFrames = level > onset ? this.loudFrames + 1 : 0;
      return this.loudFrames >= ONSET_FRAMES ? this.start(this.loudFrames) : null;
    }
    this.quietFrames = level > onset - HYSTERESIS_DB ? 0 : this.quietFrames + 1;
    if (this.quietFrames * FRAME_MS < this.settings.silenceDurationMs) return null;
    this.reset();
    return { kind: 'speech-stopped', audioEndMs: this.audioMs };
  }

  private start(frames: number): VadEvent {
    this.speech = true;
    this.quietFrames = 0;
    const startMs = this.audioMs - frames * FRAME_MS - this.settings.prefixPaddingMs;
    return { kind: 'speech-started', audioStartMs: Math.max(this.lastEndMs, startMs) };
  }
}
