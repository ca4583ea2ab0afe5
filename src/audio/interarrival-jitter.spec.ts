import { InterarrivalJitter } from './interarrival-jitter.js';

/** Jitter after frames of 20 ms whose way took so many ms more than the shortest one. */
function jitterOf(delays: readonly number[]): number {
  const jitter = new InterarrivalJitter();
  delays.forEach((delayMs, index) => jitter.arrived(index * 20, 1_000 + index * 20 + delayMs));
  return jitter.ms;
}

const repeat = (times: number, ...delays: number[]): number[] =>
  Array.from({ length: times }, () => delays).flat();

describe('InterarrivalJitter', () => {
  it('is none before the second frame and in a steady stream', () => {
    expect(jitterOf([])).toBe(0);
    expect(jitterOf([300])).toBe(0);
    expect(jitterOf(repeat(100, 40))).toBe(0);
  });

  it('nears the mean difference between one way and the next', () => {
    expect(jitterOf(repeat(100, 0, 30))).toBeCloseTo(30, 3);
    expect(jitterOf(repeat(100, 0, 0, 10, 10))).toBeCloseTo(5, 0);
  });

  it('takes a sixteenth of each difference, as RFC 3550 says', () => {
    expect(jitterOf([0, 16])).toBe(1);
    expect(jitterOf([0, 16, 16])).toBe(1 - 1 / 16);
  });

  it('sees a burst of frames that were held together', () => {
    expect(jitterOf(repeat(20, 180, 160, 140, 120, 100, 80, 60, 40, 20, 0))).toBeGreaterThan(25);
  });

  it('does not see a hole that takes its time', () => {
    const jitter = new InterarrivalJitter();
    jitter.arrived(0, 0);
    jitter.arrived(5_000, 5_000);
    expect(jitter.ms).toBe(0);
  });

  it("is not carried away by a sender's clock that is set anew", () => {
    const jitter = new InterarrivalJitter();
    jitter.arrived(1e9, 0);
    jitter.arrived(0, 20);
    expect(jitter.ms).toBeLessThan(100);
  });
});
