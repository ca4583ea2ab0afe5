import type { Moment } from '../wire/channel.js';

/** An interruption that takes longer is none: the caller began while nothing was played. */
const LONGEST_MS = 2_000;

/**
 * From each `clear` back to the newest `speech_started` of its call, milliseconds, ascending. Calls
 * that are spoken to while nothing plays get no `clear`, so that theirs count for nothing.
 */
export function reactionsMs(started: readonly Moment[], cleared: readonly Moment[]): number[] {
  const byCall = new Map<number, Moment[]>();
  for (const moment of started) {
    const known = byCall.get(moment.call);
    if (known === undefined) byCall.set(moment.call, [moment]);
    else known.push(moment);
  }
  return cleared
    .flatMap(({ call, us }) => {
      const before = byCall.get(call)?.findLast((moment) => moment.us <= us);
      const ms = before === undefined ? Number.POSITIVE_INFINITY : (us - before.us) / 1e3;
      return ms <= LONGEST_MS ? [ms] : [];
    })
    .toSorted((a, b) => a - b);
}

/** What of each call's wait for its greeting was not the provider's, milliseconds, ascending. */
export function greetingsBeyondMs(heard: readonly Moment[], provider: readonly Moment[]): number[] {
  const own = new Map(provider.map(({ call, us }) => [call, us]));
  return heard
    .flatMap(({ call, us }) => {
      const ofProvider = own.get(call);
      return ofProvider === undefined ? [] : [(us - ofProvider) / 1e3];
    })
    .toSorted((a, b) => a - b);
}
