import { BYTES_PER_MS, decodeSample } from './mulaw.js';

const FRAME_BYTES = 20 * BYTES_PER_MS;
/** Centres of the bands, spaced as the ear hears them. */
const BANDS_HZ = [200, 350, 500, 700, 900, 1150, 1450, 1800, 2200, 2600, 3000, 3400];
/** Level of a band that counts as nothing. */
const FLOOR_DB = 10;

/** Bands of each frame. */
const BANDS = BANDS_HZ.length;

const WINDOW = Float64Array.from(
  { length: FRAME_BYTES },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME_BYTES),
);
const COEFFICIENTS = BANDS_HZ.map((hz) => 2 * Math.cos((2 * Math.PI * hz) / 8000));

/** Power at one frequency (Goertzel), in dB above the floor; 0 at or below it. */
function bandLevel(samples: Float64Array, coefficient: number): number {
  let previous = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - previous;
    previous = last;
    last = next;
  }
  const power = last * last + previous * previous - coefficient * last * previous;
  const amplitude = Math.sqrt(Math.max(power, 0)) / (FRAME_BYTES / 4);
  return Math.max(0, 20 * Math.log10(Math.max(amplitude, 1)) - FLOOR_DB);
}

/** Band levels of each whole 20 ms frame of mu-law audio, one frame after the other. */
export function spectrum(audio: Uint8Array): Float32Array {
  const frames = Math.floor(audio.length / FRAME_BYTES);
  const levels = new Float32Array(frames * BANDS);
  const samples = new Float64Array(FRAME_BYTES);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let i = 0; i < FRAME_BYTES; i += 1) {
      samples[i] = decodeSample(audio[frame * FRAME_BYTES + i] ?? 0xff) * (WINDOW[i] ?? 0);
    }
    COEFFICIENTS.forEach((coefficient, band) => {
      levels[frame * BANDS + band] = bandLevel(samples, coefficient);
    });
  }
  return levels;
}

/** Correlation (-1 to 1) of `a` with `b` laid `frames` later; outside of either is silence. */
function correlationAt(a: Float32Array, b: Float32Array, frames: number): number {
  const shift = frames * BANDS;
  const end = Math.max(a.length, b.length + shift);
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let i = Math.min(0, shift); i < end; i += 1) {
    const x = a[i] ?? 0;
    const y = b[i - shift] ?? 0;
    n += 1;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const spread = Math.sqrt((n * sumAA - sumA * sumA) * (n * sumBB - sumB * sumB));
  return spread === 0 ? 0 : (n * sumAB - sumA * sumB) / spread;
}

/** The best correlation of two spectra over every position of one against the other. */
export function similarity(heard: Float32Array, clip: Float32Array): number {
  const heardFrames = heard.length / BANDS;
  const clipFrames = clip.length / BANDS;
  const slack = Math.ceil(clipFrames / 4);
  let best = 0;
  for (let at = -slack; at <= Math.max(0, heardFrames - clipFrames) + slack; at += 1) {
    best = Math.max(best, correlationAt(heard, clip, at));
  }
  return best;
}
