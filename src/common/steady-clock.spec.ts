import { jest } from '@jest/globals';
import { certainNow, steadyNow } from './steady-clock.js';

const DAY_MS = 24 * 60 * 60_000;
const STEPS_MS = [301_000, -301_000, 25 * DAY_MS, -25 * DAY_MS];

describe('The steady clock', () => {
  it.each(STEPS_MS)('does not follow a step of the clock by %d ms', (stepMs) => {
    const before = Date.now();
    expect(Math.abs(steadyNow() - before)).toBeLessThan(1_000);
    jest.spyOn(Date, 'now').mockReturnValue(before + stepMs);
    expect(Math.abs(steadyNow() - before)).toBeLessThan(1_000);
    expect(certainNow() - before).toBeLessThan(1_000);
    expect(certainNow()).toBeLessThanOrEqual(Date.now());
  });
});
