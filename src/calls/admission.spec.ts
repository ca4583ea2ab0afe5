import { CallerRate } from './admission.js';

describe('CallerRate', () => {
  it('admits so many calls in a window and more when it has moved on', () => {
    const rate = new CallerRate(2, 1_000);
    expect([0, 100, 200, 1_050].map((at) => rate.admits('+1555', at))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('counts each caller alone', () => {
    const rate = new CallerRate(1, 1_000);
    rate.admits('a', 0);
    expect(rate.admits('b', 0)).toBe(true);
  });

  it('does not hold refused calls against the caller', () => {
    const rate = new CallerRate(1, 1_000);
    rate.admits('a', 0);
    for (let at = 100; at < 1_000; at += 100) rate.admits('a', at);
    expect(rate.admits('a', 1_001)).toBe(true);
  });
});
