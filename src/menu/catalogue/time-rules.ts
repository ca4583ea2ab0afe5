import { DateTime } from 'luxon';
import { isRecord } from '../../common/is-record.js';
import { list, type Fields } from './document-reader.js';
import { WEEKDAYS } from './menu-document.js';

const MINUTES_A_DAY = 1440;

/** Faults of a week of opening hours, including a night that runs into the next morning. */
export function weeklyFaults(weekly: Fields, path: string): string[] {
  return WEEKDAYS.flatMap((day, index) => {
    const faults = openingFaults(weekly[day], `${path}/${day}`);
    const tomorrow = WEEKDAYS[(index + 1) % WEEKDAYS.length]!;
    const opens = Math.min(...spans(weekly[tomorrow]).map((span) => span.start));
    const closes = Math.max(...spans(weekly[day]).map((span) => span.end)) - MINUTES_A_DAY;
    return closes > opens
      ? [...faults, `${path}/${day} runs into the hours of ${tomorrow}`]
      : faults;
  });
}

/** Faults of one day's opening hours: empty windows, and windows that overlap. */
export function openingFaults(windows: unknown, path: string): string[] {
  const faults: string[] = [];
  let busyUntil = -1;
  for (const { index, start, end, empty } of spans(windows).toSorted((a, b) => a.start - b.start)) {
    if (empty) faults.push(`${path}/${index} opens and closes at the same time`);
    else if (start < busyUntil) faults.push(`${path}/${index} overlaps other hours of that day`);
    busyUntil = Math.max(busyUntil, end);
  }
  return faults;
}

/** Faults of availability windows: those that begin and end at the same time. */
export function timeFaults(windows: unknown, path: string): string[] {
  return list(windows).flatMap((window, index) =>
    isRecord(window) && minutes(window['from']) !== null && window['from'] === window['until']
      ? [`${path}/${index} begins and ends at the same time`]
      : [],
  );
}

/** The fault of a date that does not exist; `02-29` exists. */
export function dateFaults(fields: Fields, key: string, path: string): string[] {
  const date = fields[key];
  if (typeof date !== 'string' || !/^(\d{4}-)?\d\d-\d\d$/.test(date)) return [];
  const full = date.length === 5 ? `2024-${date}` : date;
  return DateTime.fromISO(full, { zone: 'utc' }).isValid
    ? []
    : [`${path}/${key} '${date}' is not a day of the calendar`];
}

function spans(windows: unknown): { index: number; start: number; end: number; empty: boolean }[] {
  return list(windows).flatMap((window, index) => {
    const start = isRecord(window) ? minutes(window['open']) : null;
    const close = isRecord(window) ? minutes(window['close']) : null;
    if (start === null || close === null) return [];
    const end = close > start ? close : close + MINUTES_A_DAY;
    return [{ index, start, end, empty: close === start }];
  });
}

function minutes(time: unknown): number | null {
  const match = typeof time === 'string' ? /^(\d\d):(\d\d)$/.exec(time) : null;
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}
