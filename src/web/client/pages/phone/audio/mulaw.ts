const BIAS = 132;
const CLIP = 32_635;

/** The byte of silence in mu-law. */
export const SILENCE = 0xff;

/** Samples from -1 to 1 of the 256 bytes of mu-law (G.711; protocol C1). */
export const MULAW_SAMPLES: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const inverted = ~byte & 0xff;
  const magnitude = ((((inverted & 15) << 3) + BIAS) << ((inverted >> 4) & 7)) - BIAS;
  return (inverted & 0x80 ? -magnitude : magnitude) / 32_768;
});

/** The mu-law byte of a sample; beyond -1 and 1 it is clipped. */
export function toMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, Math.round(Math.abs(sample) * 32_768)) + BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
}
