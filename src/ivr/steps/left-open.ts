import type { ModifierGroup } from '../../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import { plain } from '../../understanding/words.js';
import type { Turn } from '../turn.js';

/**
 * The option that "the biggest one", "a big one" or "whatever you have" comes to: the dearest, the
 * one of that size, or the one that is called like the dish and otherwise the cheapest. Null:
 * nothing of the kind was said, or more than that.
 */
export function leftOpen(
  turn: Turn,
  item: CatalogueItem,
  group: ModifierGroup,
  said: string,
): string | null {
  const { largest, smallest, large, small, any } = turn.vocabulary.answers.choice;
  const { words } = turn.context;
  const open = group.options
    .filter(({ soldOut }) => soldOut !== true)
    .toSorted((a, b) => a.priceDeltaCents - b.priceDeltaCents);
  const [cheapest, dearest] = [open.at(0)?.id ?? null, open.at(-1)?.id ?? null];
  const isBySize = open.at(0)?.priceDeltaCents !== open.at(-1)?.priceDeltaCents;
  const says = (pattern: RegExp): boolean => isOnly(turn, said, pattern);
  if (isBySize && says(largest)) return dearest;
  if (isBySize && says(smallest)) return cheapest;
  const isLarge = says(large);
  // "The big bottle", of a can and a bottle.
  const names = [open.at(-1)?.name, open.at(0)?.name];
  if (isBySize && !isLarge && isOnly(turn, said, large, names[0])) return dearest;
  if (isBySize && !says(small) && isOnly(turn, said, small, names[1])) return cheapest;
  if (isLarge || says(small)) {
    const { sizes } = turn.vocabulary.food;
    const [size = ''] = words.tokens(said).flatMap((token) => sizes.get(token) ?? []);
    const sized = words.optionsCalled(item, size, false).filter((one) => one.group.id === group.id);
    const fitting = isLarge ? dearest : cheapest;
    const isNamed = open.some(({ name }) => words.named(name).some((word) => sizes.has(word)));
    return sized[0]?.option.id ?? (isBySize && !isNamed ? fitting : null);
  }
  if (!says(any)) return null;
  const dish = words.tokens(item.name);
  const called = open.find(({ name }) => words.tokens(name).every((word) => dish.includes(word)));
  return called?.id ?? cheapest;
}

/**
 * Whether a pattern is all that was said, beside words that say nothing.
 *
 * @param name of an option, whose words may be said with it.
 */
function isOnly(
  { vocabulary, context: { words } }: Turn,
  said: string,
  pattern: RegExp,
  name = '',
): boolean {
  const text = plain(said);
  const rest = text.replace(pattern, ' ');
  const { idle, choice } = vocabulary.answers;
  const known = words.named(name);
  const says = (word: string): boolean =>
    word !== '' &&
    !idle.has(word) &&
    !choice.idle.has(word) &&
    !words.tokens(word).every((token) => known.includes(token));
  return rest !== text && !rest.split(' ').some(says);
}
