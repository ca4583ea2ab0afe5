/** Offset of `performance.now()` to the machine's monotonic clock, microseconds. */
const OFFSET_US = (() => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3 - performance.now() * 1e3;
})();

/**
 * Microseconds of the machine's monotonic clock, whole. Every process of one machine reads the
 * same clock, so that a difference between two of them is a latency.
 */
export function nowUs(): number {
  return Math.round(performance.now() * 1e3 + OFFSET_US);
}
