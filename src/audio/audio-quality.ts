/** What the caller's line sounds like. */
export interface AudioQualityReport {
  readonly levelDbfs: number;
  readonly peakDbfs: number;
  readonly clippedPercent: number;
  readonly silencePercent: number;
}

/** |sample| of each mu-law code, 0..32124 (ITU-T G.711). */
const MAGNITUDE = Uint16Array.from({ length: 256 }, (_, code) => {
  const inverted = ~code & 0xff;
  const exponent = (inverted >> 4) & 7;
  const mantissa = inverted & 15;
  return (((mantissa << 3) + 132) << exponent) - 132;
});
const FULL_SCALE = 32_768;
const CLIPPED = 32_124;
const SILENT_DBFS = -50;
const NOTHING_DBFS = -100;

/** Level, clipping and silence of the caller's audio, from a sample of its frames. */
export class AudioQuality {
  private squares = 0;
  private peak = 0;
  private samples = 0;
  private clipped = 0;
  private frames = 0;
  private silentFrames = 0;

  /**
   * Looks at one frame of base64 mu-law; true when it is loud enough to be a voice. Costs a
   * decode: not for every frame.
   */
  look(payload: string): boolean {
    const bytes = Buffer.from(payload, 'base64');
    let squares = 0;
    for (const code of bytes) {
      const magnitude = MAGNITUDE[code] ?? 0;
      squares += magnitude * magnitude;
      if (magnitude > this.peak) this.peak = magnitude;
      if (magnitude >= CLIPPED) this.clipped += 1;
    }
    this.frames += 1;
    const loud = dbfs(Math.sqrt(squares / Math.max(1, bytes.length))) >= SILENT_DBFS;
    if (!loud) this.silentFrames += 1;
    this.squares += squares;
    this.samples += bytes.length;
    return loud;
  }

  report(): AudioQualityReport {
    return {
      levelDbfs: dbfs(Math.sqrt(this.squares / Math.max(1, this.samples))),
      peakDbfs: dbfs(this.peak),
      clippedPercent: percent(this.clipped, this.samples),
      silencePercent: percent(this.silentFrames, this.frames),
    };
  }
}

function dbfs(amplitude: number): number {
  if (amplitude === 0) return NOTHING_DBFS;
  return Math.round(20 * Math.log10(amplitude / FULL_SCALE) * 10) / 10;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}
