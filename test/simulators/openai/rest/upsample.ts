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

/** What was made of each clip: the same few sentences are asked for at every boot of a server. */
const made = new WeakMap<Uint8Array, Buffer>();

/**
 * Raw PCM (16-bit little-endian mono, 24 kHz) of mu-law speech, band-limited to the telephone's.
 * The clip must not be changed afterwards: the same bytes give the same buffer.
 */
export function toPcm24k(mulaw: Uint8Array): Buffer {
  let pcm = made.get(mulaw);
  if (pcm === undefined) {
    pcm = upsampled(Float64Array.from(mulaw, decodeSample));
    made.set(mulaw, pcm);
  }
  return pcm;
}

function upsampled(samples: Float64Array): Buffer {
  const pcm = Buffer.alloc(samples.length * FACTOR * 2);
  for (let i = 0; i < samples.length; i += 1) {
    const first = i - REACH + 1;
    const from = Math.max(0, -first);
    const to = Math.min(2 * REACH, samples.length - first);
    for (const [phase, weights] of PHASES.entries()) {
      let sum = 0;
      for (let k = from; k < to; k += 1) sum += (weights[k] ?? 0) * (samples[first + k] ?? 0);
      const sample = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
      pcm.writeInt16LE(sample, 2 * (i * FACTOR + phase));
    }
  }
  return pcm;
}
