import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import type { MenuWords } from './menu-words.js';

/** How menus call the dish that others of its kind are made of, as its names are compared. */
const PLAIN = ['plain', 'sencilla', 'sencillo'];

/** A dish that its extras name, and what is still wanted of it. */
export interface NamedByExtras {
  readonly item: CatalogueItem;
  readonly optionRequests: readonly OptionRequest[];
}

/** The one part of the menu whose dishes come so, with a size or the like among it; null: none, or several. */
export function kindThatComes(
  words: MenuWords,
  optionRequests: readonly OptionRequest[],
): string | null {
  const plus = optionRequests.filter(({ minus, note }) => !minus && note !== true);
  const items = words.suited([], plus);
  const [first, ...others] = new Set(items.map(({ category }) => category.id));
  const isSized = items.some((item) =>
    plus.some((one) => (words.optionsCalled(item, one.words, false)[0]?.group.min ?? 0) > 0),
  );
  return first !== undefined && others.length === 0 && isSized ? first : null;
}

/**
 * "A pizza with sausage and peppers" is the plain one with those on it: the one dish of a part of
 * the menu that is called plain. Null: no extra is wanted, or there is no such dish, or it cannot have them.
 */
export function plainWith(
  words: MenuWords,
  categoryId: string,
  optionRequests: readonly OptionRequest[],
): CatalogueItem | null {
  const item = plainOf(words, categoryId);
  if (!item) return null;
  const isExtra = ({ words: called, minus, note }: OptionRequest): boolean =>
    !minus &&
    note !== true &&
    words.optionsCalled(item, called, false).some(({ group }) => group.min === 0 && group.max > 1);
  return optionRequests.some(isExtra) && words.comes(item, optionRequests) ? item : null;
}

/** The one dish of a part of the menu that is called plain; null: none, or several. */
export function plainOf(words: MenuWords, categoryId: string): CatalogueItem | null {
  const called = new Set(PLAIN.flatMap((word) => words.suited([word], [])));
  const [item, ...others] = [...called].filter(({ category }) => category.id === categoryId);
  return others.length === 0 ? (item ?? null) : null;
}

/**
 * "A large cheese", "a small mushroom": what stands in the place of a dish's name is that of one of
 * its kind, or an extra on the plain one. Null: nothing does, or neither is on the menu.
 */
export function namedByExtras(
  words: MenuWords,
  categoryId: string,
  optionRequests: readonly OptionRequest[],
): NamedByExtras | null {
  const heads = optionRequests.filter(({ heads: names }) => names === true);
  const kinds = words.tokens(words.nameOf(categoryId));
  for (const head of heads) {
    const called = words.tokens(head.words);
    for (const kind of kinds) {
      const named = words.itemAt([...called, kind], 0);
      const [item, ...others] = named?.found ?? [];
      if (!item || others.length > 0 || item.category.id !== categoryId) continue;
      if (named?.length !== called.length + 1) continue;
      return { item, optionRequests: optionRequests.filter((one) => one !== head) };
    }
  }
  const item = heads.length > 0 ? plainWith(words, categoryId, optionRequests) : null;
  return item && { item, optionRequests };
}

/** "Three pizzas, one plain, one sausage, one with olives": the dish that one of a kind is. */
export function partOfKind(
  words: MenuWords,
  categoryId: string,
  optionRequests: readonly OptionRequest[],
): NamedByExtras | null {
  const { plainly } = words.vocabulary.food;
  const base = plainOf(words, categoryId);
  const isPlain = optionRequests.every((one) => plainly.has(one.words));
  if (base && isPlain) return { item: base, optionRequests: [] };
  const named = namedByExtras(words, categoryId, optionRequests);
  const item = named ? null : plainWith(words, categoryId, optionRequests);
  return named ?? (item && { item, optionRequests });
}

/** Requests without the mark of what stood in the place of a name. */
export function unmarked(optionRequests: readonly OptionRequest[]): readonly OptionRequest[] {
  return optionRequests.map((request) => {
    const { heads: _, ...one } = request;
    return one;
  });
}

/** "A stromboli", of the calzones and strombolis of which one alone is called so. */
export function onlyCalled(words: MenuWords, token: string): CatalogueItem | null {
  const categoryId = words.categoryOf(token);
  if (categoryId === null) return null;
  const kinds = words.tokens(words.nameOf(categoryId));
  const several = kinds.filter((kind) => words.categoryOf(kind) === categoryId).length > 1;
  const [item, ...others] = several ? words.itemsNamed(categoryId, [token]) : [];
  return others.length === 0 ? (item ?? null) : null;
}
