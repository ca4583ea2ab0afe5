import { DateTime } from 'luxon';
import { fault, type OrderFault } from '../../orders/order-fault.js';
import { openSpans, openState } from '../business-hours.js';
import type { Business } from '../catalogue/menu-document.js';
import { spokenMoment, spokenOpenState } from '../spoken/english.js';
import type { TimeWish, WishedDay } from './time-wish.js';

/** What a time is checked against. */
export interface ReadyTerms {
  readonly business: Business;
  readonly fulfilment: 'pickup' | 'delivery';
  readonly now: Date;
}

/** A time that was given is kept while the call goes on, though its lead time has begun. */
const GRACE_MINUTES = 10;
/** The earliest time is said in steps of so many minutes. */
const STEP_MINUTES = 5;
/** Before this hour a day is, for callers, still the evening before. */
const MORNING_HOUR = 5;
/** Stands for a day on which no order can be ready. */
const NOON = 12;
/** How many days ahead the next possible time is looked for. */
const HORIZON_DAYS = 60;

/**
 * The moment that a wish means, in the time zone of the business; null: as soon as possible, which
 * is the first possible moment while the restaurant is closed and takes orders for later. An
 * hour without its half of the day is the next one at which the restaurant is open; one that is
 * still today, but too soon, is not moved to another day.
 *
 * Faults: `ready_time_unclear`, and those of `readyTimeFault`.
 */
export function readyTime(wish: TimeWish, terms: ReadyTerms): DateTime | null | OrderFault {
  const now = localNow(terms);
  if (wish.kind === 'soonest' && wish.day) return earliestOn(wish.day, terms);
  if (wish.kind === 'soonest') {
    const { hours, timezone, ordersAhead } = terms.business;
    const waits = ordersAhead !== undefined && !openState(hours, timezone, terms.now).open;
    return waits ? earliestReady(terms) : null;
  }
  if (wish.kind === 'in') return checked(now.plus({ minutes: wish.minutes }), terms);
  const { day, hour } = wish;
  if (hour === null) return fault('ready_time_unclear', 'At what time would you like it?');
  const days = day === null ? [0, 1].map((ahead) => now.plus({ days: ahead })) : daysOf(day, now);
  const hours =
    wish.half === null && hour <= 12 ? [hour % 12, (hour % 12) + 12] : [inHalf(wish.half, hour)];
  const ahead = days
    .flatMap((one) => hours.flatMap((each) => momentsAt(one.startOf('day'), each, wish.minute)))
    .filter((moment) => moment > now)
    .toSorted((one, other) => one.toMillis() - other.toMillis());
  const open = ahead.filter((moment) => standing(moment, terms, 0) !== 'closed');
  // "Sunday at one" is not the end of Saturday night.
  const byDay = day === null ? open : open.filter((moment) => moment.hour >= MORNING_HOUR);
  const first = byDay[0] ?? open[0] ?? ahead[0];
  if (first === undefined) return tooSoon(terms);
  return checked(first, terms);
}

/**
 * Why an order cannot be ready at a moment; null when it can. Faults: `ready_too_soon`,
 * `ready_while_closed`, `ready_too_far`, `no_orders_ahead`; `possibleAt` is what is possible.
 *
 * @param graceMinutes how much of the lead time may be over.
 */
export function readyTimeFault(
  moment: DateTime,
  terms: ReadyTerms,
  graceMinutes = GRACE_MINUTES,
): OrderFault | null {
  const { business, now } = terms;
  switch (standing(moment, terms, graceMinutes)) {
    case 'possible':
      return null;
    case 'too-soon':
      return tooSoon(terms);
    case 'too-far': {
      const days = business.ordersAhead?.maxDays ?? 0;
      const limit = days === 0 ? 'for the same day only' : `up to ${days} days ahead`;
      return fault('ready_too_far', `I am sorry, we take orders ${limit}.`);
    }
    case 'not-ahead': {
      const state = spokenOpenState(openState(business.hours, business.timezone, now), now);
      return fault(
        'no_orders_ahead',
        `I am sorry, we take no orders for after we have closed. ${state}`,
      );
    }
    case 'closed': {
      const next = earliestReady(terms, moment) ?? earliestReady(terms);
      const when = next ? ` It could be ready ${spokenMoment(next, now)}.` : '';
      return withPossible(fault('ready_while_closed', `We cannot make it for then.${when}`), next);
    }
  }
}

/**
 * The first moment at which an order can be ready, after another one if given: within opening
 * hours, lead time after now and after opening. Null: none, or the business takes no orders ahead
 * and is closed.
 */
export function earliestReady(terms: ReadyTerms, after?: DateTime): DateTime | null {
  const now = localNow(terms);
  const lead = leadMinutes(terms);
  const maxDays = terms.business.ordersAhead?.maxDays;
  const days = Math.min(maxDays ?? 1, HORIZON_DAYS) + 2;
  for (const { start, end } of openSpans(terms.business.hours, now.minus({ days: 1 }), days)) {
    if (maxDays === undefined && !(start <= now && now < end)) continue;
    const earliest = DateTime.max(now, start).plus({ minutes: lead });
    const from = roundedUp(after ? DateTime.max(earliest, after) : earliest);
    if (from <= end && within(from, now, maxDays)) return from;
  }
  return null;
}

/** The first moment of a day at which an order can be ready; null: that is as soon as possible. */
function earliestOn(day: WishedDay, terms: ReadyTerms): DateTime | null | OrderFault {
  const now = localNow(terms);
  const [start] = daysOf(day, now).map((one) => one.startOf('day'));
  if (start === undefined) return tooSoon(terms);
  const first = earliestReady(terms, start);
  if (first?.hasSame(start, 'day') !== true) return checked(start.set({ hour: NOON }), terms);
  return now.hasSame(start, 'day') ? readyTime({ kind: 'soonest' }, terms) : first;
}

type Standing = 'possible' | 'too-soon' | 'closed' | 'too-far' | 'not-ahead';

function standing(moment: DateTime, terms: ReadyTerms, graceMinutes: number): Standing {
  const now = localNow(terms);
  const { hours, ordersAhead } = terms.business;
  const spans = openSpans(hours, moment.minus({ days: 1 }), 2);
  const span = spans.find(({ start, end }) => start <= moment && moment <= end);
  const soon = (from: DateTime) =>
    moment < from.plus({ minutes: leadMinutes(terms) - graceMinutes });
  if (!ordersAhead) {
    const { open, closesAt } = openState(hours, terms.business.timezone, terms.now);
    if (!open) return 'not-ahead';
    // Between the present hours and the next ones it is closed; from then on it is another day's.
    if (closesAt && moment > closesAt) return span ? 'not-ahead' : 'closed';
  }
  if (!span) return soon(now) ? 'too-soon' : 'closed';
  if (!within(moment, now, ordersAhead?.maxDays)) return 'too-far';
  return soon(DateTime.max(now, span.start)) ? 'too-soon' : 'possible';
}

function checked(moment: DateTime, terms: ReadyTerms): DateTime | OrderFault {
  return readyTimeFault(moment, terms, 0) ?? moment;
}

function tooSoon(terms: ReadyTerms): OrderFault {
  const earliest = earliestReady(terms);
  const when = earliest ? ` The earliest is ${spokenMoment(earliest, terms.now)}.` : '';
  return withPossible(fault('ready_too_soon', `That is too soon.${when}`), earliest);
}

function withPossible(made: OrderFault, moment: DateTime | null): OrderFault {
  return moment === null ? made : { ...made, possibleAt: isoMinute(moment) };
}

/** A moment as it is kept on an order: `2026-11-27T19:00:00-05:00`. */
export function isoMinute(moment: DateTime): string {
  return moment.startOf('minute').toISO({ suppressMilliseconds: true, includeOffset: true }) ?? '';
}

function within(moment: DateTime, now: DateTime, maxDays: number | undefined): boolean {
  return maxDays === undefined || moment <= now.plus({ days: maxDays }).endOf('day');
}

/** The minutes that an order takes without a wished time. */
export function leadMinutes({
  business,
  fulfilment,
}: Pick<ReadyTerms, 'business' | 'fulfilment'>): number {
  return (
    (fulfilment === 'delivery' ? business.delivery : null)?.leadMinutes ??
    business.pickup.leadMinutes
  );
}

function localNow({ business, now }: ReadyTerms): DateTime {
  return DateTime.fromJSDate(now, { zone: business.timezone });
}

function roundedUp(moment: DateTime): DateTime {
  const step = STEP_MINUTES * 60_000;
  return moment.plus({ milliseconds: (step - (moment.toMillis() % step)) % step });
}

function inHalf(half: 'am' | 'pm' | null, hour: number): number {
  if (half === null || hour > 12) return hour;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/**
 * The moments of a day with this reading of the clock: none in the hour that a change to summer
 * time leaves out, two in the hour that occurs twice in autumn.
 */
function momentsAt(day: DateTime, hour: number, minute: number): readonly DateTime[] {
  const date = hour >= 24 ? day.plus({ days: 1 }) : day;
  const wanted = { hour: hour % 24, minute };
  const moment = date.set(wanted);
  return [moment.minus({ hours: 1 }), moment, moment.plus({ hours: 1 })].filter(
    (one) => one.hour === wanted.hour && one.minute === minute && one.hasSame(date, 'day'),
  );
}

function nthWeekday(
  year: number,
  { month, weekday, nth }: Extract<WishedDay, { readonly kind: 'nth' }>,
  now: DateTime,
): DateTime {
  const first = now.set({ year, month, day: 1 });
  const day = 1 + ((weekday - first.weekday + 7) % 7);
  const last = day + 28 <= (first.daysInMonth ?? 0) ? day + 28 : day + 21;
  return first.set({ day: nth < 0 ? last : day + 7 * (nth - 1) });
}

/** The next days that a name of a day means; today counts. */
function daysOf(day: WishedDay, now: DateTime): readonly DateTime[] {
  switch (day.kind) {
    case 'ahead':
      return [now.plus({ days: day.days })];
    case 'weekday': {
      const days = (day.weekday - now.weekday + 7) % 7;
      return [now.plus({ days }), now.plus({ days: days + 7 })].slice(0, days === 0 ? 2 : 1);
    }
    case 'nth':
      return [0, 1]
        .map((ahead) => nthWeekday(now.year + ahead, day, now))
        .filter((date) => date.endOf('day') > now)
        .slice(0, 1);
    case 'date': {
      const months = day.month === null ? [0, 1, 2] : [0, 12];
      return months
        .map((ahead) => {
          const start = now.startOf('month');
          const month = day.month === null ? start : start.set({ month: day.month });
          return month.plus({ months: ahead });
        })
        .filter((month) => day.day >= 1 && day.day <= (month.daysInMonth ?? 0))
        .map((month) => month.set({ day: day.day }))
        .filter((date) => date.endOf('day') > now)
        .slice(0, 1);
    }
  }
}
