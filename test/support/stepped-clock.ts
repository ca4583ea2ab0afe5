const RealDate = Date;
let offsetMs = 0;

/** The machine's clock with an offset; monotonic clocks and timers do not follow it. */
class SteppedDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    if (parts.length === 0) super(RealDate.now() + offsetMs);
    // All forms of `new Date(...)` are handed on as they are.
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

/** Sets the clock of this process by so many ms from the right time, as `date -s` would; 0 puts it right. */
export function stepClock(byMs: number): void {
  offsetMs = byMs;
  globalThis.Date = SteppedDate as DateConstructor;
}

/** Gives the process its own clock back. */
export function restoreClock(): void {
  offsetMs = 0;
  globalThis.Date = RealDate;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Steps by a bit more than five minutes, as from a dead battery, and by more than a timer can wait. */
export const MINUTE_STEPS_MS = [301_000, -301_000];
export const DAY_STEPS_MS = [25 * DAY_MS, -25 * DAY_MS];
