import { DateTime } from 'luxon';
import type {
  Hours,
  HoursException,
  MenuPromotion,
  OpeningWindow,
  TimeWindow,
} from './catalogue/menu-document.js';
import { WEEKDAYS } from './catalogue/menu-document.js';

/** Whether the restaurant is open, and until or from when. */
export interface OpenState {
  readonly open: boolean;
  /** When it closes next; null while closed, or when it does not close within `ENDLESS_DAYS`. */
  readonly closesAt: DateTime | null;
  /** When it opens next; null while open, or when it does not open within `HORIZON_DAYS`. */
  readonly opensAt: DateTime | null;
  /** Name of the exception that applies today, such as Thanksgiving; null on a regular day. */
  readonly exception: string | null;
}

/** A time in which the restaurant is open without a pause. */
export interface Span {
  readonly start: DateTime;
  readonly end: DateTime;
}

/** How many days ahead the next opening is looked for. */
const HORIZON_DAYS = 60;
/** Opening hours without a gap for this many days count as open all the time. */
const ENDLESS_DAYS = 7;

/** An opening state, and the time in which it is true, in milliseconds since 1970. */
interface Kept {
  readonly timezone: string;
  readonly from: number;
  readonly until: number;
  readonly state: OpenState;
}

/** What was last found out about each restaurant's hours: a turn asks for it many times. */
const KEPT = new WeakMap<Hours, Kept>();

/**
 * The opening state at a moment. Times of day are those of `timezone`, daylight saving included.
 * Hours past midnight belong to the day on which they begin. `hours` must not change.
 */
export function openState(hours: Hours, timezone: string, now: Date): OpenState {
  const at = now.getTime();
  const kept = KEPT.get(hours);
  if (kept?.timezone === timezone && kept.from <= at && at < kept.until) return kept.state;
  const local = DateTime.fromJSDate(now, { zone: timezone });
  const state = stateAt(hours, local);
  const changes = [state.closesAt, state.opensAt, local.startOf('day').plus({ days: 1 })];
  const until = Math.min(...changes.map((change) => change?.toMillis() ?? Infinity));
  KEPT.set(hours, { timezone, from: at, until, state });
  return state;
}

function stateAt(hours: Hours, local: DateTime): OpenState {
  const exception = exceptionOn(hours, local)?.name ?? null;
  const today = local.startOf('day');
  let closesAt: DateTime | null = null;
  for (let offset = -1; offset <= HORIZON_DAYS; offset++) {
    const day = today.plus({ days: offset });
    if (closesAt !== null && closesAt < day) {
      return { open: true, closesAt, opensAt: null, exception };
    }
    if (closesAt !== null && offset > ENDLESS_DAYS) {
      return { open: true, closesAt: null, opensAt: null, exception };
    }
    for (const { start, end } of spansOn(hours, day)) {
      if (closesAt === null && start > local) {
        return { open: false, closesAt: null, opensAt: start, exception };
      }
      if (closesAt !== null && start > closesAt) {
        return { open: true, closesAt, opensAt: null, exception };
      }
      if (end > (closesAt ?? local)) closesAt = end;
    }
  }
  return { open: false, closesAt: null, opensAt: null, exception };
}

/** Whether a moment is in one of the windows; true without windows. */
export function isWithin(
  windows: readonly TimeWindow[] | undefined,
  timezone: string,
  now: Date,
): boolean {
  if (!windows) return true;
  const local = DateTime.fromJSDate(now, { zone: timezone });
  return [-1, 0].some((offset) => {
    const day = local.startOf('day').plus({ days: offset });
    return windows.some(({ days, from, until }) => {
      if (days && !days.includes(weekday(day))) return false;
      const { start, end } = span(day, from, until);
      return start <= local && local < end;
    });
  });
}

/** Whether a promotion runs at a moment. */
export function isRunning({ active }: MenuPromotion, timezone: string, now: Date): boolean {
  if (!active) return true;
  const today = DateTime.fromJSDate(now, { zone: timezone }).toISODate() ?? '';
  if (active.startsOn !== undefined && today < active.startsOn) return false;
  if (active.endsOn !== undefined && today > active.endsOn) return false;
  return isWithin(active.times, timezone, now);
}

/**
 * The opening hours that begin on so many days from the first one on, in the order of time. Hours
 * that touch, such as those around midnight of a restaurant that never closes, are one span.
 */
export function openSpans(hours: Hours, first: DateTime, days: number): readonly Span[] {
  const merged: Span[] = [];
  for (let offset = 0; offset < days; offset++) {
    for (const span of spansOn(hours, first.startOf('day').plus({ days: offset }))) {
      const last = merged.at(-1);
      if (last === undefined || span.start > last.end) merged.push(span);
      else merged[merged.length - 1] = { start: last.start, end: DateTime.max(last.end, span.end) };
    }
  }
  return merged;
}

function spansOn(hours: Hours, day: DateTime): Span[] {
  const windows: readonly OpeningWindow[] =
    exceptionOn(hours, day)?.hours ?? hours.weekly[weekday(day)];
  return windows
    .map(({ open, close }) => span(day, open, close))
    .toSorted((a, b) => a.start.toMillis() - b.start.toMillis());
}

/** The exception of a day; one with the year comes before one for every year. */
function exceptionOn(hours: Hours, day: DateTime): HoursException | undefined {
  const on = (date: string) => hours.exceptions.find((exception) => exception.date === date);
  const date = day.toISODate() ?? '';
  return on(date) ?? on(date.slice('yyyy-'.length));
}

function span(day: DateTime, from: string, until: string): Span {
  const end = until > from ? day : day.plus({ days: 1 });
  return { start: at(day, from), end: at(end, until) };
}

function at(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour === 24 ? day.plus({ days: 1 }) : day.set({ hour, minute });
}

function weekday(day: DateTime) {
  return WEEKDAYS[day.weekday - 1] ?? 'monday';
}
