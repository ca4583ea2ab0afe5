import { AudioQuality } from '../../audio/audio-quality.js';
import { EnergyVad } from '../../audio/energy-vad.js';
import { FrameClock, SILENT_FRAME } from '../../audio/frame-clock.js';
import { bytesIn, FRAME_MS } from '../../audio/mulaw-format.js';
import type { CallAudio } from '../call/call.js';

/** Every so many frames the samples are looked at (law 6 of ARCHITECTURE.md). */
const QUALITY_EVERY_FRAMES = 10;
/** And while no provider listens, so that the end of a word is known. */
const UNHEARD_EVERY_FRAMES = 2;
/** Nothing below this level begins to be a voice. */
const VOICE_DBFS = -50;
/** A voice for so long after its last sound is softer and still one. */
const HOLD_MS = 500;
/** Every so many frames the handling time is taken. */
const TIMING_EVERY_FRAMES = 50;

/** What came from the caller on this stream, as operators see it. */
export interface InboundCounts {
  readonly framesIn: number;
  readonly bytesIn: number;
  /** ISO 8601; null before the first frame. */
  readonly lastMediaAt: string | null;
  /** Level of the caller's last second, dBFS. */
  readonly callerDbfs: number;
}

/** The caller's audio on its way in: counted, its holes filled, its quality sampled. */
export class InboundAudio {
  private readonly frameClock = new FrameClock();
  private readonly quality = new AudioQuality();
  private readonly vad = new EnergyVad(VOICE_DBFS);
  /** No provider listens: where the caller's words end is found here. */
  unheard = false;
  private frames = 0;
  private totalMs = 0;
  /** Epoch ms. */
  private lastFrameAt: number | null = null;
  private lastVoiceAt = performance.now();

  /**
   * @param forward takes every frame, in order.
   * @param frameTime told the time that one frame in fifty spent here, ms.
   */
  constructor(
    private readonly forward: (payload: string, durationMs: number) => void,
    private readonly frameTime: (ms: number) => void,
  ) {}

  /** One frame, base64 mu-law. The media path: nothing slow, no promise. */
  hear(payload: string, timestampMs: number, durationMs: number): void {
    this.frames += 1;
    this.totalMs += durationMs;
    this.lastFrameAt = Date.now();
    const timed = this.frames % TIMING_EVERY_FRAMES === 0;
    const receivedAt = timed ? performance.now() : 0;
    const missingMs = this.frameClock.missingBefore(timestampMs, durationMs);
    for (let filledMs = 0; filledMs < missingMs; filledMs += FRAME_MS) {
      this.forward(SILENT_FRAME, FRAME_MS);
    }
    this.forward(payload, durationMs);
    if (this.frames % QUALITY_EVERY_FRAMES === 0) this.quality.look(payload);
    const every = this.unheard ? UNHEARD_EVERY_FRAMES : QUALITY_EVERY_FRAMES;
    if (this.frames % every === 0) this.listenFor(payload);
    if (timed) this.frameTime(performance.now() - receivedAt);
  }

  /**
   * How long nothing that could be a voice has come; known to within 200 ms, and within 40 ms
   * while no provider listens.
   */
  quietMs(now: number): number {
    return now - this.lastVoiceAt;
  }

  counts(): InboundCounts {
    const { frames, totalMs, lastFrameAt } = this;
    const lastMediaAt = lastFrameAt === null ? null : new Date(lastFrameAt).toISOString();
    const callerDbfs = this.quality.recentDbfs;
    return { framesIn: frames, bytesIn: bytesIn(totalMs), lastMediaAt, callerDbfs };
  }

  report(): CallAudio {
    const { gaps, lostMs } = this.frameClock;
    return { ...this.quality.report(), gaps, lostMs };
  }

  private listenFor(payload: string): void {
    const now = performance.now();
    const speaking = this.quietMs(now) < HOLD_MS;
    if (this.vad.voiced(Buffer.from(payload, 'base64'), speaking)) this.lastVoiceAt = now;
  }
}
