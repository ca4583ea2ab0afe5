/**
 * What a caller does, by the time since the stream began. After the greeting it repeats: a question
 * of 1.2 s, an answer of 4 s that is spoken over after 2 s, and a second one that is heard out. The
 * assistant so speaks half of the time, and every second answer is interrupted.
 */
export const CYCLE_MS = 12_000;
/** The greeting is over by then. */
const FIRST_CYCLE_MS = 4_000;
/** When the caller speaks within a cycle; the stand-in answers about 800 ms behind its end. */
const SPEECH_MS: readonly (readonly [from: number, to: number])[] = [
  [0, 1_200],
  [4_000, 5_000],
];

/** True while the caller speaks. */
export function speaks(sinceStartMs: number): boolean {
  if (sinceStartMs < FIRST_CYCLE_MS) return false;
  const at = (sinceStartMs - FIRST_CYCLE_MS) % CYCLE_MS;
  return SPEECH_MS.some(([from, to]) => at >= from && at < to);
}
