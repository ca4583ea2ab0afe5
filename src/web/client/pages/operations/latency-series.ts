import type { LatencyMinute } from '../../api/operations.js';
import { shortSpan, timeOfDay } from '../../ui/format.js';

const MINUTE_S = 60;
const MINUTES = 60;

/** Columns for the chart: times in seconds since the epoch, then p50, p95 and p99 in ms. */
export type LatencySeries = readonly [
  number[],
  (number | null)[],
  (number | null)[],
  (number | null)[],
];

/** The last hour by the minute; null where there were no answers. @param now epoch ms. */
export function latencySeries(minutes: readonly LatencyMinute[], now: number): LatencySeries {
  const last = Math.floor(now / 1000 / MINUTE_S) * MINUTE_S;
  const times = Array.from({ length: MINUTES }, (_, n) => last - (MINUTES - 1 - n) * MINUTE_S);
  const known = new Map(minutes.map((minute) => [Date.parse(minute.at) / 1000, minute]));
  const column = (key: 'p50Ms' | 'p95Ms' | 'p99Ms') =>
    times.map((time) => known.get(time)?.[key] ?? null);
  return [times, column('p50Ms'), column('p95Ms'), column('p99Ms')];
}

/** The chart in words. */
export function latencySummary(minutes: readonly LatencyMinute[]): string {
  const last = minutes.at(-1);
  if (last === undefined) return 'No answers in the last hour.';
  const worst = minutes.reduce((a, b) => (b.p95Ms > a.p95Ms ? b : a));
  const clock = ({ at }: LatencyMinute): string => timeOfDay(at).slice(0, 5);
  const answers = last.answers === 1 ? '1 answer' : `${last.answers} answers`;
  return (
    `${clock(last)}: ${answers}, half within ${shortSpan(last.p50Ms)}, ` +
    `95 % within ${shortSpan(last.p95Ms)}, 99 % within ${shortSpan(last.p99Ms)}. ` +
    `Slowest minute of the hour: ${clock(worst)}, 95 % within ${shortSpan(worst.p95Ms)}.`
  );
}
