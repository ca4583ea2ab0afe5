/** Mu-law bytes of one millisecond at 8 kHz. */
export const BYTES_PER_MS = 8;
/** The mu-law byte of silence. */
export const SILENCE_BYTE = 0xff;

const BIAS = 132;
const CLIP = 32_635;
/** Level of digital silence, in place of minus infinity. */
const NOTHING_DBFS = -100;

/** Linear sample of each mu-law code (ITU-T G.711; protocol C1). */
const DECODED = Int16Array.from({ length: 256 }, (_, code) => {
  const inverted = ~code & 0xff;
  const exponent = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 15) << 3) + BIAS) << exponent) - BIAS;
  return inverted & 0x80 ? -magnitude : magnitude;
});

/** 16-bit samples of mu-law bytes. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (code) => DECODED[code] ?? 0);
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
    const sample = DECODED[code] ?? 0;
    squares += sample * sample;
  }
  if (squares === 0) return NOTHING_DBFS;
  return 20 * Math.log10(Math.sqrt(squares / bytes.length) / 32_768);
}
