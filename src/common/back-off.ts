/** Limits of a back-off: pauses between attempts that double from the first to the longest. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The pause after so many failures in a row, the first being 1: `firstMs`, then doubling, ms. */
export function backOffMs({ firstMs, longestMs }: BackOff, failures: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}

/**
 * A pause shortened at random by up to half, in whole ms, so that many that failed together do
 * not all try again together.
 *
 * @param random 0 to 1: 1 leaves the pause whole.
 */
export function jittered(pauseMs: number, random: number = Math.random()): number {
  return Math.round(pauseMs * (0.5 + random / 2));
}
