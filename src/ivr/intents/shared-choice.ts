import { optionChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import type { Turn } from '../turn.js';
import { amendDraft, fits, parse } from './amend-dishes.js';

/** What is wanted, and of which dishes: ids, or all that are open. */
interface Share {
  readonly wishes: readonly OptionRequest[];
  readonly itemIds: readonly string[] | 'all';
}

/**
 * "Spaghetti for the bolognese and fettuccine for the alfredo", "penne for both": answers the
 * question of the dish half chosen, and that of those which wait. False: nothing of the kind was said.
 */
export function* shareChoice(turn: Turn, text: string, draft: Draft | null): Flow<boolean> {
  const { pending } = turn.state;
  if (draft === null || pending.length === 0) return false;
  const parts = text.split(turn.vocabulary.changes.and);
  const shares = parts.flatMap((part) => shareIn(turn, part) ?? []);
  if (shares.length < parts.length) return false;
  const ofDraft = wishesFor(shares, draft.itemId);
  const told = pending.map((one) => {
    const [itemId = '', ...others] = one.itemIds;
    const wishes = others.length > 0 ? [] : wishesFor(shares, itemId);
    const fitting = fits(turn, { itemId, optionIds: [], note: '' }, optionChange(null, wishes));
    return fitting ? { ...one, optionRequests: [...one.optionRequests, ...wishes] } : one;
  });
  if (told.every((one, at) => one === pending[at])) return false;
  turn.set({ pending: told });
  return ofDraft.length === 0 || (yield* amendDraft(turn, draft, optionChange(null, ofDraft)));
}

function shareIn(turn: Turn, part: string): Share | null {
  const [, what, which] = turn.vocabulary.recounts.forWhich.exec(part) ?? [];
  if (what === undefined || which === undefined) return null;
  const { itemRequests, optionRequests } = parse(turn, what);
  if (itemRequests.length > 0 || optionRequests.length === 0) return null;
  if (turn.vocabulary.changes.eachOf.test(which)) return { wishes: optionRequests, itemIds: 'all' };
  const [named, ...others] = parse(turn, which).itemRequests;
  if (!named || named.unsure || named.itemIds.length === 0 || others.length > 0) return null;
  return { wishes: optionRequests, itemIds: named.itemIds };
}

function wishesFor(shares: readonly Share[], itemId: string): readonly OptionRequest[] {
  return shares.flatMap(({ wishes, itemIds }) =>
    itemIds === 'all' || itemIds.includes(itemId) ? wishes : [],
  );
}
