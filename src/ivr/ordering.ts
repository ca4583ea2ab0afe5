import { truncate } from '../common/truncate.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { Draft, Flow, IvrStep } from './ivr-state.js';
import type { OptionRequest, ItemRequest } from '../understanding/item-request.js';
import {
  applyOptionRequests,
  MAX_NOTE_LENGTH,
  requestsLike,
} from '../understanding/option-requests.js';
import { fieldsOf, isAlike, lineOf, textOf } from './tool-results.js';
import { piecesOf, portionSizes, portionsOf } from './portions.js';
import { tellNotFound } from './similar.js';
import { tellUnmet } from './unmet.js';
import { tellDiet } from './warnings.js';
import type { Turn } from './turn.js';

/** The step to go to when nothing else is open. */
export function homeStep(turn: Turn): IvrStep {
  const { lastLineId, nameAsked, interrupted = null, readBackFor } = turn.state;
  if (lastLineId === null) return { kind: 'main' };
  if (interrupted !== null) return interrupted;
  // What is changed after the read-back needs an agreement, and no further question.
  if (readBackFor !== undefined) return { kind: 'confirm', confirmationId: null };
  return { kind: nameAsked ? 'name' : 'more' };
}

/** Takes the dishes of one utterance, one after the other. */
export function* takeRequests(turn: Turn, itemRequests: readonly ItemRequest[]): Flow {
  // A question about which dish leaves no other one waiting: those that were named come first.
  const isOpen = ({ itemIds, categoryId }: ItemRequest) =>
    itemIds.length === 0 && categoryId !== null;
  const open = itemRequests.filter(isOpen);
  const named = itemRequests.filter((one) => !isOpen(one));
  turn.set({ pending: [...turn.state.pending, ...alikeJoined(named), ...open] });
  yield* nextRequest(turn);
}

/** "One large pepperoni, a coke, and one large pepperoni": alike dishes as one, with how many there are. */
function alikeJoined(itemRequests: readonly ItemRequest[]): readonly ItemRequest[] {
  const key = ({ itemIds, optionRequests, openQuantity, unsure }: ItemRequest) =>
    JSON.stringify([itemIds, optionRequests, openQuantity, unsure]);
  const joined = new Map<string, ItemRequest>();
  for (const one of itemRequests) {
    const before = joined.get(key(one));
    const quantity = before && (before.quantity ?? 1) + (one.quantity ?? 1);
    joined.set(key(one), quantity === undefined ? one : { ...one, quantity });
  }
  return [...joined.values()];
}

/** Goes on with the next waiting dish, or asks what else. */
export function* nextRequest(turn: Turn): Flow {
  const [itemRequest, ...pending] = turn.state.pending;
  if (!itemRequest) {
    return turn.goTo(homeStep(turn));
  }
  turn.set({ pending });
  const item = turn.context.menu.item(itemRequest.itemIds[0] ?? '');
  if (item && itemRequest.itemIds.length === 1 && !itemRequest.unsure) {
    const quantity = itemRequest.openQuantity ? null : (itemRequest.quantity ?? 1);
    return yield* beginDish(turn, item, { ...itemRequest, quantity });
  }
  if (item) return turn.goTo({ kind: 'which-item', itemRequest });
  const { categoryId } = itemRequest;
  // "A taco pizza": which of them there are follows.
  if (categoryId !== null && itemRequest.unsure) tellNotFound(turn, itemRequest.words);
  const told = { ...itemRequest, unsure: false };
  if (categoryId !== null)
    return turn.goTo({ kind: 'items', categoryId, page: 0, itemRequest: told });
  tellNotFound(turn, itemRequest.words);
  yield* nextRequest(turn);
}

/** Starts to put a dish together. A quantity of null is asked for last. */
export function* beginDish(
  turn: Turn,
  item: CatalogueItem,
  {
    quantity,
    optionRequests,
  }: { readonly quantity: number | null; readonly optionRequests: readonly OptionRequest[] },
): Flow {
  const gone = turn.unavailable(item);
  if (gone !== null) {
    turn.tell(gone);
    return yield* nextRequest(turn);
  }
  settle(turn, item);
  const nothing = { optionIds: [], note: '' };
  const applied = applyOptionRequests(
    turn.context.words,
    item,
    yield* sizeOfLast(turn, item, optionRequests),
    nothing,
  );
  tellUnmet(turn, item, applied);
  const { optionIds, note } = applied;
  const draft = { itemId: item.id, quantity, optionIds, note };
  yield* completeDish(turn, countedAsOption(turn, item, draft));
}

/** A dish of those in question answers the question which one, that was to come again. */
function settle(turn: Turn, item: CatalogueItem): void {
  const { interrupted = null } = turn.state;
  const isAnswered =
    (interrupted?.kind === 'items' && interrupted.categoryId === item.category.id) ||
    (interrupted?.kind === 'which-item' && interrupted.itemRequest.itemIds.includes(item.id));
  if (isAnswered) turn.set({ interrupted: null });
}

/** "The same size": what the last line has of the choices that both dishes cannot do without. */
function* sizeOfLast(
  turn: Turn,
  item: CatalogueItem,
  optionRequests: readonly OptionRequest[],
): Flow<readonly OptionRequest[]> {
  const { menu, words } = turn.context;
  const { sameSize } = words.vocabulary.food;
  if (!optionRequests.some((one) => one.words === sameSize)) return optionRequests;
  const { lines } = yield* turn.order();
  const last = lines.find(({ lineId }) => lineId === turn.state.lastLineId);
  const from = menu.item(last?.itemId ?? '');
  const choices = item.groups.filter(({ min }) => min > 0).flatMap(({ options }) => options);
  const optionIds = choices.map(({ id }) => id).filter((id) => last?.optionIds.includes(id));
  const same = requestsLike(words, { optionIds, note: '' }, item, from);
  return optionRequests.flatMap((one) => (one.words === sameSize ? same : one));
}

/** Asks for what is missing, or puts the dish on the order. */
export function* completeDish(turn: Turn, draft: Draft): Flow {
  const item = turn.context.menu.item(draft.itemId);
  const missing = item?.groups.find(
    (group) =>
      group.options.filter(({ id }) => draft.optionIds.includes(id)).length < group.min &&
      turn.optionChoices(group).some(({ id }) => !draft.optionIds.includes(id)),
  );
  if (missing) return turn.goTo({ kind: 'option', draft, groupId: missing.id, page: 0 });
  if (draft.quantity === null) {
    if (item && draft.extras === undefined && turn.tellsKeys) {
      const [group] = optionalGroups(turn, item);
      if (group) return turn.goTo(extrasOf(draft, group));
    }
    if (!item || !hasExtras(item, draft)) return turn.goTo({ kind: 'quantity', draft });
  }
  // One dish that was put together by keys; of several, each may be another one.
  const { itemId, quantity, optionIds } = { ...draft, quantity: draft.quantity ?? 1 };
  const { wishes = [] } = turn.state;
  const parts = [draft.note, ...wishes].filter((part) => part !== '');
  const note = truncate(parts.join(', '), MAX_NOTE_LENGTH);
  const same = (yield* turn.order()).lines.find((line) => isAlike(line, { ...draft, note }));
  const result = same
    ? yield* turn.run('change_item', { lineId: same.lineId, quantity: same.quantity + quantity })
    : yield* turn.run('add_item', {
        itemId,
        quantity,
        options: optionIds,
        ...(note !== '' && { note }),
      });
  const line = same
    ? (yield* turn.order()).lines.find(({ lineId }) => lineId === same.lineId)
    : lineOf(fieldsOf(result)['added']);
  if (result.ok && line) {
    turn.set({ lastLineId: line.lineId, removedLast: false, wishes: [], before: undefined });
    if (!turn.hasSaid('removed')) turn.set({ gone: undefined });
    turn.set({ aboutItemId: line.itemId, asked: null });
    if (same) turn.say('changed', { line: turn.lineInWords(line) });
    else turn.sayAdded(turn.lineInWords(line));
    turn.tell(textOf(fieldsOf(result)['warning']) ?? '');
    tellDiet(turn, line.itemId);
  } else if (!result.ok) {
    turn.tellFault(result);
  }
  yield* nextRequest(turn);
}

/** What may be added to a dish, the group with room for most first. */
export function optionalGroups(turn: Turn, item: CatalogueItem): readonly ModifierGroup[] {
  return item.groups
    .filter((group) => group.min === 0 && turn.optionChoices(group).length > 0)
    .toSorted((one, other) => other.max - one.max);
}

/** The question for what may be added out of a group. */
export function extrasOf(draft: Draft, { id: groupId }: ModifierGroup): IvrStep {
  return { kind: 'extras', draft, groupId, page: 0, list: 'new' };
}

function hasExtras({ groups }: CatalogueItem, { optionIds }: Draft): boolean {
  return groups.some(
    ({ min, options }) => min === 0 && options.some(({ id }) => optionIds.includes(id)),
  );
}

/**
 * The question before one about a dish that is being put together: the required choice before it,
 * or the list that the dish was chosen from by key.
 *
 * @param groupId the required choice that is asked for; null: all of them are made.
 */
export function questionBefore(turn: Turn, draft: Draft, groupId: string | null): IvrStep {
  const item = turn.context.menu.item(draft.itemId);
  const required = item?.groups.filter(({ min }) => min > 0) ?? [];
  const at = groupId === null ? required.length : required.findIndex(({ id }) => id === groupId);
  const before = required[at - 1];
  if (before) {
    const undone = before.options.map(({ id }) => id);
    const optionIds = draft.optionIds.filter((id) => !undone.includes(id));
    return { kind: 'option', draft: { ...draft, optionIds }, groupId: before.id, page: 0 };
  }
  if (!item || draft.quantity !== null) return homeStep(turn);
  return { kind: 'items', categoryId: item.category.id, page: 0, itemRequest: null };
}

/** Drops the dish that is being put together. */
export function* dropDish(turn: Turn, draft: Draft): Flow {
  turn.say('dropped', { item: turn.context.menu.item(draft.itemId)?.name ?? '' });
  turn.set({ removedLast: true });
  yield* nextRequest(turn);
}

/**
 * "Twelve chicken wings" is one portion of twelve where twelve is a size on the menu, and
 * eighteen are three of six. What no number of portions comes to is said, and the size asked for.
 */
export function countedAsOption(turn: Turn, item: CatalogueItem, draft: Draft): Draft {
  const { words } = turn.context;
  const { quantity, optionIds } = draft;
  const pieces = piecesOf(words, turn.spoken.described(item.description));
  if (pieces !== null && (quantity ?? 0) >= pieces)
    return countedInPieces(turn, item, draft, pieces);
  const sizes = portionSizes(words, item).map(({ option }) => option.id);
  if (quantity === null || optionIds.some((id) => sizes.includes(id))) return draft;
  const portions = portionsOf(words, item, quantity);
  if (portions === 'portions') return draft;
  if (portions !== 'none')
    return { ...draft, quantity: portions.quantity, optionIds: [...optionIds, portions.option.id] };
  turn.say('notPossible', { words: turn.spoken.number(quantity, 'dishes'), item: item.name });
  return { ...draft, quantity: 1 };
}

/** "A dozen garlic knots", of which a portion has six, are two; what it has is told. */
function countedInPieces(turn: Turn, item: CatalogueItem, draft: Draft, pieces: number): Draft {
  const { quantity } = draft;
  if (quantity === null) return draft;
  turn.say('itemInfo', {
    item: item.name,
    description: turn.spoken.described(item.description),
    price: turn.spoken.cents(item.priceCents),
  });
  const portions = Math.ceil(quantity / pieces);
  const isAsked = portions * pieces !== quantity && draft.optionIds.length === 0;
  return { ...draft, quantity: isAsked ? null : portions };
}
