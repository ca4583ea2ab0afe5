import { editDistance } from '../../common/nearest.js';

/** How many ids are named to those who have sent another one. */
const MOST = 3;

/** The known ids that may be meant by one that is not known: alike, or with a word in common. */
export function nearIds(id: string, known: readonly string[]): readonly string[] {
  const parts = new Set(id.toLowerCase().split(/[^a-z0-9]+/));
  return known
    .map((one) => ({
      one,
      distance: editDistance(id.toLowerCase(), one),
      shared: one.split('-').some((part) => parts.has(part)),
    }))
    .filter(({ one, distance, shared }) => shared || distance <= one.length / 2)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ one }) => one);
}
