/** Samples per second of telephone audio; with mu-law also bytes per second. */
export const SAMPLE_RATE = 8000;
/** Mu-law bytes of one millisecond. */
export const BYTES_PER_MS = SAMPLE_RATE / 1000;
/** The mu-law byte of silence. */
const SILENCE_BYTE = 0xff;

const BIAS = 132;
const CLIP = 32635;
/** What `levelDbfs` answers for digital silence. */
const FLOOR_DBFS = -100;

/** Linear 16-bit sample of each mu-law byte (G.711; protocol C1). */
export const DECODE_TABLE = Int16Array.from({ length: 256 }, (_, byte) => {
  const code = ~byte & 0xff;
  const exponent = (code >> 4) & 7;
  const magnitude = ((((code & 15) << 3) + BIAS) << exponent) - BIAS;
  return code & 0x80 ? -magnitude : magnitude;
});

/** The linear sample of one mu-law byte. */
export function decodeSample(byte: number): number {
  return DECODE_TABLE[byte & 0xff] ?? 0;
}

/** The mu-law byte nearest to a linear sample; louder than full scale is clipped. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(Math.round(sample)), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(biased) - 7;
  const mantissa = (biased >> (exponent + 3)) & 15;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** Mu-law of linear samples, one byte each. */
export function encodeMulaw(samples: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(samples.length, SILENCE_BYTE);
  for (let i = 0; i < samples.length; i += 1) bytes[i] = encodeSample(samples[i] ?? 0);
  return bytes;
}

/** `ms` of silence. */
export function silence(ms: number): Buffer {
  return Buffer.alloc(Math.round(ms * BYTES_PER_MS), SILENCE_BYTE);
}

/** RMS level of mu-law bytes against a full-scale square wave; -100 for digital silence. */
export function levelDbfs(frame: Uint8Array): number {
  let sum = 0;
  for (const byte of frame) {
    const sample = decodeSample(byte);
    sum += sample * sample;
  }
  if (sum === 0) return FLOOR_DBFS;
  return 20 * Math.log10(Math.sqrt(sum / frame.length) / 32768);
}
