import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { WEEKDAYS, type Hours, type MenuDocument } from '../catalogue/menu-document.js';
import { offUntil } from './off-until.js';

const { business } = JSON.parse(readFileSync('test/fixtures/menu.json', 'utf8')) as MenuDocument;
const { timezone } = business;

function local(time: string): Date {
  return DateTime.fromISO(time, { zone: timezone }).toJSDate();
}

function daily(...windows: { open: string; close: string }[]): Hours {
  const weekly = Object.fromEntries(WEEKDAYS.map((day) => [day, windows]));
  return { weekly: weekly as unknown as Hours['weekly'], exceptions: [] };
}

const DINNER = daily({ open: '11:00', close: '22:00' });
const SPLIT = daily({ open: '17:00', close: '22:00' }, { open: '11:00', close: '14:00' });
const NIGHT = daily({ open: '17:00', close: '02:00' });
const NEVER_CLOSED = daily({ open: '00:00', close: '24:00' });
const CLOSED = daily();

describe('Off until tonight is to the end of today’s business', () => {
  it.each<[string, Hours, string, string]>([
    ['while open', DINNER, '2026-11-18T15:00', '2026-11-18T22:00'],
    ['before opening', DINNER, '2026-11-18T08:00', '2026-11-18T22:00'],
    ['after closing: to the end of the day', DINNER, '2026-11-18T22:30', '2026-11-19T00:00'],
    ['the last of two times of a day', SPLIT, '2026-11-18T12:00', '2026-11-18T22:00'],
    ['between them', SPLIT, '2026-11-18T15:00', '2026-11-18T22:00'],
    ['hours past midnight, before it', NIGHT, '2026-11-18T23:00', '2026-11-19T02:00'],
    ['hours past midnight, after it', NIGHT, '2026-11-19T00:30', '2026-11-19T02:00'],
    ['in the morning after such a night', NIGHT, '2026-11-19T02:30', '2026-11-20T02:00'],
    ['a restaurant that never closes', NEVER_CLOSED, '2026-11-18T15:00', '2026-11-19T00:00'],
    ['a day on which it is closed', CLOSED, '2026-11-18T15:00', '2026-11-19T00:00'],
    ['the night to summer time', NIGHT, '2027-03-14T01:30', '2027-03-14T02:00'],
  ])('%s', (_, hours, now, end) => {
    const moment = offUntil('tonight', { hours, timezone }, local(now));
    expect(moment).toBe(local(end).toISOString());
  });
});

describe('Off until a moment', () => {
  const now = local('2026-11-18T15:00');
  const until = (value: unknown) => offUntil(value, business, now);

  it('takes null, and moments of the next year in any zone', () => {
    expect(until(null)).toBeNull();
    expect(until('2026-11-18T15:30:00-05:00')).toBe('2026-11-18T20:30:00.000Z');
    expect(until('2026-11-18T20:30:00Z')).toBe('2026-11-18T20:30:00.000Z');
    expect(until('2026-11-18T15:30')).toBe('2026-11-18T20:30:00.000Z');
    expect(until('2027-11-18T15:00:00-05:00')).toBe('2027-11-18T20:00:00.000Z');
  });

  it.each([
    [undefined],
    [''],
    ['tomorrow'],
    ['Tonight '],
    ['2026-11-18T15:00:00-05:00'],
    ['2026-11-18T14:00'],
    ['2026-02-30T12:00'],
    ['2030-01-01T00:00'],
    [1_800_000_000_000],
    [true],
    [['tonight']],
    [{ until: null }],
  ])('refuses %j', (value) => {
    expect(until(value)).toBeUndefined();
  });
});
