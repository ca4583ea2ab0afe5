import { Resampler } from './resampler.js';

const sine = (rate: number, hertz: number, seconds = 0.5): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * hertz * index) / rate),
  );

/** Decibels over a full sine, without the beginning and the end. */
const level = (samples: Float32Array): number => {
  const middle = samples.subarray(samples.length / 4, (3 * samples.length) / 4);
  const power = middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length;
  return 10 * Math.log10(2 * power);
};

describe('Resampler', () => {
  it.each([44_100, 48_000, 16_000, 96_000])('keeps 1 kHz and drops 5 kHz from %i Hz', (rate) => {
    const down = (hertz: number): number =>
      level(new Resampler(rate, 8_000).push(sine(rate, hertz)));
    expect(Math.abs(down(1_000))).toBeLessThan(0.1);
    expect(down(5_000)).toBeLessThan(-55);
  });

  it.each([44_100, 48_000])('keeps a tone and adds no image of it at %i Hz', (rate) => {
    const up = new Resampler(8_000, rate).push(sine(8_000, 1_000));
    expect(Math.abs(level(up))).toBeLessThan(0.1);
    const wanted = sine(rate, 1_000);
    const middle = Math.floor(up.length / 2);
    const near = up.subarray(middle, middle + 200);
    near.forEach((sample, index) =>
      expect(Math.abs(sample - (wanted[middle + index] ?? 0))).toBeLessThan(0.02),
    );
  });

  it('gives the same whatever the sizes of the parts are', () => {
    const input = sine(44_100, 700, 0.1);
    const whole = new Resampler(44_100, 8_000).push(input);
    const parted = new Resampler(44_100, 8_000);
    const outputs: number[] = [];
    for (let at = 0, size = 1; at < input.length; at += size, size = (size % 131) + 7) {
      outputs.push(...parted.push(input.subarray(at, at + size)));
    }
    expect(outputs).toHaveLength(whole.length);
    outputs.forEach((sample, index) => expect(sample).toBeCloseTo(whole[index] ?? 0, 5));
  });
});
