import fc from 'fast-check';
import { backOffMs, jittered } from './back-off.js';

const UP_TO_FIFTEEN_MINUTES = { firstMs: 1_000, longestMs: 900_000 };

describe('The pause after failures in a row', () => {
  it('doubles up to the longest', () => {
    const pauses = [1, 2, 3, 10, 11, 500, 5_000].map((failures) =>
      backOffMs(UP_TO_FIFTEEN_MINUTES, failures),
    );
    expect(pauses).toEqual([1_000, 2_000, 4_000, 512_000, 900_000, 900_000, 900_000]);
  });
});

describe('A jittered pause', () => {
  it('is a whole number of milliseconds in the upper half of the pause', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pauseMs, random) => {
          const jitteredMs = jittered(pauseMs, random);
          expect(Number.isInteger(jitteredMs)).toBe(true);
          expect(jitteredMs).toBeLessThanOrEqual(pauseMs);
          expect(jitteredMs).toBeGreaterThanOrEqual(pauseMs / 2);
        },
      ),
    );
  });

  it('is drawn anew each time', () => {
    const pauses = Array.from({ length: 20 }, () => jittered(900_000));
    expect(new Set(pauses).size).toBeGreaterThan(1);
  });
});
