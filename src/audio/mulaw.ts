import { SILENCE_BYTE } from './mulaw-format.js';

const BIAS = 132;
const CLIP = 32_635;
/** Largest magnitude of a linear 16-bit sample: 0 dBFS. */
const FULL_SCALE = 32_768;
/** Level of digital silence, in place of minus infinity. */
const NOTHING_DBFS = -100;

/** Linear sample of each mu-law code (ITU-T G.711; protocol C1). */
const DECODED = Int16Array.from({ length: 256 }, (_, code) => {
  const inverted = ~code & 0xff;
  const exponent = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 15) << 3) + BIAS) << exponent) - BIAS;
  return inverted & 0x80 ? -magnitude : magnitude;
});

/** Magnitude of the two loudest codes; what is louder was clipped to it. */
export const LOUDEST_SAMPLE = 32_124;

/** 16-bit sample of one mu-law byte. */
export function decodeSample(code: number): number {
  return DECODED[code] ?? 0;
}

/** 16-bit samples of mu-law bytes. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, decodeSample);
}

/** Mu-law bytes of 16-bit samples. */
export function encodeMulaw(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length, SILENCE_BYTE);
  for (let i = 0; i < samples.length; i += 1) bytes[i] = encodeSample(samples[i] ?? 0);
  return bytes;
}

function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = 24 - Math.clz32(biased);
  const mantissa = (biased >> (exponent + 3)) & 15;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** RMS level of mu-law bytes against full scale; -100 for digital silence. */
export function levelDbfs(bytes: Uint8Array): number {
  let squares = 0;
  for (const code of bytes) {
    const sample = decodeSample(code);
    squares += sample * sample;
  }
  return dbfs(rms(squares, bytes.length));
}

/** Root mean square of samples; 0 without any. */
export function rms(sumOfSquares: number, samples: number): number {
  return Math.sqrt(sumOfSquares / Math.max(1, samples));
}

/** An amplitude in decibels against full scale; -100 for none. */
export function dbfs(amplitude: number): number {
  return amplitude === 0 ? NOTHING_DBFS : 20 * Math.log10(amplitude / FULL_SCALE);
}
