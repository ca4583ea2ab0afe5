import { dbfs, decodeSample, LOUDEST_SAMPLE, rms } from './mulaw.js';

/** Levels and shares of the caller's audio, over the frames that were looked at. */
export interface AudioQualityReport {
  readonly levelDbfs: number;
  readonly peakDbfs: number;
  readonly clippedPercent: number;
  readonly silencePercent: number;
}

/** A frame below this level is no voice. */
const SILENT_DBFS = -50;
/** What the newest frame counts for in the recent level. */
const RECENT_SHARE = 0.4;

/** Level, clipping and silence of the caller's audio, from a sample of its frames. */
export class AudioQuality {
  /** Mean square of the newest frames, the last counting most. */
  private recent = 0;
  private squares = 0;
  private peak = 0;
  private samples = 0;
  private clipped = 0;
  private frames = 0;
  private silentFrames = 0;
  private voice = 0;

  /** Level of about the last second, where one frame in ten is looked at. */
  get recentDbfs(): number {
    return tenths(dbfs(Math.sqrt(this.recent)));
  }

  /** Samples of frames that were not silent, and those of them that were clipped. */
  get voiceSamples(): number {
    return this.voice;
  }

  get clippedSamples(): number {
    return this.clipped;
  }

  /** Looks at one frame of mu-law, in 160 steps: not for every frame. Returns its level, dBFS. */
  look(bytes: Uint8Array): number {
    let squares = 0;
    for (const code of bytes) {
      const magnitude = Math.abs(decodeSample(code));
      squares += magnitude * magnitude;
      if (magnitude > this.peak) this.peak = magnitude;
      if (magnitude >= LOUDEST_SAMPLE) this.clipped += 1;
    }
    this.frames += 1;
    const level = tenths(dbfs(rms(squares, bytes.length)));
    if (level < SILENT_DBFS) this.silentFrames += 1;
    else this.voice += bytes.length;
    this.recent += (squares / Math.max(1, bytes.length) - this.recent) * RECENT_SHARE;
    this.squares += squares;
    this.samples += bytes.length;
    return level;
  }

  report(): AudioQualityReport {
    return {
      levelDbfs: tenths(dbfs(rms(this.squares, this.samples))),
      peakDbfs: tenths(dbfs(this.peak)),
      clippedPercent: percent(this.clipped, this.samples),
      silencePercent: percent(this.silentFrames, this.frames),
    };
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : tenths((part / whole) * 100);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
