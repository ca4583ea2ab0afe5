import { DateTime } from 'luxon';
import { isFault } from '../../orders/order-fault.js';
import type { Business, OpeningWindow, Weekday } from '../catalogue/menu-document.js';
import { WEEKDAYS } from '../catalogue/menu-document.js';
import { readyGiven } from '../tools/ready-given.js';
import { earliestReady, isoMinute, readyTimeFault } from './ready-time.js';

const ZONE = 'America/New_York';
const DAY: readonly OpeningWindow[] = [{ open: '11:00', close: '22:00' }];
const NIGHT: readonly OpeningWindow[] = [{ open: '11:00', close: '02:30' }];
const SPLIT: readonly OpeningWindow[] = [
  { open: '11:00', close: '14:00' },
  { open: '17:00', close: '22:00' },
];

/** Open from 11 to 22, Friday and Saturday until 2:30 in the morning, closed on Mondays. */
function business(
  change: {
    readonly ordersAhead?: { readonly maxDays: number };
    readonly wednesday?: typeof SPLIT;
  } = {},
): Business {
  const weekly = Object.fromEntries(WEEKDAYS.map((day) => [day, DAY])) as Record<
    Weekday,
    readonly OpeningWindow[]
  >;
  return {
    name: 'Test',
    address: '1 Main Street',
    phone: '+12125550142',
    timezone: ZONE,
    currency: 'USD',
    hours: {
      weekly: {
        ...weekly,
        monday: [],
        wednesday: change.wednesday ?? DAY,
        friday: NIGHT,
        saturday: NIGHT,
      },
      exceptions: [
        { date: '2026-11-26', name: 'Thanksgiving', hours: [] },
        { date: '12-24', name: 'Christmas Eve', hours: [{ open: '11:00', close: '15:00' }] },
      ],
    },
    pickup: { leadMinutes: 20 },
    delivery: { leadMinutes: 45, feeCents: 0, minimumCents: 0, feeTaxed: false, area: 'here' },
    taxRate: 0,
    allergenNotice: '',
    ...(change.ordersAhead && { ordersAhead: change.ordersAhead }),
  };
}

const AHEAD = business({ ordersAhead: { maxDays: 14 } });
const AT_ONCE = business();
const clock = (local: string) => DateTime.fromISO(local, { zone: ZONE }).toJSDate();

function asked(said: string, now: string, of: Business, fulfilment: 'pickup' | 'delivery'): string {
  const ready = readyGiven(said, { business: of, fulfilment, now: clock(now) });
  if (!isFault(ready)) return ready ?? 'soonest';
  return ready.possibleAt === undefined ? ready.error : `${ready.error} ${ready.possibleAt}`;
}

describe('A wished time, with orders ahead', () => {
  it.each([
    // A Wednesday at three in the afternoon.
    ['2026-11-18T15:00', 'at seven', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', '19:00', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', '7:30 pm', '2026-11-18T19:30:00-05:00'],
    ['2026-11-18T15:00', 'seven', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', '2026-11-18T19:00', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', '2026-11-18 19:00:00', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', '2026-11-19T00:00:00Z', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', 'para las siete y media', '2026-11-18T19:30:00-05:00'],
    ['2026-11-18T15:00', 'in an hour', '2026-11-18T16:00:00-05:00'],
    ['2026-11-18T15:00', 'asap', 'soonest'],
    // While it is closed the soonest is the first moment at which it can be ready.
    ['2026-11-18T08:00', 'as soon as possible', '2026-11-18T11:20:00-05:00'],
    ['2026-11-18T23:30', 'whenever you open', '2026-11-19T11:20:00-05:00'],
    ['2026-11-18T15:00', 'thanksgiving at two', 'ready_while_closed 2026-11-27T11:20:00-05:00'],
    ['2026-12-20T15:00', "new year's eve at six", '2026-12-31T18:00:00-05:00'],
    ['2027-05-01T15:00', "mother's day at noon", '2027-05-09T12:00:00-04:00'],
    ['2027-05-20T15:00', 'memorial day at noon', 'ready_while_closed 2027-06-01T11:20:00-04:00'],
    ['2026-11-18T15:00', 'tomorrow at noon', '2026-11-19T12:00:00-05:00'],
    ['2026-11-18T15:00', 'mañana al mediodía', '2026-11-19T12:00:00-05:00'],
    ['2026-11-18T15:00', 'wednesday at 2', '2026-11-25T14:00:00-05:00'],
    ['2026-11-18T15:00', 'half past six', '2026-11-18T18:30:00-05:00'],
    ['2026-11-18T15:00', 'a quarter to eight', '2026-11-18T19:45:00-05:00'],
    ['2026-11-18T15:00', 'tonight at 8', '2026-11-18T20:00:00-05:00'],
    // Saturday night goes on until one, but a day begins with its morning.
    ['2026-11-18T15:00', 'sunday at one', '2026-11-22T13:00:00-05:00'],
    ['2026-11-18T15:00', 'el domingo a la una', '2026-11-22T13:00:00-05:00'],
    ['2026-11-20T15:00', 'tomorrow at one', '2026-11-21T13:00:00-05:00'],
    ['2026-11-18T15:00', 'at seven under Bob', '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', 'on the 20th at six', '2026-11-20T18:00:00-05:00'],
    ['2026-11-18T15:00', 'on the 15th at six', 'ready_too_far'],
    // The first hour of a day begins with the lead time.
    ['2026-11-18T15:00', 'tomorrow at eleven', 'ready_too_soon 2026-11-18T15:20:00-05:00'],
    ['2026-11-18T15:00', 'tomorrow at 11:20', '2026-11-19T11:20:00-05:00'],
    ['2026-11-18T15:00', 'at 10 pm', '2026-11-18T22:00:00-05:00'],
    ['2026-11-18T15:00', 'at 10:30 pm', 'ready_while_closed 2026-11-19T11:20:00-05:00'],
    // Lead time: a minute more or less.
    ['2026-11-18T15:00', 'at 3:20 pm', '2026-11-18T15:20:00-05:00'],
    ['2026-11-18T15:00', 'at 3:19 pm', 'ready_too_soon 2026-11-18T15:20:00-05:00'],
    ['2026-11-18T18:50', 'at seven', 'ready_too_soon 2026-11-18T19:10:00-05:00'],
    ['2026-11-18T15:02', 'in five minutes', 'ready_too_soon 2026-11-18T15:25:00-05:00'],
    // Earlier today is over; a clock without a day means the next one that is open.
    ['2026-11-18T15:00', 'today at two', 'ready_too_soon 2026-11-18T15:20:00-05:00'],
    ['2026-11-18T21:50', 'at seven', '2026-11-19T19:00:00-05:00'],
    // Closed now: before opening, after closing, on a day off, on a holiday.
    ['2026-11-18T08:00', 'at noon', '2026-11-18T12:00:00-05:00'],
    ['2026-11-18T23:00', 'tomorrow at noon', '2026-11-19T12:00:00-05:00'],
    ['2026-11-18T15:00', 'monday at seven', 'ready_while_closed 2026-11-24T11:20:00-05:00'],
    ['2026-11-25T15:00', 'tomorrow at six', 'ready_while_closed 2026-11-27T11:20:00-05:00'],
    ['2026-12-20T15:00', 'December 24th at 2 pm', '2026-12-24T14:00:00-05:00'],
    ['2026-12-20T15:00', 'December 24th at 6 pm', 'ready_while_closed 2026-12-25T11:20:00-05:00'],
    // Past midnight the night belongs to the day before.
    ['2026-11-20T23:30', 'at half past twelve', '2026-11-21T00:30:00-05:00'],
    ['2026-11-20T23:30', 'at one', '2026-11-21T01:00:00-05:00'],
    ['2026-11-20T20:00', 'at midnight', '2026-11-21T00:00:00-05:00'],
    ['2026-11-20T20:00', 'tonight at twelve', '2026-11-21T00:00:00-05:00'],
    ['2026-11-21T01:00', 'in half an hour', '2026-11-21T01:30:00-05:00'],
    ['2026-11-21T01:00', 'at 2:45 am', 'ready_while_closed 2026-11-21T11:20:00-05:00'],
    ['2026-11-21T00:30', 'tomorrow at noon', '2026-11-22T12:00:00-05:00'],
    // Clocks go forward on 2027-03-14 at 2:00, which is closed; back on 2026-11-01 at 2:00.
    ['2027-03-13T20:00', 'tomorrow at noon', '2027-03-14T12:00:00-04:00'],
    ['2027-03-14T01:30', 'in 30 minutes', '2027-03-14T03:00:00-04:00'],
    ['2027-03-14T00:30', 'at 2:15 am', 'ready_while_closed 2027-03-16T11:20:00-04:00'],
    ['2026-10-31T20:00', 'tomorrow at noon', '2026-11-01T12:00:00-05:00'],
    ['2026-10-31T23:00', 'at 1:30 am', '2026-11-01T01:30:00-04:00'],
    ['2026-11-01T00:30', 'in an hour', '2026-11-01T01:30:00-04:00'],
    ['2026-11-01T00:30', 'in two hours', '2026-11-01T01:30:00-05:00'],
    // No time at all.
    ['2026-11-18T15:00', 'tomorrow', 'ready_time_unclear'],
    ['2026-11-18T15:00', 'whenever', 'ready_time_unclear'],
    ['2026-11-18T15:00', '2026-02-30T19:00', 'ready_time_unclear'],
    ['2026-11-18T15:00', 'at 25', 'ready_time_unclear'],
  ])('at %s, "%s": %s', (now, said, expected) => {
    expect(asked(said, now, AHEAD, 'pickup')).toBe(expected);
  });

  it('takes longer to deliver', () => {
    const now = '2026-11-18T15:00';
    expect(asked('in half an hour', now, AHEAD, 'delivery')).toBe(
      'ready_too_soon 2026-11-18T15:45:00-05:00',
    );
    expect(asked('at quarter to four', now, AHEAD, 'delivery')).toBe('2026-11-18T15:45:00-05:00');
  });
});

describe('A wished time, without orders ahead', () => {
  const split = business({ wednesday: SPLIT });

  it.each([
    ['2026-11-18T15:00', 'at seven', AT_ONCE, '2026-11-18T19:00:00-05:00'],
    ['2026-11-18T15:00', 'tomorrow at noon', AT_ONCE, 'no_orders_ahead'],
    ['2026-11-18T08:00', 'at noon', AT_ONCE, 'no_orders_ahead'],
    ['2026-11-18T12:00', 'at seven', split, 'no_orders_ahead'],
    ['2026-11-18T12:00', 'at one', split, '2026-11-18T13:00:00-05:00'],
    ['2026-11-20T23:30', 'at one', AT_ONCE, '2026-11-21T01:00:00-05:00'],
  ])('at %s, "%s"', (now, said, of, expected) => {
    expect(asked(said, now, of, 'pickup')).toBe(expected);
  });
});

describe('A restaurant that never closes', () => {
  const always = WEEKDAYS.reduce(
    (week, day) => ({ ...week, [day]: [{ open: '00:00', close: '24:00' }] }),
    AT_ONCE.hours.weekly,
  );
  const of = { ...AT_ONCE, hours: { weekly: always, exceptions: [] } };

  it.each([
    ['2026-11-18T23:30', 'in an hour', '2026-11-19T00:30:00-05:00'],
    ['2026-11-18T23:55', 'in 20 minutes', '2026-11-19T00:15:00-05:00'],
    ['2026-11-18T15:00', 'tomorrow at noon', '2026-11-19T12:00:00-05:00'],
    ['2026-11-18T23:45', 'at midnight', 'ready_too_soon 2026-11-19T00:05:00-05:00'],
  ])('at %s, "%s"', (now, said, expected) => {
    expect(asked(said, now, of, 'pickup')).toBe(expected);
  });
});

describe('The earliest time', () => {
  it.each([
    ['2026-11-18T15:02', AHEAD, '2026-11-18T15:25:00-05:00'],
    ['2026-11-18T08:00', AHEAD, '2026-11-18T11:20:00-05:00'],
    ['2026-11-18T21:45', AHEAD, '2026-11-19T11:20:00-05:00'],
    ['2026-11-25T23:00', AHEAD, '2026-11-27T11:20:00-05:00'],
    ['2026-11-22T23:00', business({ ordersAhead: { maxDays: 0 } }), null],
    ['2026-11-22T23:00', business({ ordersAhead: { maxDays: 1 } }), null],
    ['2026-11-22T23:00', business({ ordersAhead: { maxDays: 2 } }), '2026-11-24T11:20:00-05:00'],
    ['2026-11-18T08:00', AT_ONCE, null],
    ['2026-11-21T01:00', AT_ONCE, '2026-11-21T01:20:00-05:00'],
  ])('at %s', (now, of, expected) => {
    const earliest = earliestReady({ business: of, fulfilment: 'pickup', now: clock(now) });
    expect(earliest && isoMinute(earliest)).toBe(expected);
  });
});

it('keeps a time that was given while the caller goes on talking', () => {
  const moment = DateTime.fromISO('2026-11-18T19:00', { zone: ZONE });
  const at = (now: string) =>
    readyTimeFault(moment, { business: AHEAD, fulfilment: 'pickup', now: clock(now) });
  expect(at('2026-11-18T18:50')).toBeNull();
  expect(at('2026-11-18T18:51')).toMatchObject({ error: 'ready_too_soon' });
});
