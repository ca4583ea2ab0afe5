import { optionChange } from '../line-changes.js';
import type { Draft } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import type { Turn } from '../turn.js';
import { fits } from './amend-dishes.js';

/** Most wishes of one dish that is waiting. */
const MAX_WISHES = 10;

/**
 * Notes what is said of dishes that wait while another one is half chosen: "make the arrabbiata
 * extra spicy" is about the arrabbiata that was ordered in the same breath, "and no parmesan on it"
 * about the dish named last. Other dishes wait behind them. True: all of it was about waiting dishes.
 */
export function tellWaiting(
  turn: Turn,
  draft: Draft,
  said: {
    readonly known: readonly ItemRequest[];
    readonly optionRequests: readonly OptionRequest[];
  },
): boolean {
  const { known, optionRequests } = said;
  let pending = turn.state.pending;
  for (const request of known) {
    const of = request.quantity === null ? placeOf(pending, request) : -1;
    if (of < 0) pending = [...pending.filter((one) => !isKindOf(turn, one, request)), request];
    else
      pending = pending.map((one, at) => (at === of ? wished(one, request.optionRequests) : one));
  }
  const last = pending.at(-1);
  const ofLast =
    last !== undefined &&
    known.length === 0 &&
    optionRequests.length > 0 &&
    last.itemIds.length === 1 &&
    !fits(turn, draft, optionChange(null, optionRequests)) &&
    fits(turn, bareDish(last), optionChange(null, optionRequests));
  if (ofLast) pending = [...pending.slice(0, -1), wished(last, optionRequests)];
  turn.set({ pending });
  return ofLast;
}

/** "A soda", of which a Sprite is one that is named now. */
function isKindOf(turn: Turn, kind: ItemRequest, { itemIds }: ItemRequest): boolean {
  const item = turn.context.menu.item(itemIds.length === 1 ? (itemIds[0] ?? '') : '');
  return kind.itemIds.length === 0 && item !== undefined && kind.categoryId === item.category.id;
}

/** The place of the one waiting dish that is named; -1: none, or several. */
function placeOf(pending: readonly ItemRequest[], { itemIds, unsure }: ItemRequest): number {
  const [itemId] = itemIds;
  if (unsure || itemId === undefined || itemIds.length > 1) return -1;
  const places = pending.flatMap((one, at) => (one.itemIds.join() === itemId ? at : []));
  return places.length === 1 ? (places[0] ?? -1) : -1;
}

function wished(request: ItemRequest, more: readonly OptionRequest[]): ItemRequest {
  const optionRequests = [...request.optionRequests, ...more].slice(-MAX_WISHES);
  return { ...request, optionRequests };
}

function bareDish({ itemIds }: ItemRequest) {
  return { itemId: itemIds[0] ?? '', optionIds: [], note: '' };
}
