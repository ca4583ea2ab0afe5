import { SAMPLE_RATE_HZ } from './mulaw-format.js';

/** Samples in for one sample out. */
const FACTOR = 3;
const INPUT_RATE_HZ = SAMPLE_RATE_HZ * FACTOR;
const TAPS = 73;
const MIDDLE = (TAPS - 1) / 2;
const CUT_OFF_HZ = 3_700;
const KAISER_BETA = 5.65;

/**
 * Brings 24 kHz speech to 8 kHz, chunk by chunk, without folding what lies above 4 kHz into
 * the speech band: a linear-phase low-pass, then every third sample (protocol C4). One
 * instance an utterance; how the audio is cut into chunks makes no difference.
 */
export class Downsampler {
  /** Input from the start of the next output's window on; silence before the utterance. */
  private kept = new Int16Array(MIDDLE);

  push(samples: Int16Array): Int16Array {
    const input = new Int16Array(this.kept.length + samples.length);
    input.set(this.kept);
    input.set(samples, this.kept.length);
    const outputs = Math.max(0, Math.floor((input.length - TAPS) / FACTOR) + 1);
    const result = new Int16Array(outputs);
    for (let i = 0; i < outputs; i += 1) {
      let sum = 0;
      for (let k = 0; k < TAPS; k += 1) sum += (LOW_PASS[k] ?? 0) * (input[i * FACTOR + k] ?? 0);
      // Beyond its range an Int16Array wraps, which is heard as a crack.
      result[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    }
    this.kept = input.slice(outputs * FACTOR);
    return result;
  }

  /** The rest of the utterance: what still waited for input behind it. */
  flush(): Int16Array {
    return this.push(new Int16Array(MIDDLE));
  }
}

/** Kaiser-windowed sinc with gain 1 at DC. */
const LOW_PASS = lowPass();

function lowPass(): Float64Array {
  const taps = Float64Array.from({ length: TAPS }, (_, k) => {
    const x = (2 * CUT_OFF_HZ * (k - MIDDLE)) / INPUT_RATE_HZ;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * bessel0(KAISER_BETA * Math.sqrt(1 - ((k - MIDDLE) / MIDDLE) ** 2));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

/** Zeroth-order modified Bessel function of the first kind, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
