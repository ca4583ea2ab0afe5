/** One mistake for each four characters still reads as a slip of the keyboard. */
const CHARACTERS_PER_MISTAKE = 4;

/** How many letters have to be put in, left out or replaced to get from `a` to `b` (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const above = row;
    row = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      const changed = Math.min(above[column] ?? 0, row[column - 1] ?? 0) + 1;
      row.push(Math.min(replaced, changed));
    }
  }
  return row.at(-1) ?? 0;
}

/** The known name with the smallest edit distance; null when nothing is known. */
export function nearest(name: string, known: readonly string[]): string | null {
  const byDistance = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  return byDistance[0]?.candidate ?? null;
}

/**
 * The known name that was probably meant by a name with a slip in it; null when the nearest is
 * more than one mistake for each four of its characters away.
 */
export function probablyMeant(name: string, known: readonly string[]): string | null {
  const meant = nearest(name, known);
  if (meant === null) return null;
  return editDistance(name, meant) * CHARACTERS_PER_MISTAKE <= meant.length ? meant : null;
}

/** The end of a message about an unknown name: `; did you mean "welcome"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = probablyMeant(name, known);
  return meant === null ? '' : `; did you mean "${meant}"?`;
}
