import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isRunning, isWithin, openState } from './business-hours.js';
import type { Hours, MenuDocument, MenuPromotion } from './catalogue/menu-document.js';
import { spokenOpenState } from './spoken/english.js';

const { business, promotions } = JSON.parse(
  readFileSync('test/fixtures/menu.json', 'utf8'),
) as MenuDocument;
const ZONE = business.timezone;

/** A moment given in the restaurant's local time. */
function local(time: string): Date {
  return DateTime.fromISO(time, { zone: ZONE }).toJSDate();
}

function weekOf(
  window: { open: string; close: string },
  exceptions: Hours['exceptions'] = [],
): Hours {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return {
    weekly: Object.fromEntries(days.map((day) => [day, [window]])) as unknown as Hours['weekly'],
    exceptions,
  };
}

describe('openState', () => {
  it.each<[string, string, boolean, string | null, string]>([
    [
      'an ordinary afternoon',
      '2026-11-18T15:00',
      true,
      '2026-11-18T22:00',
      'We are open until 10 PM.',
    ],
    [
      'the opening minute',
      '2026-11-18T11:00',
      true,
      '2026-11-18T22:00',
      'We are open until 10 PM.',
    ],
    [
      'the minute before opening',
      '2026-11-18T10:59',
      false,
      '2026-11-18T11:00',
      'We are closed right now and open again today at 11 AM.',
    ],
    [
      'the closing minute',
      '2026-11-18T22:00',
      false,
      '2026-11-19T11:00',
      'We are closed right now and open again tomorrow at 11 AM.',
    ],
    [
      'Friday night past midnight',
      '2026-11-21T00:30',
      true,
      '2026-11-21T01:00',
      'We are open until 1 AM.',
    ],
    [
      'after the Friday night',
      '2026-11-21T01:00',
      false,
      '2026-11-21T11:00',
      'We are closed right now and open again today at 11 AM.',
    ],
    [
      'a holiday of one year',
      '2026-11-26T15:00',
      false,
      '2026-11-27T11:00',
      'We are closed right now and open again tomorrow at 11 AM. Today is Thanksgiving.',
    ],
    [
      'a holiday of every year',
      '2031-12-25T15:00',
      false,
      '2031-12-26T11:00',
      'We are closed right now and open again tomorrow at 11 AM. Today is Christmas Day.',
    ],
    [
      'a short special day',
      '2026-12-24T16:59',
      true,
      '2026-12-24T17:00',
      'We are open until 5 PM. Today is Christmas Eve.',
    ],
    [
      'the evening before a holiday',
      '2026-12-24T18:00',
      false,
      '2026-12-26T11:00',
      'We are closed right now and open again on Saturday at 11 AM. Today is Christmas Eve.',
    ],
    [
      'a late opening on a special day',
      '2027-01-01T12:00',
      false,
      '2027-01-01T13:00',
      "We are closed right now and open again today at 1 PM. Today is New Year's Day.",
    ],
  ])('knows %s', (_, at, open, next, sentence) => {
    const now = local(at);
    const state = openState(business.hours, ZONE, now);
    expect(state.open).toBe(open);
    expect((state.closesAt ?? state.opensAt)?.toJSDate()).toEqual(
      next === null ? undefined : local(next),
    );
    expect(spokenOpenState(state, now)).toBe(sentence);
  });

  it('lets the night before run into a holiday', () => {
    const hours = weekOf({ open: '18:00', close: '02:00' }, [
      { date: '12-25', name: 'Christmas Day', hours: [] },
    ]);
    expect(openState(hours, ZONE, local('2026-12-25T01:59')).open).toBe(true);
    expect(openState(hours, ZONE, local('2026-12-25T02:00')).open).toBe(false);
    expect(openState(hours, ZONE, local('2026-12-25T19:00')).open).toBe(false);
  });

  it('prefers the exception of a full date to the one of every year', () => {
    const hours = weekOf({ open: '10:00', close: '20:00' }, [
      { date: '12-25', name: 'Christmas Day', hours: [] },
      { date: '2026-12-25', name: 'Christmas party', hours: [{ open: '12:00', close: '16:00' }] },
    ]);
    expect(openState(hours, ZONE, local('2026-12-25T13:00'))).toMatchObject({
      open: true,
      exception: 'Christmas party',
    });
    expect(openState(hours, ZONE, local('2027-12-25T13:00')).open).toBe(false);
  });

  it('has no closing time when the hours go round the clock', () => {
    const now = local('2026-11-18T03:00');
    const state = openState(weekOf({ open: '00:00', close: '24:00' }), ZONE, now);
    expect(state).toMatchObject({ open: true, closesAt: null, opensAt: null });
    expect(spokenOpenState(state, now)).toBe('We are open all day.');
  });

  it('joins hours that touch at midnight into one stretch', () => {
    const hours = { ...weekOf({ open: '00:00', close: '24:00' }) };
    const weekly = { ...hours.weekly, sunday: [] };
    const state = openState({ ...hours, weekly }, ZONE, local('2026-11-18T03:00'));
    expect(state.closesAt?.toJSDate()).toEqual(local('2026-11-22T00:00'));
  });

  it('knows tonight’s closing time before a holiday of weeks', () => {
    const exceptions = Array.from({ length: 20 }, (_, day) => ({
      date: `2027-02-${String(day + 2).padStart(2, '0')}`,
      name: 'Winter break',
      hours: [],
    }));
    const hours = weekOf({ open: '11:00', close: '22:00' }, exceptions);
    const evening = openState(hours, ZONE, local('2027-02-01T20:00'));
    expect(evening.closesAt?.toJSDate()).toEqual(local('2027-02-01T22:00'));
    const now = local('2027-02-01T22:30');
    expect(spokenOpenState(openState(hours, ZONE, now), now)).toBe(
      'We are closed right now and open again on Monday, February 22 at 11 AM.',
    );
  });

  it('has no opening in sight when every day is closed', () => {
    const now = local('2026-11-18T03:00');
    const weekly = Object.fromEntries(
      Object.keys(business.hours.weekly).map((day) => [day, []]),
    ) as unknown as Hours['weekly'];
    const state = openState({ weekly, exceptions: [] }, ZONE, now);
    expect(state).toMatchObject({ open: false, closesAt: null, opensAt: null });
    expect(spokenOpenState(state, now)).toBe('We are closed.');
  });

  it('opens at the local hour on the days when the clocks change', () => {
    const early = weekOf({ open: '06:00', close: '22:00' });
    for (const [day, offset] of [
      ['2026-03-08', -4],
      ['2026-11-01', -5],
    ] as const) {
      const state = openState(early, ZONE, local(`${day}T00:30`));
      expect(state.opensAt?.toFormat('HH:mm')).toBe('06:00');
      expect(state.opensAt?.offset).toBe(offset * 60);
    }
  });

  it('opens an hour late, not never, when the opening hour is skipped by the clocks', () => {
    const state = openState(
      weekOf({ open: '02:30', close: '08:00' }),
      ZONE,
      local('2026-03-08T01:00'),
    );
    expect(state.opensAt?.toFormat('HH:mm')).toBe('03:30');
  });

  it('always changes to the other state at the next moment it names', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        (now) => {
          const state = openState(business.hours, ZONE, now);
          const next = (state.closesAt ?? state.opensAt)!;
          expect(next.toMillis()).toBeGreaterThan(now.getTime());
          expect(openState(business.hours, ZONE, next.toJSDate()).open).toBe(!state.open);
          expect(openState(business.hours, ZONE, new Date(next.toMillis() - 1)).open).toBe(
            state.open,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says of moments one after the other what it says of each alone', () => {
    const start = local('2026-11-23T09:00').getTime();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 7 * 24 * 60 }), { minLength: 2, maxLength: 20 }),
        (minutes) => {
          for (const minute of minutes) {
            const now = new Date(start + minute * 60_000);
            const alone = openState({ ...business.hours }, ZONE, now);
            expect(openState(business.hours, ZONE, now)).toEqual(alone);
          }
        },
      ),
    );
  });
});

describe('isWithin', () => {
  const lunch = [{ days: ['monday', 'friday'] as const, from: '11:00', until: '15:00' }];

  it.each<[string, boolean]>([
    ['2026-11-20T11:00', true],
    ['2026-11-20T14:59', true],
    ['2026-11-20T15:00', false],
    ['2026-11-19T12:00', false],
    ['2026-11-21T12:00', false],
  ])('a lunch on Monday and Friday: %s is %s', (at, expected) => {
    expect(isWithin(lunch, ZONE, local(at))).toBe(expected);
  });

  it('counts the small hours to the day on which the window began', () => {
    const late = [{ days: ['friday'] as const, from: '22:00', until: '02:00' }];
    expect(isWithin(late, ZONE, local('2026-11-21T01:00'))).toBe(true);
    expect(isWithin(late, ZONE, local('2026-11-20T01:00'))).toBe(false);
  });

  it('is always true without windows', () => {
    expect(isWithin(undefined, ZONE, new Date())).toBe(true);
  });
});

describe('isRunning', () => {
  const summer = promotions.find(({ code }) => code === 'SUMMER20')!;

  it.each<[string, boolean]>([
    ['2026-05-29T12:00', false],
    ['2026-06-01T12:00', true],
    ['2026-08-31T14:59', true],
    ['2026-08-31T15:00', false],
    ['2026-08-30T12:00', false],
    ['2026-09-01T12:00', false],
  ])('a promotion of summer weekday lunches: %s is %s', (at, expected) => {
    expect(isRunning(summer, ZONE, local(at))).toBe(expected);
  });

  it('runs to the last minute of its last day in the restaurant’s own zone', () => {
    const promotion: MenuPromotion = {
      code: 'DAY',
      name: 'A day',
      description: 'One day.',
      kind: 'percent',
      percent: 5,
      active: { startsOn: '2026-07-04', endsOn: '2026-07-04' },
    };
    expect(isRunning(promotion, ZONE, new Date('2026-07-05T03:59:00Z'))).toBe(true);
    expect(isRunning(promotion, ZONE, new Date('2026-07-05T04:00:00Z'))).toBe(false);
  });
});
