import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { MenuOption } from '../menu/catalogue/menu-document.js';
import type { MenuWords } from '../understanding/menu-words.js';
import { numberOf } from '../understanding/words.js';

/** Of fewer, callers count the portions. */
const LEAST_PIECES = 4;

/** A number of pieces as portions of one size. */
export interface Portions {
  readonly quantity: number;
  readonly option: MenuOption;
  /** How many pieces a portion has. */
  readonly count: number;
}

/** The sizes of a dish that is sold by the piece, the largest first; empty for any other dish. */
export function portionSizes(
  words: MenuWords,
  { groups }: CatalogueItem,
): readonly Omit<Portions, 'quantity'>[] {
  const sizes = groups.find(
    ({ min, max, options }) =>
      min === 1 && max === 1 && options.every((option) => words.countOf(option) !== null),
  );
  return (sizes?.options ?? [])
    .flatMap((option) => ({ option, count: words.countOf(option) ?? 0 }))
    .filter(({ option }) => option.soldOut !== true)
    .toSorted((a, b) => b.count - a.count);
}

/**
 * Eighteen wings are three of six. `portions`: so few are a number of portions, or the dish is not
 * sold by the piece. `none`: no number of portions comes to so many.
 */
export function portionsOf(
  words: MenuWords,
  item: CatalogueItem,
  pieces: number,
): Portions | 'portions' | 'none' {
  const sizes = portionSizes(words, item);
  if (pieces < (sizes.at(-1)?.count ?? Infinity)) return 'portions';
  const fitting = sizes.find(({ count }) => pieces % count === 0);
  return fitting ? { ...fitting, quantity: pieces / fitting.count } : 'none';
}

/**
 * How many pieces a portion has that comes in one size, as its description begins: "Six knots".
 * Null: few, or unknown.
 */
export function piecesOf(words: MenuWords, description: string): number | null {
  const pieces = numberOf(words.tokens(description)[0]);
  return pieces !== null && pieces >= LEAST_PIECES ? pieces : null;
}
