import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { takeRequests } from '../ordering.js';
import { portionSizes } from '../portions.js';
import type { Turn } from '../turn.js';
import { parse } from './amend-dishes.js';

/**
 * "Twenty-four wings, half buffalo, half barbecue": twelve of each, where portions come to that.
 * False: nothing of the kind was said, or it cannot be had.
 *
 * @param said plain text.
 */
export function* takeHalves(turn: Turn, said: string, draft: Draft | null): Flow<boolean> {
  const { menu, words } = turn.context;
  const [whole, one, other] = turn.vocabulary.food.halfOfEach.exec(said) ?? [];
  if (whole === undefined || one === undefined || other === undefined) return false;
  const [request, ...others] = parse(turn, said.replace(whole, ' ')).itemRequests;
  const itemId = request ? request.itemIds[0] : draft?.itemId;
  const item = menu.item(itemId ?? '');
  if (!item || others.length > 0 || (request && request.itemIds.length > 1)) return false;
  const wishes = [one, other].map((called) => choiceIn(turn, item, called));
  const sizes = portionSizes(words, item);
  const wished = request?.optionRequests ?? [];
  const sized = sizes.find(({ option, count }) =>
    request
      ? wished.some((wish) => wish.words === String(count))
      : draft?.optionIds.includes(option.id),
  );
  const total = (request?.quantity ?? draft?.quantity ?? 1) * (sized?.count ?? 1);
  const half = total / 2;
  if (!sizes.some(({ count }) => half % count === 0)) return false;
  const rest = wished.filter((wish) => sizes.every(({ count }) => wish.words !== String(count)));
  const portions = wishes.flatMap((wish) =>
    wish === null
      ? []
      : {
          itemIds: [item.id],
          unsure: false,
          categoryId: null,
          quantity: half,
          optionRequests: [...rest, wish],
          words: item.name,
        },
  );
  if (portions.length < 2) return false;
  yield* takeRequests(turn, portions);
  return true;
}

/** The option of a choice that must be made, with which the words begin. */
function choiceIn(
  { context: { words } }: Turn,
  item: CatalogueItem,
  called: string,
): OptionRequest | null {
  const tokens = words.tokens(called);
  const option = words.optionAt(tokens, 0, item);
  if (!option || option.found.group.min === 0) return null;
  return { words: tokens.slice(0, option.length).join(' '), minus: false };
}
