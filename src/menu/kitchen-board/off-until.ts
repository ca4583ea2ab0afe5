import { DateTime } from 'luxon';
import { openSpans } from '../business-hours.js';
import type { Business } from '../catalogue/menu-document.js';

/** For how long something can be taken off at most, days. */
const MAX_DAYS = 366;

/** What `until` may be, for those who have sent something else. */
export const UNTIL_ALLOWED =
  'until has to be "tonight", null (until it is put back on), or a moment in the future of at ' +
  'most a year in ISO 8601, such as 2026-11-27T21:30:00-05:00.';

/**
 * The moment that an `until` of the kitchen means, in ISO 8601 of UTC; null: until it is put back.
 * A time without an offset is that of the restaurant. Undefined: it means no moment that is
 * allowed.
 */
export function offUntil(
  until: unknown,
  { hours, timezone }: Pick<Business, 'hours' | 'timezone'>,
  now: Date,
): string | null | undefined {
  if (until === null) return null;
  if (typeof until !== 'string') return undefined;
  const local = DateTime.fromJSDate(now, { zone: timezone });
  const moment =
    until === 'tonight' ? endOfBusiness(hours, local) : DateTime.fromISO(until, { zone: timezone });
  if (!moment.isValid || moment <= local || moment > local.plus({ days: MAX_DAYS })) {
    return undefined;
  }
  return moment.toUTC().toISO() ?? undefined;
}

/**
 * When today's business ends: the last closing of the day on which the hours have begun that are
 * going on, otherwise of this day, otherwise midnight.
 */
function endOfBusiness(hours: Business['hours'], local: DateTime): DateTime {
  const [yesterday, today] = [-1, 0].map((days) => openSpans(hours, local.plus({ days }), 1));
  const goesOn = yesterday?.some(({ start, end }) => start <= local && local < end);
  const end = (goesOn ? yesterday : today)?.at(-1)?.end;
  return end && end > local ? end : local.endOf('day').plus({ milliseconds: 1 });
}
