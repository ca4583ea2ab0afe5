import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { kindThatComes, namedByExtras, plainWith } from '../../understanding/plain-dish.js';
import { plain } from '../../understanding/words.js';
import type { Flow } from '../ivr-state.js';
import { lastLine } from '../line-changes.js';
import { takeRequests } from '../ordering.js';
import type { Turn } from '../turn.js';
import { notFound } from './food-questions.js';

/** "A large with chicken", where one part of the menu alone comes so: a dish of that part. */
export function* takeKind(
  turn: Turn,
  optionRequests: readonly OptionRequest[],
  quantity: number,
): Flow<boolean> {
  const categoryId = kindThatComes(turn.context.words, optionRequests);
  if (categoryId === null) return false;
  const base = plainWith(turn.context.words, categoryId, optionRequests);
  const open = { itemIds: [], unsure: false, categoryId, quantity, optionRequests, words: '' };
  yield* takeRequests(turn, [base ? dish(base, quantity, optionRequests) : open]);
  return true;
}

/** "A large cheese", "and a small mushroom": a dish of its own, whatever was ordered before. */
export function* takeNamedByExtras(
  turn: Turn,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): Flow<boolean> {
  const categoryId = kindThatComes(turn.context.words, optionRequests);
  const named = categoryId && namedByExtras(turn.context.words, categoryId, optionRequests);
  if (!named) return false;
  yield* takeRequests(turn, [dish(named.item, quantity, named.optionRequests)]);
  return true;
}

/** "And a small one with ham", after a margherita: one more of them. */
export function* likeLast(
  turn: Turn,
  raw: string,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): Flow<boolean> {
  if (!turn.vocabulary.changes.adds.test(plain(raw))) return false;
  const item = turn.context.menu.item(lastLine(turn, yield* turn.order())?.itemId ?? '');
  const { words } = turn.context;
  const sized =
    item !== undefined &&
    optionRequests.some(
      (one) =>
        one.note !== true &&
        words.optionsCalled(item, one.words, one.minus).some(({ group }) => group.min > 0),
    );
  if (!sized) return false;
  yield* takeRequests(turn, [dish(item, quantity, optionRequests)]);
  return true;
}

/** "The chicken parmesan": extras where a dish was to be named, which the menu does not have. */
export function notFoundByExtras(
  turn: Turn,
  raw: string,
  optionRequests: readonly OptionRequest[],
): boolean {
  const heads = optionRequests.filter((one) => one.heads === true);
  if (heads.length === 0 || heads.length < optionRequests.length) return false;
  const words = heads.map((one) => one.words).join(' ');
  const unknown = { itemIds: [], unsure: false, categoryId: null, quantity: null };
  return notFound(turn, { ...unknown, optionRequests: [], words }, raw);
}

function dish(
  { id, name }: CatalogueItem,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): ItemRequest {
  const itemIds = [id];
  return { itemIds, unsure: false, categoryId: null, quantity, optionRequests, words: name };
}
