import { presenceOf } from '../menu/allergens/dish-contents.js';
import { allergenTokens } from '../menu/allergens/allergen-words.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from '../understanding/item-request.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { applyOptionRequests } from '../understanding/option-requests.js';
import { dishOf, type Subject } from './subjects.js';
import type { Turn } from './turn.js';
import { tellUnmet } from './unmet.js';

/** A dish that was asked about, with what the question names on it. */
export interface AsNamed {
  readonly dish: Subject;
  /** The choices that were named, as they are kept for an order. */
  readonly optionRequests: readonly OptionRequest[];
}

/**
 * "The margherita on the gluten free crust": a dish with every choice that a question names, beside
 * those it has. What the dish cannot have is told.
 *
 * @param called the words for the dish, of which all choices count.
 * @param said the whole question; a choice in it that is what is asked for is none: "does the
 *   arrabbiata have parmesan".
 * @param what the allergens asked for.
 */
export function withNamed(
  turn: Turn,
  dish: Subject,
  { called, said, what }: { called: string; said: string; what: readonly string[] },
): AsNamed {
  const item = turn.context.menu.item(dish.item.id ?? '');
  if (item === undefined) return { dish, optionRequests: [] };
  const { lexicon } = turn.vocabulary.allergies;
  // "Is the margherita gluten free" asks for no gluten-free crust.
  const isAsked = ({ words }: OptionRequest): boolean =>
    lexicon.in(allergenTokens(words)).some((one) => what.includes(one));
  const inside = wishesIn(turn, item, called);
  const around = wishesIn(turn, item, said).filter((one) => !isAsked(one));
  return withWishes(turn, dish, [
    ...inside,
    ...around.filter((one) => !inside.some((other) => isSame(one, other))),
  ]);
}

/** A dish with some choices beside those it has; what it cannot have is told. */
export function withWishes(turn: Turn, dish: Subject, wishes: readonly OptionRequest[]): AsNamed {
  const item = turn.context.menu.item(dish.item.id ?? '');
  if (item === undefined || wishes.length === 0) return { dish, optionRequests: [] };
  const from = { optionIds: dish.options.map(({ id }) => id), note: '' };
  const applied = applyOptionRequests(turn.context.words, item, wishes, from);
  tellUnmet(turn, item, applied);
  const named = dishOf(turn, { itemId: item.id, optionIds: applied.optionIds }) ?? dish;
  return {
    dish: named,
    optionRequests: wishes.filter(({ words }) => !applied.unmet.includes(words)),
  };
}

/**
 * Whether a choice that is still open may bring one of some allergens: one that the dish has to have,
 * or one in the place of what it comes with.
 */
export function mayAdd({ item, options }: Subject, what: readonly string[]): readonly string[] {
  const open = (item.groups ?? []).filter(
    (group) => group.max === 1 && !group.options.some((one) => options.includes(one)),
  );
  const choices = open
    .flatMap((group) => group.options)
    .filter(({ soldOut }) => soldOut !== true)
    .map(({ name, allergens }) => ({ item: { name, description: '', allergens }, options: [] }));
  return what.filter((one) => choices.some((choice) => presenceOf(one, choice) !== 'unlisted'));
}

/** The choices of a dish in a text: as an order would have them, and any other that stands there. */
function wishesIn(turn: Turn, item: CatalogueItem, text: string): readonly OptionRequest[] {
  const { words } = turn.context;
  const { minus } = words.vocabulary.food;
  const { itemRequests, optionRequests } = parseItemRequests(text, words, () => []);
  const parsed = [
    ...optionRequests,
    ...itemRequests
      .filter(({ itemIds }) => itemIds.includes(item.id))
      .flatMap((one) => one.optionRequests),
  ].filter((one) => one.note !== true && words.optionAt(words.tokens(one.words), 0, null) !== null);
  const tokens = words.tokens(text);
  const wishes: OptionRequest[] = [...parsed];
  for (let at = 0; at < tokens.length;) {
    const dish = words.itemAt(tokens, at);
    const option = words.optionAt(tokens, at, item);
    if (option !== null && option.length >= (dish?.length ?? 0)) {
      const isLeftOut = [1, 2].some((back) => minus.has(tokens[at - back] ?? ''));
      const wish = words.requestFor(option.found.option.id);
      if (wish && !wish.minus && !isLeftOut && !wishes.some((one) => isSame(one, wish)))
        wishes.push(wish);
      at += option.length;
    } else at += dish?.length ?? 1;
  }
  return wishes;
}

function isSame(one: OptionRequest, other: OptionRequest): boolean {
  return one.minus === other.minus && one.words === other.words;
}
