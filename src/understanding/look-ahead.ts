import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
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

/** "A burger and small fries": the size of the dish after it, which this one does not have, or has already. */
export function opensDish(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
  sized: boolean,
): boolean {
  if (!dish || (!sized && words.optionAt(tokens, at, dish))) return false;
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

/** "On the side", at a place. */
export function asideAt(
  tokens: readonly string[],
  at: number,
  { vocabulary: { food } }: MenuWords,
): readonly string[] | undefined {
  return food.aside.find((phrase) => standsAt(tokens, at, phrase));
}

/** Whether "on the side" is said of what ends at a place: "marinara", in "marinara and ranch on the side". */
export function isAside(tokens: readonly string[], end: number, words: MenuWords): boolean {
  let at = end;
  while (words.vocabulary.food.joints.has(tokens[at] ?? '')) {
    const option = words.optionAt(tokens, at + 1, null);
    if (!option) return false;
    at += 1 + option.length;
  }
  return asideAt(tokens, at, words) !== undefined;
}

/** "Two meatballs" are two of a dish, unless they go with another one. */
export function countsDishes(tokens: readonly string[], at: number, words: MenuWords): boolean {
  return numberOf(tokens[at]) !== null && words.itemAt(tokens, at + 1) !== null;
}

/** "Sauce" before "buffalo" says only what kind of option follows. */
export function namesGroup(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  const option = dish && words.optionAt(tokens, at + 1, dish);
  return option ? words.named(option.found.group.name).includes(tokens[at] ?? '') : false;
}

/** "With ham and pineapple", on a dish that has both: two options rather than another dish. */
export function listsOptions(
  tokens: readonly string[],
  at: number,
  length: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  if (!dish) return false;
  return tokens
    .slice(at, at + length)
    .every(
      (token, index) =>
        words.vocabulary.food.joints.has(token) ||
        words.optionAt(tokens, at + index, dish) !== null,
    );
}

/** "With chicken, and the spaghetti and meatballs": behind an "and", another dish rather than extras of this one. */
export function beginsOther(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  const option = dish && words.optionAt(tokens, at, dish);
  const isChoice = (option?.found.group.min ?? 0) > 0;
  return isChoice || words.vocabulary.food.determiners.has(tokens[at - 1] ?? '');
}

/**
 * Whether an article goes on about the same dish: "a coke in a can", "with light sauce and a stuffed
 * crust", of which a dish has one.
 *
 * @param at the place of the article.
 */
export function goesOn(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
): boolean {
  const option = dish && words.optionAt(tokens, at + 1, dish);
  if (!option) return false;
  if (words.vocabulary.food.turns.has(tokens[at - 1] ?? '')) return true;
  const { min, max } = option.found.group;
  const isOne = min === 0 && max === 1 && option.length > 1;
  return isOne && words.itemAt(tokens, at + 1 + option.length) === null;
}

/** The dish that is named at a place, unless another kind of dish is meant: see `isOtherThing`. */
export function dishAt(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  wanted: readonly OptionRequest[],
): ReturnType<MenuWords['itemAt']> {
  const item = words.itemAt(tokens, at, wanted);
  return item && isOtherThing(tokens, at + item.length, words, item.found) ? null : item;
}

/**
 * "A meatball sub": what stands behind the name of a dish is the word for another kind of dish, so
 * that it is not the one of that name.
 *
 * @param at behind the name.
 */
function isOtherThing(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  items: readonly CatalogueItem[],
): boolean {
  const token = tokens[at] ?? '';
  const [, likes = []] = words.vocabulary.details.similar.find(([one]) => one.test(token)) ?? [];
  if (likes.length === 0 || words.itemAt(tokens, at) !== null) return false;
  const kinds = likes.flatMap((like) => {
    const named = words.tokens(like);
    const found = words.itemAt(named, 0)?.found.map(({ category }) => category.id) ?? [];
    return [...found, words.categoryOf(named[0] ?? '')];
  });
  return kinds.length > 0 && items.every(({ category }) => !kinds.includes(category.id));
}

/**
 * The option that is named at a place. Right behind a dish it may be one that this dish does not
 * have, "a lasagna thin crust", which is told.
 */
export function optionHere(
  tokens: readonly string[],
  at: number,
  words: MenuWords,
  dish: CatalogueItem | undefined,
  behind: boolean,
): ReturnType<MenuWords['optionAt']> {
  const option = words.optionAt(tokens, at, dish ?? null);
  if (option || !behind) return option;
  const other = words.optionAt(tokens, at, null);
  return other && other.length > 1 && other.found.group.min === 0 ? other : null;
}
