import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { MenuWords } from './menu-words.js';
import { wishBehind } from './wishes.js';
import { numberOf, standsAt } from './words.js';

/** "Ten minutes", "five of us": tells how many words count something other than dishes. */
export function measured(tokens: readonly string[], at: number, words: MenuWords): number {
  const { articles, measures, untilWhen } = words.vocabulary.food;
  const token = tokens[at] ?? '';
  if (numberOf(token) === null && !articles.has(token)) return 0;
  // "Until six".
  if (untilWhen.has(tokens[at - 1] ?? '') && numberOf(token) !== null) return 1;
  const measure = measures.find((phrase) => standsAt(tokens, at + 1, phrase));
  if (!measure || words.itemAt(tokens, at + 1) !== null) return 0;
  // "Ten inch" may be a size.
  return (words.optionAt(tokens, at, null)?.length ?? 0) > 1 ? 0 : 1 + measure.length;
}

/** "A burger and small fries": the size of the dish after it, which this one does not have. */
export function opensDish(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  if (!dish || words.optionAt(tokens, at, dish)) return false;
  const option = words.optionAt(tokens, at, null);
  if (!option || option.found.group.min === 0) return false;
  return words.itemAt(tokens, at + option.length) !== null;
}

/**
 * Whether what follows a number is about some of the dishes before it, rather than another dish.
 *
 * @param start behind the number.
 * @param dish the one spoken of.
 */
export function tellsOfPart(
  tokens: readonly string[],
  start: number,
  words: MenuWords,
  notes: readonly string[],
  dish: CatalogueItem | undefined,
): boolean {
  const { ofThem, fillers, plus, minus, plainly, articles, joints, turns } = words.vocabulary.food;
  let at = start;
  while ([ofThem, fillers].some((known) => known.has(tokens[at] ?? ''))) at++;
  const next = tokens[at] ?? '';
  if ([plus, minus, plainly].some((known) => known.has(next))) return true;
  if (wishBehind(next, notes) !== null) return true;
  const option = dish && words.optionAt(tokens, at, dish);
  if (!option) return false;
  const named = words.itemAt(tokens, at)?.found;
  if (named?.some(({ category }) => category.id === dish.category.id)) return false;
  let after = at + option.length;
  while (fillers.has(tokens[after] ?? '')) after++;
  const rest = tokens[after] ?? '';
  const kind = words.categoryOf(rest);
  // "Two large fries, one small fry": another name, which the menu does not have.
  const known = [articles, joints, turns, plus, minus].some((those) => those.has(rest));
  const follows = rest === '' || known || numberOf(rest) !== null;
  const others = wishBehind(rest, notes) ?? words.optionAt(tokens, after, dish);
  if (!follows && others === null) return false;
  return kind === null && words.itemAt(tokens, after) === null;
}

/** "Two small margheritas and one large": a size of its own tells of one more, not of one of the two. */
export function isSize(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  return (words.optionAt(tokens, at, dish ?? null)?.found.group.min ?? 0) > 0;
}

/** Whether a number is a portion of a dish, or of any where none is named. */
export function isPortion(
  number: string,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  return dish
    ? words.optionsCalled(dish, number, false).length > 0
    : words.optionAt([number], 0, null) !== null;
}

/** "Wings six": the name of a dish, and the number of a portion of it, rather than the id of an option. */
export function namesPortion(
  tokens: readonly string[],
  at: number,
  itemLength: number,
  optionLength: number,
): boolean {
  const behind = tokens.slice(at + itemLength, at + optionLength);
  return behind.length > 0 && behind.every((token) => numberOf(token) !== null);
}
