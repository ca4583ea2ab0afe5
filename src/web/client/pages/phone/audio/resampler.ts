/** Zero crossings of the filter on each side. */
const CROSSINGS = 16;
/** Values of the filter between two zero crossings. */
const STEPS = 256;
/** Where the low-pass cuts, as a share of the lower half rate: 3.7 kHz at 8 kHz. */
const CUT = 0.925;
/** Shape of the Kaiser window; about 60 dB beyond the cut. */
const BETA = 5.65;

/** Half of a windowed sinc, by distance in steps. */
const KERNEL = Float32Array.from({ length: CROSSINGS * STEPS + 2 }, (_, index) => {
  const x = index / STEPS;
  if (x >= CROSSINGS) return 0;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  return (sinc * bessel(BETA * Math.sqrt(1 - (x / CROSSINGS) ** 2))) / bessel(BETA);
});

/** Changes the rate of a stream of samples, with a low-pass so that nothing folds back (protocol C4). */
export class Resampler {
  /** Distance between two outputs, in inputs. */
  private readonly step: number;
  /** Crossings of the filter in one input. */
  private readonly scale: number;
  private readonly reach: number;
  private history: Float32Array;
  /** Where the next output lies in `history`. */
  private at: number;

  constructor(from: number, to: number) {
    this.step = from / to;
    this.scale = CUT * Math.min(1, to / from);
    this.reach = Math.ceil(CROSSINGS / this.scale);
    this.history = new Float32Array(this.reach);
    this.at = this.reach;
  }

  /** The outputs that these inputs complete. */
  push(input: Float32Array): Float32Array {
    const samples = new Float32Array(this.history.length + input.length);
    samples.set(this.history);
    samples.set(input, this.history.length);
    const last = samples.length - 1 - this.reach;
    const count = Math.max(0, Math.floor((last - this.at) / this.step) + 1);
    const output = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      output[index] = this.valueAt(samples, this.at + index * this.step);
    }
    const next = this.at + count * this.step;
    const kept = Math.max(0, Math.floor(next) - this.reach);
    this.history = samples.slice(kept);
    this.at = next - kept;
    return output;
  }

  private valueAt(samples: Float32Array, at: number): number {
    const from = Math.max(0, Math.ceil(at - this.reach));
    const to = Math.floor(at + this.reach);
    let sum = 0;
    for (let index = from; index <= to; index += 1) {
      const distance = Math.abs(at - index) * this.scale * STEPS;
      const low = distance | 0;
      const left = KERNEL[low] ?? 0;
      sum += (samples[index] ?? 0) * (left + ((KERNEL[low + 1] ?? 0) - left) * (distance - low));
    }
    return sum * this.scale;
  }
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k += 1) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
