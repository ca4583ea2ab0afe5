/** One mistake for each four characters still reads as a slip of the keyboard. */
const CHARACTERS_PER_MISTAKE = 4;

/**
 * How many letters have to be put in, left out or replaced to get from `a` to `b` (Levenshtein).
 * Counting ends at `limit`: what is further away is `limit` or more.
 */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  const row: number[] = [];
  for (let column = 0; column <= b.length; column += 1) row.push(column);
  for (let line = 1; line <= a.length; line += 1) {
    let diagonal = row[0] ?? 0;
    let left = line;
    let smallest = line;
    row[0] = line;
    for (let column = 1; column <= b.length; column += 1) {
      const above = row[column] ?? 0;
      const replaced = diagonal + (a.charCodeAt(line - 1) === b.charCodeAt(column - 1) ? 0 : 1);
      left = Math.min(replaced, above + 1, left + 1);
      row[column] = left;
      smallest = Math.min(smallest, left);
      diagonal = above;
    }
    if (smallest >= limit) return limit;
  }
  return row[b.length] ?? 0;
}

/** The known name with the smallest edit distance below `limit`; the first of several. */
export function nearest(name: string, known: readonly string[], limit = Infinity): string | null {
  let found: string | null = null;
  let best = limit;
  for (const candidate of known) {
    const distance = editDistance(name, candidate, best);
    if (distance >= best) continue;
    found = candidate;
    best = distance;
  }
  return found;
}

/**
 * The known name that was probably meant by a name with a slip in it; null when the nearest is
 * more than one mistake for each four of its characters away.
 */
export function probablyMeant(name: string, known: readonly string[]): string | null {
  // So far away at most, as each mistake may be a character that was left out.
  const limit = Math.floor(name.length / (CHARACTERS_PER_MISTAKE - 1)) + 1;
  const meant = nearest(name, known, limit);
  if (meant === null) return null;
  return editDistance(name, meant) * CHARACTERS_PER_MISTAKE <= meant.length ? meant : null;
}

/** The end of a message about an unknown name: `; did you mean "welcome"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = probablyMeant(name, known);
  return meant === null ? '' : `; did you mean "${meant}"?`;
}
