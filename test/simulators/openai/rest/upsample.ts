import { decodeSample } from '../../speech/mulaw.js';

const FACTOR = 3;
/** Samples of the telephone rate on either side that a new sample is made from. */
const REACH = 16;

/** Windowed sinc at `x` samples of the telephone rate from its middle. */
function kernel(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= REACH) return 0;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / REACH);
  return (window * Math.sin(Math.PI * x)) / (Math.PI * x);
}

/** Weights of each phase between two samples. */
const PHASES = Array.from({ length: FACTOR }, (_, phase) =>
  Float64Array.from({ length: 2 * REACH }, (__, k) => kernel(k - REACH + 1 - phase / FACTOR)),
);

/** Raw PCM (16-bit little-endian mono, 24 kHz) of mu-law speech, band-limited to the telephone's. */
export function toPcm24k(mulaw: Uint8Array): Buffer {
  const pcm = Buffer.alloc(mulaw.length * FACTOR * 2);
  for (let i = 0; i < mulaw.length * FACTOR; i += 1) {
    const middle = Math.floor(i / FACTOR);
    const weights = PHASES[i % FACTOR] ?? [];
    let sum = 0;
    for (let k = 0; k < 2 * REACH; k += 1) {
      const byte = mulaw[middle + k - REACH + 1];
      if (byte !== undefined) sum += (weights[k] ?? 0) * decodeSample(byte);
    }
    pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sum))), 2 * i);
  }
  return pcm;
}
