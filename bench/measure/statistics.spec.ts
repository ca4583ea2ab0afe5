import { greetingsBeyondMs, reactionsMs } from './pairs.js';
import { quantile, slope, spreadOf } from './statistics.js';

describe('statistics', () => {
  it('finds the middle, the least and the greatest', () => {
    expect(spreadOf([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 });
    expect(spreadOf([4, 1])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(spreadOf([])).toBeNull();
  });

  it('takes quantiles between neighbours', () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([5], 0.99)).toBe(5);
    expect(quantile([], 0.5)).toBeNull();
  });

  it('finds the slope through points that scatter', () => {
    const points = [50, 100, 200, 300].map((x, i) => ({ x, y: 1_000 + 90 * x + (i % 2) }));
    expect(slope(points)).toBeCloseTo(90, 1);
    expect(slope([{ x: 1, y: 5 }])).toBe(0);
  });
});

describe('moments of two processes', () => {
  it('are paired by call, the newest start before each clear', () => {
    const started = [
      { call: 1, us: 1_000 },
      { call: 2, us: 1_500 },
      { call: 1, us: 900_000 },
    ];
    const cleared = [
      { call: 1, us: 904_000 },
      { call: 2, us: 3_500 },
    ];
    expect(reactionsMs(started, cleared)).toEqual([2, 4]);
  });

  it('leave out clears that follow no start', () => {
    expect(reactionsMs([{ call: 1, us: 5 }], [{ call: 1, us: 4 }])).toEqual([]);
    expect(reactionsMs([{ call: 1, us: 0 }], [{ call: 1, us: 9_000_000 }])).toEqual([]);
  });

  it('take the provider off the wait for a greeting', () => {
    const heard = [
      { call: 1, us: 320_000 },
      { call: 2, us: 400_000 },
    ];
    expect(greetingsBeyondMs(heard, [{ call: 1, us: 305_000 }])).toEqual([15]);
  });
});
