import fc from 'fast-check';
import { Downsampler } from './downsampler.js';

const AMPLITUDE = 10_000;

function sine(hertz: number, samples = 24_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hertz * i) / 24_000)),
  );
}

function whole(input: Int16Array): Int16Array {
  const downsampler = new Downsampler();
  const head = downsampler.push(input);
  return Int16Array.from([...head, ...downsampler.flush()]);
}

/** Level against the input's, away from its ends. */
function gainDb(hertz: number): number {
  const steady = whole(sine(hertz)).slice(100, -100);
  const power = steady.reduce((sum, sample) => sum + sample * sample, 0) / steady.length;
  return 10 * Math.log10(power / (AMPLITUDE ** 2 / 2));
}

describe('The downsampler', () => {
  it('keeps the level of a 1 kHz tone', () => {
    expect(Math.abs(gainDb(1_000))).toBeLessThan(0.1);
  });

  it('keeps the speech band up to 3.4 kHz', () => {
    expect(gainDb(3_000)).toBeGreaterThan(-0.2);
    expect(gainDb(3_400)).toBeGreaterThan(-1.5);
  });

  it.each([5_000, 6_000, 7_000, 11_000])('takes out a tone of %i Hz', (hertz) => {
    expect(gainDb(hertz)).toBeLessThan(-55);
  });

  it('makes one sample of three, in their place', () => {
    const click = new Int16Array(3_000);
    click[1_500] = 30_000;
    const output = whole(click);
    expect(output).toHaveLength(1_000);
    expect(output.indexOf(Math.max(...output))).toBe(500);
  });

  it('clips instead of wrapping when the filter rings above full scale', () => {
    const square = Int16Array.from({ length: 600 }, (_, i) => (i % 60 < 30 ? 32_767 : -32_768));
    const output = whole(square);
    expect(Math.max(...output)).toBe(32_767);
    expect(output.filter((sample, i) => Math.abs(sample - (output[i - 1] ?? 0)) > 65_000)).toEqual(
      new Int16Array(0),
    );
  });

  it('gives the same audio however it is cut into chunks', () => {
    const input = sine(440, 2_000);
    const expected = whole(input);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 }), (sizes) => {
        const downsampler = new Downsampler();
        const output: number[] = [];
        let at = 0;
        for (const size of [...sizes, input.length]) {
          output.push(...downsampler.push(input.subarray(at, at + size)));
          at = Math.min(input.length, at + size);
        }
        output.push(...downsampler.flush());
        expect(output).toEqual([...expected]);
      }),
      { numRuns: 50 },
    );
  });
});
