import type { Draft } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { kindThatComes, plainOf, plainWith } from '../../understanding/plain-dish.js';
import type { Turn } from '../turn.js';
import { parse } from './amend-dishes.js';

/**
 * "A large pizza, half pepperoni, half mushrooms": says that there are no halves, and asks whether
 * both shall be on all of it, or which of two dishes it shall be. False: nothing of the kind was
 * said, or there is no such dish.
 *
 * @param said plain text.
 */
export function askMixed(turn: Turn, said: string, draft: Draft | null): boolean {
  const { words } = turn.context;
  const [whole, one = '', other = ''] = turn.vocabulary.food.halfOfEach.exec(said) ?? [];
  if (whole === undefined || draft !== null || words.hasHalves) return false;
  // "Half pepperoni half cheese large pizza".
  const sizes = other.split(' ').filter((word) => turn.vocabulary.food.sizes.has(word));
  const { itemRequests, optionRequests, quantity } = parse(
    turn,
    said.replace(whole, ` ${sizes.join(' ')} `),
  );
  const [request, ...others] = itemRequests;
  if (others.length > 0 || (request && request.itemIds.length > 0)) return false;
  const wished = request?.optionRequests ?? optionRequests;
  const categoryId = request?.categoryId ?? kindThatComes(words, wished);
  if (categoryId === null || (request?.quantity ?? quantity ?? 1) > 1) return false;
  const halves = [one, other].flatMap((called) => halfIn(turn, called, categoryId) ?? []);
  const dishes = halves.flatMap(({ dish }) => dish ?? []);
  const count = request?.quantity ?? quantity;
  const open = { unsure: false, quantity: count, optionRequests: wished, words: '' };
  if (dishes.length === 2 && halves.some(({ extra }) => extra === null)) {
    turn.say('halves');
    turn.goTo({ kind: 'which-item', itemRequest: { ...open, categoryId, itemIds: dishes } });
    return true;
  }
  const extras = halves.flatMap(({ extra }) => extra ?? []);
  const all = [...wished, ...extras];
  const [only] = halves.length === 1 ? dishes : [];
  const itemId = only ?? plainWith(words, categoryId, all)?.id;
  if (itemId === undefined || (only === undefined && extras.length < halves.length)) return false;
  const asked = only === undefined ? all : wished;
  turn.say('halves');
  turn.goTo({
    kind: 'doubt',
    itemRequests: [{ ...open, categoryId: null, itemIds: [itemId], optionRequests: asked }],
  });
  return true;
}

/** A dish of the kind, an extra, or both are called so. */
interface Half {
  readonly dish: string | null;
  readonly extra: OptionRequest | null;
}

/** What one half is to be; null: nothing in addition. */
function halfIn(turn: Turn, called: string, categoryId: string): Half | null {
  const { words, menu } = turn.context;
  const tokens = words.tokens(called);
  const kinds = words.tokens(words.nameOf(categoryId));
  const isPlain = kinds.some((kind) =>
    [tokens.slice(0, 1), ['plain', ...tokens.slice(0, 1)]].some((part) => {
      const named = words.itemAt([...part, kind], 0);
      const name = plainOf(words, categoryId)?.id;
      return named?.length === part.length + 1 && named.found.some(({ id }) => id === name);
    }),
  );
  if (isPlain) return null;
  const ends = tokens.map((_, at) => tokens.slice(0, at + 1)).toReversed();
  const dishes = ends.flatMap((part) => {
    const named = words.itemAt(part, 0);
    return named?.length === part.length ? named.found : [];
  });
  const dish = dishes.find(({ category }) => category.id === categoryId)?.id ?? null;
  const items = menu.items.filter(({ category }) => category.id === categoryId);
  const isExtra = (part: string): boolean =>
    items.some((item) =>
      words.optionsCalled(item, part, false).some(({ group }) => group.min === 0),
    );
  const extra = ends.find((part) => isExtra(part.join(' ')));
  // As it was said, since it is read back.
  const said = called.split(' ').slice(0, extra?.length).join(' ');
  return { dish, extra: extra === undefined ? null : { words: said, minus: false } };
}
