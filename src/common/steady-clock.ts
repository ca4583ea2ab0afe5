/**
 * The time as this process has counted it since its start, epoch ms: a change of the machine's
 * clock meanwhile does not show. It is off by what the clock was off at the start.
 */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * The time that has come for certain, epoch ms: the earlier of the machine's clock and of
 * `steadyNow`. For what must not be taken for old because the clock was put forward.
 */
export function certainNow(): number {
  return Math.min(Date.now(), steadyNow());
}
