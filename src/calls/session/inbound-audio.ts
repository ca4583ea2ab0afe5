import { AudioQuality } from '../../audio/audio-quality.js';
import { EchoDetector } from '../../audio/echo-detector.js';
import { EnergyVad } from '../../audio/energy-vad.js';
import { FrameClock, SILENT_FRAME } from '../../audio/frame-clock.js';
import { FrameSequence } from '../../audio/frame-sequence.js';
import { InterarrivalJitter } from '../../audio/interarrival-jitter.js';
import { bytesIn, FRAME_MS } from '../../audio/mulaw-format.js';
import type { QualityTotals } from '../../audio/quality-window.js';
import type { InboundQuality } from '../call/call-audio.js';

/** Every so many frames the samples are looked at (law 6 of ARCHITECTURE.md). */
const QUALITY_EVERY_FRAMES = 10;
/** And while no provider listens, so that the end of a word is known; divides the other. */
const UNHEARD_EVERY_FRAMES = 2;
/** What is softer is digital silence, in which samples differ from zero by a step at most. */
const DIGITAL_SILENCE_DBFS = -70;
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
  /** Our own voice in the caller's audio. */
  readonly echo = new EchoDetector();
  private readonly frameClock = new FrameClock();
  private readonly sequence = new FrameSequence();
  private readonly jitter = new InterarrivalJitter();
  private readonly quality = new AudioQuality();
  private readonly vad = new EnergyVad(VOICE_DBFS);
  /** No provider listens: where the caller's words end is found here. */
  unheard = false;
  private frames = 0;
  private totalMs = 0;
  private lastFrameAt: number | null = null;
  private lastVoiceAt = performance.now();
  private lastSoundAt = performance.now();

  /**
   * @param forward takes every frame, in order.
   * @param frameTime told the time that one frame in fifty spent here, ms.
   */
  constructor(
    private readonly forward: (payload: string, durationMs: number) => void,
    private readonly frameTime: (ms: number) => void,
  ) {}

  /**
   * One frame, base64 mu-law. The media path: nothing slow, no promise.
   *
   * @param chunk the frame's number; null where the sender gives none.
   */
  hear(payload: string, timestampMs: number, durationMs: number, chunk: number | null): void {
    const receivedAt = performance.now();
    this.frames += 1;
    this.totalMs += durationMs;
    this.lastFrameAt = receivedAt;
    this.jitter.arrived(timestampMs, receivedAt);
    if (chunk !== null && this.sequence.take(chunk) === 'late') {
      this.frameClock.cameLate(durationMs);
    }
    const missingMs = this.frameClock.missingBefore(timestampMs, durationMs);
    for (let filledMs = 0; filledMs < missingMs; filledMs += FRAME_MS) {
      this.forward(SILENT_FRAME, FRAME_MS);
    }
    this.forward(payload, durationMs);
    const every = this.unheard ? UNHEARD_EVERY_FRAMES : QUALITY_EVERY_FRAMES;
    if (this.frames % every === 0) this.look(Buffer.from(payload, 'base64'), receivedAt);
    if (this.frames % TIMING_EVERY_FRAMES === 0) this.frameTime(performance.now() - receivedAt);
  }

  /**
   * How long nothing that could be a voice has come; known to within 200 ms, and within 40 ms
   * while no provider listens.
   */
  quietMs(now: number): number {
    return now - this.lastVoiceAt;
  }

  /** How long nothing but digital silence, or no frame, has come; known to within 200 ms. */
  soundlessMs(now: number): number {
    return now - this.lastSoundAt;
  }

  /** Interarrival jitter as it stands, ms. */
  get jitterMs(): number {
    return this.jitter.ms;
  }

  counts(): InboundCounts {
    const { frames, totalMs, lastFrameAt } = this;
    const ageMs = lastFrameAt === null ? null : performance.now() - lastFrameAt;
    const lastMediaAt = ageMs === null ? null : new Date(Date.now() - ageMs).toISOString();
    const callerDbfs = this.quality.recentDbfs;
    return { framesIn: frames, bytesIn: bytesIn(totalMs), lastMediaAt, callerDbfs };
  }

  /** Counters for shares of the last seconds. */
  totals(): QualityTotals {
    const { voiceSamples, clippedSamples } = this.quality;
    return {
      receivedMs: this.totalMs,
      lostMs: this.frameClock.lostMs,
      frames: this.frames,
      lostFrames: this.sequence.lost,
      jitterSumMs: this.jitter.sumMs,
      voiceSamples,
      clippedSamples,
    };
  }

  report(): InboundQuality {
    const { gaps, lostMs } = this.frameClock;
    const { lost: lostFrames, late: lateFrames, repeated: repeatedFrames } = this.sequence;
    const sequence = { frames: this.frames, gaps, lostMs, lostFrames, lateFrames, repeatedFrames };
    return { ...this.quality.report(), ...sequence, jitterMs: this.jitter.ms };
  }

  private look(bytes: Buffer, now: number): void {
    const speaking = this.quietMs(now) < HOLD_MS;
    if (this.vad.voiced(bytes, speaking)) this.lastVoiceAt = now;
    if (this.frames % QUALITY_EVERY_FRAMES !== 0) return;
    const level = this.quality.look(bytes);
    this.echo.caller(level, now);
    if (level > DIGITAL_SILENCE_DBFS) this.lastSoundAt = now;
  }
}
