import { BYTES_PER_MS, encodeMulaw, levelDbfs, SAMPLE_RATE } from './mulaw.js';

const TAPS = 73;
const CUT_OFF_HZ = 3700;
const KAISER_BETA = 5.65;
/** Level that speech is brought to, and the peak it may reach on the way. */
const SPEECH_DBFS = -20;
const PEAK = 30_000;
/** Below this a frame of levelled speech counts as silence. */
const SILENT_DBFS = -50;
const FRAME_BYTES = 10 * BYTES_PER_MS;
/** Silence left at both ends, and the longest pause left inside. */
const MARGIN_FRAMES = 2;
const MAX_PAUSE_FRAMES = 24;

/** Linear samples of a voice, at the rate it was synthesised with. */
export interface Pcm {
  readonly rate: number;
  readonly samples: Int16Array;
}

/** Reads a 16-bit mono WAV file; throws when it is anything else. */
export function readWav(wav: Buffer): Pcm {
  const id = (at: number): string => wav.toString('latin1', at, at + 4);
  if (id(0) !== 'RIFF' || id(8) !== 'WAVE') throw new Error('not a WAV file');
  let rate = 0;
  for (let at = 12; at + 8 <= wav.length;) {
    const size = wav.readUInt32LE(at + 4);
    const body = at + 8;
    if (id(at) === 'fmt ') {
      if (wav.readUInt16LE(body + 2) !== 1 || wav.readUInt16LE(body + 14) !== 16) {
        throw new Error('not 16-bit mono');
      }
      rate = wav.readUInt32LE(body + 4);
    }
    if (id(at) === 'data') {
      const end = Math.min(body + size, wav.length);
      const samples = Int16Array.from({ length: (end - body) >> 1 }, (_, i) =>
        wav.readInt16LE(body + 2 * i),
      );
      return { rate, samples };
    }
    at = body + size + (size % 2);
  }
  throw new Error('a WAV file without data');
}

/** Zeroth-order modified Bessel function, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Linear-phase low-pass, Kaiser window, gain 1 at DC (protocol C4). */
function lowPass(rate: number): Float64Array {
  const middle = (TAPS - 1) / 2;
  const taps = Float64Array.from({ length: TAPS }, (_, k) => {
    const x = (2 * CUT_OFF_HZ * (k - middle)) / rate;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const window = bessel0(KAISER_BETA * Math.sqrt(1 - ((k - middle) / middle) ** 2));
    return sinc * window;
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

/** Samples at 8 kHz; the source's rate must be a multiple of it. Nothing folds into the speech band. */
export function toTelephoneRate({ rate, samples }: Pcm): Float64Array {
  if (rate === SAMPLE_RATE) return Float64Array.from(samples);
  const factor = rate / SAMPLE_RATE;
  if (!Number.isInteger(factor)) throw new Error(`cannot bring ${rate} Hz to ${SAMPLE_RATE} Hz`);
  const taps = lowPass(rate);
  const middle = (TAPS - 1) / 2;
  return Float64Array.from({ length: Math.floor(samples.length / factor) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < TAPS; k += 1) {
      sum += (taps[k] ?? 0) * (samples[i * factor + middle - k] ?? 0);
    }
    return sum;
  });
}

/** Brings speech to a telephone line's usual level without clipping it. */
function levelled(samples: Float64Array): Float64Array {
  let sum = 0;
  let peak = 1;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const rms = Math.max(1, Math.sqrt(sum / Math.max(1, samples.length)));
  const gain = Math.min((32768 * 10 ** (SPEECH_DBFS / 20)) / rms, PEAK / peak);
  return samples.map((sample) => sample * gain);
}

/** Cuts the silence at both ends and shortens pauses to less than a turn's end. */
function tightened(audio: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at < audio.length; at += FRAME_BYTES) {
    frames.push(audio.subarray(at, at + FRAME_BYTES));
  }
  const loud = frames.map((frame) => levelDbfs(frame) > SILENT_DBFS);
  const first = loud.indexOf(true);
  if (first === -1) return Buffer.alloc(0);
  const last = loud.lastIndexOf(true);
  let pause = 0;
  const kept = frames.filter((_, i) => {
    if (i < first - MARGIN_FRAMES || i > last + MARGIN_FRAMES) return false;
    pause = loud[i] ? 0 : pause + 1;
    return pause <= MAX_PAUSE_FRAMES;
  });
  return Buffer.concat(kept);
}

/** Mu-law, 8 kHz, at the level of a telephone line, without silence around it. */
export function toTelephoneAudio(pcm: Pcm): Buffer {
  return tightened(encodeMulaw(levelled(toTelephoneRate(pcm))));
}
