import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { partCalled } from './browsing.js';
import { offerDish } from './subjects.js';
import type { Turn } from './turn.js';

/** Most dishes that are read out to choose from. */
export const MAX_OFFERED = 8;
/** Most dishes that are named in a sentence beside the answer, and most that are the answer. */
const MAX_NAMED = 6;

/** Dishes that can be had now: of the part of the menu that is named, or of all. */
export function itemsOf(turn: Turn, rest: string): readonly CatalogueItem[] {
  const { context } = turn;
  const part = partCalled(turn, rest);
  return context.menu.items.filter(
    (item) => (part === null || item.category.id === part) && turn.unavailable(item) === null,
  );
}

/** The first names of many, each once, and how many more there are. */
export function shortened(
  dishes: readonly { readonly name: string }[],
  most = MAX_NAMED,
): readonly [readonly string[], number] {
  const names = [...new Set(dishes.map(({ name }) => name))];
  // One more is named rather than counted.
  const few = names.length <= most + 1 ? names : names.slice(0, most);
  return [few, names.length - few.length];
}

/** Lets the caller choose among dishes that were just named, where callers may order. */
export function offerAll(turn: Turn, items: readonly CatalogueItem[]): void {
  const [only, ...others] = items;
  if (only && others.length === 0) return offerDish(turn, only.id, true);
  // With another dish half chosen, that one comes first; more than there are keys are only named.
  if ('draft' in turn.state.step || items.length === 0) return;
  const itemIds = items.slice(0, MAX_OFFERED).map(({ id }) => id);
  const request = { itemIds, unsure: true, categoryId: null, quantity: null, optionRequests: [] };
  turn.goTo({ kind: 'which-item', named: true, itemRequest: { ...request, words: '' } });
}
