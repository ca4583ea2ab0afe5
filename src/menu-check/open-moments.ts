import { DateTime } from 'luxon';
import { isWithin, openState } from '../menu/business-hours.js';
import type { TimeWindow } from '../menu/catalogue/menu-document.js';
import type { Menu } from '../menu/catalogue/menu.js';

/** Two weeks have every weekday, also when one of them is a holiday. */
const DAYS = 15;
/** No shorter window is of use to callers. */
const STEP = { minutes: 15 };

/**
 * Moments in which the restaurant is open, a quarter of an hour apart, in two weeks from its next
 * opening on; none when it does not open within 60 days.
 */
export function openMoments({ business }: Menu, from: Date): readonly Date[] {
  const { hours, timezone } = business;
  const moments: Date[] = [];
  let at: DateTime = DateTime.fromJSDate(from, { zone: timezone });
  let last: DateTime | null = null;
  while (last === null || at < last) {
    const { open, opensAt, closesAt } = openState(hours, timezone, at.toJSDate());
    if (!open && opensAt === null) break;
    if (opensAt !== null) at = opensAt;
    last ??= at.plus({ days: DAYS });
    const end = open ? (closesAt ?? last) : at;
    for (; at < end && at < last; at = at.plus(STEP)) moments.push(at.toJSDate());
  }
  return moments;
}

/** The first of the moments within the windows; undefined when none is. */
export function firstWithin(
  moments: readonly Date[],
  windows: readonly TimeWindow[] | undefined,
  { business }: Menu,
): Date | undefined {
  return moments.find((moment) => isWithin(windows, business.timezone, moment));
}
