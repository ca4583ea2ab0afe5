import { jest } from '@jest/globals';
import { RenewalClock } from './renewal-clock.js';

const MINUTE_MS = 60_000;
const QUIET = { speaking: false, busy: false, answerEnded: false };
const SPEAKING = { ...QUIET, speaking: true };
const BUSY = { ...QUIET, busy: true };
const MOMENTS = {
  quiet: QUIET,
  speaking: SPEAKING,
  'spoken over': { ...SPEAKING, answerEnded: true },
  busy: BUSY,
  'with tools to come': { ...BUSY, answerEnded: true },
};

describe('RenewalClock', () => {
  let clock: RenewalClock;
  let changes: number;

  beforeEach(() => {
    jest.useFakeTimers();
    changes = 0;
    clock = new RenewalClock(() => {
      changes += 1;
    });
  });
  afterEach(() => {
    clock.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  /** The moments at which a session of this age (and limit) is replaced. */
  const timesAt = (ageMinutes: number, limitMinutes = 60) => {
    const bornAt = performance.now() - 20 * MINUTE_MS;
    clock.start({ bornAt, endsAt: bornAt + limitMinutes * MINUTE_MS });
    jest.advanceTimersByTime((ageMinutes - 20) * MINUTE_MS);
    return Object.entries(MOMENTS).flatMap(([name, moment]) => (clock.isTime(moment) ? name : []));
  };

  it.each([
    [49.9, [], 0],
    [50, ['quiet'], 1],
    [57.9, ['quiet'], 1],
    [58, ['quiet', 'spoken over'], 2],
    [59, ['quiet', 'speaking', 'spoken over', 'with tools to come'], 3],
    [60, ['quiet', 'speaking', 'spoken over', 'with tools to come'], 3],
  ])('has a session of %d min replaced when it is %j', (age, names, told) => {
    expect(timesAt(age)).toEqual(names);
    expect(changes).toBe(told);
  });

  it('goes by what the provider says of the limit', () => {
    expect(timesAt(25, 30)).toEqual(['quiet']);
    expect(timesAt(99, 120)).toEqual([]);
  });

  it('has a session replaced at once that is too old already', () => {
    const bornAt = performance.now() - 61 * MINUTE_MS;
    clock.start({ bornAt, endsAt: bornAt + 60 * MINUTE_MS });
    jest.advanceTimersByTime(1);
    expect(clock.isTime(QUIET)).toBe(true);
  });

  it('begins anew with each session, and never for one that may live as long as its call', () => {
    expect(timesAt(59)).not.toEqual([]);
    clock.start(undefined);
    jest.advanceTimersByTime(1_000 * MINUTE_MS);
    expect(clock.isTime(QUIET)).toBe(false);
  });
});
