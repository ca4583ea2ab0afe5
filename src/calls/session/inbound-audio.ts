import { base64Bytes } from '../../audio/held-audio.js';
import { AudioQuality } from '../../audio/audio-quality.js';
import type { CallAudio } from '../call/call.js';
import { FrameClock, SILENT_FRAME, SILENT_FRAME_MS } from '../../audio/frame-clock.js';
import type { StreamCounters } from './stream-counters.js';

/** Every so many frames the samples are looked at (law 6 of ARCHITECTURE.md). */
const QUALITY_EVERY_FRAMES = 10;
/** Every so many frames the handling time is taken. */
const TIMING_EVERY_FRAMES = 50;

/** The caller's audio on its way in: counted, its holes filled, its quality sampled. */
export class InboundAudio {
  private readonly frameClock = new FrameClock();
  private readonly quality = new AudioQuality();
  private lastVoiceAt = performance.now();

  /**
   * @param forward takes every frame, in order.
   * @param frameTime told the time that one frame in fifty spent here, ms.
   */
  constructor(
    private readonly counters: StreamCounters,
    private readonly forward: (payload: string) => void,
    private readonly frameTime: (ms: number) => void,
  ) {}

  /** One frame, base64 mu-law. The media path: nothing slow, no promise. */
  hear(payload: string, timestampMs: number): void {
    const bytes = base64Bytes(payload);
    this.counters.heard(bytes);
    const { framesIn } = this.counters;
    const timed = framesIn % TIMING_EVERY_FRAMES === 0;
    const receivedAt = timed ? performance.now() : 0;
    const missingMs = this.frameClock.missingBefore(timestampMs, bytes / 8);
    for (let filledMs = 0; filledMs < missingMs; filledMs += SILENT_FRAME_MS) {
      this.forward(SILENT_FRAME);
    }
    this.forward(payload);
    if (framesIn % QUALITY_EVERY_FRAMES === 0 && this.quality.look(payload)) {
      this.lastVoiceAt = performance.now();
    }
    if (timed) this.frameTime(performance.now() - receivedAt);
  }

  /** How long nothing that could be a voice has come; known to within 200 ms. */
  quietMs(now: number): number {
    return now - this.lastVoiceAt;
  }

  report(): CallAudio {
    const { gaps, lostMs } = this.frameClock;
    return { ...this.quality.report(), gaps, lostMs };
  }
}
