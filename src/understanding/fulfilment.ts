import type { FulfilmentWords } from './vocabulary/fulfilment-words.js';

/** Pickup or delivery, as it was said. */
export interface GivenFulfilment {
  readonly way: 'pickup' | 'delivery';
  /** What else was said. */
  readonly rest: string;
}

interface Found {
  readonly way: GivenFulfilment['way'];
  readonly start: number;
  readonly end: number;
  readonly denied: boolean;
}

/**
 * How the order gets to the caller, wherever it is said in a sentence; null when that is not said,
 * or when both ways are named without a choice. "Not delivery" is pickup.
 *
 * @param brings whether "can you bring me" counts.
 */
export function fulfilmentIn(
  raw: string,
  words: FulfilmentWords,
  brings = false,
): GivenFulfilment | null {
  if (!words.word.test(raw)) return null;
  const found = [
    ...foundBy(words.pickup, 'pickup', raw, words),
    ...foundBy(words.delivery, 'delivery', raw, words),
    ...(brings ? foundBy(words.brings, 'delivery', raw, words) : []),
  ]
    .toSorted((one, other) => one.start - other.start || other.end - one.end)
    .filter(({ start }, at, all) => all.slice(0, at).every(({ end }) => end <= start));
  const chosen = found.filter(({ denied }) => !denied);
  const [first] = chosen;
  const last = chosen.at(-1) ?? found.at(-1);
  if (last === undefined) return null;
  const both = first !== undefined && first.way !== last.way;
  if (both && words.either.test(raw.slice(first.end, last.start))) return null;
  const rest = found.reduceRight(
    (said, { start, end }) => `${said.slice(0, start)} ${said.slice(end)}`,
    raw,
  );
  const way = last.denied ? other(last.way) : last.way;
  return { way, rest: rest.replace(/\s+/g, ' ').trim() };
}

function foundBy(
  pattern: RegExp,
  way: GivenFulfilment['way'],
  raw: string,
  { denied, begins }: FulfilmentWords,
): readonly Found[] {
  return [...raw.matchAll(pattern)].map((match) => {
    const found = denied.exec(raw.slice(0, match.index));
    // "No, I'll pick it up": the no is for what was before.
    const before = begins.test(match[0]) && found?.index === 0 ? null : found;
    return {
      way,
      start: before?.index ?? match.index,
      end: match.index + match[0].length,
      denied: before !== null,
    };
  });
}

function other(way: GivenFulfilment['way']): GivenFulfilment['way'] {
  return way === 'pickup' ? 'delivery' : 'pickup';
}
