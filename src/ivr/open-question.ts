import type { ItemRequest } from '../understanding/item-request.js';
import type { IvrState, IvrStep } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Questions that come again after what was said beside them. */
const COMES_AGAIN: readonly IvrStep['kind'][] = [
  'fulfilment',
  'address',
  'address-check',
  'ready-time',
  'items',
  'which-item',
  'doubt',
];
/** Those of them that come again when the last line was taken off the order. */
const NEEDS_NO_ORDER: readonly IvrStep['kind'][] = ['ready-time', 'items', 'which-item', 'doubt'];
/** Questions about a dish of which nothing is known to be wanted yet. */
const UNORDERED: readonly IvrStep['kind'][] = ['items', 'which-item', 'doubt', 'offer-item'];
/** Questions about a dish, after which the one that was open comes again. */
const ABOUT_A_DISH: readonly IvrStep['kind'][] = [
  'option',
  'extras',
  'quantity',
  'which-line',
  'offer-item',
];

/** Whether a question is about a dish that is not on the order yet. */
export function isAboutDish(step: IvrStep): boolean {
  const isOpen = step.kind !== 'items' || step.itemRequest !== null;
  return isOpen && ('draft' in step || UNORDERED.includes(step.kind));
}

/** Goes back to the question that something was said beside, at once or when the dish is complete. */
export function comeBack(turn: Turn, before: IvrStep): void {
  const { step } = turn.state;
  if (turn.ended || !comesAgain(before)) {
    // A dish that was only asked about changes no order.
    if (['confirm', 'minimum'].includes(before.kind) && step.kind === 'offer-item')
      turn.set({ interrupted: before });
    return;
  }
  const isEmptied =
    step.kind === 'main' && turn.hasSaid('removed') && NEEDS_NO_ORDER.includes(before.kind);
  if (step.kind === 'more' || isEmptied) turn.goTo(before);
  else if (ABOUT_A_DISH.includes(step.kind)) turn.set({ interrupted: before });
}

/** A part of the menu that was only looked at is no question. */
function comesAgain(step: IvrStep): boolean {
  const isOpen = step.kind !== 'items' || step.itemRequest !== null;
  return isOpen && COMES_AGAIN.includes(step.kind);
}

/** Says what was noted in this turn of which no sentence tells yet. */
export function acknowledge(turn: Turn, before: IvrState): void {
  const { step, pending, mentioned } = turn.state;
  const isSame =
    'draft' in step && 'draft' in before.step && step.draft.itemId === before.step.draft.itemId;
  const known = before.pending.flatMap(({ itemIds }) => itemIds);
  const parts = before.pending.map(({ categoryId }) => categoryId);
  const waiting = pending.filter(({ itemIds, categoryId }) =>
    itemIds.length > 0
      ? !itemIds.some((id) => known.includes(id))
      : categoryId !== null && !parts.includes(categoryId),
  );
  if (isSame && waiting.length > 0)
    turn.say('addedToo', { line: turn.spoken.list(waiting.map((one) => requested(turn, one))) });
  if (mentioned !== null && mentioned !== before.mentioned && !turn.hasSpoken)
    turn.say(mentioned === 'pickup' ? 'pickupNoted' : 'deliveryNoted');
}

/** A dish that was asked for, by its name where one alone is meant. */
function requested(turn: Turn, { itemIds, words, quantity, categoryId }: ItemRequest): string {
  if (itemIds.length === 0 && categoryId !== null)
    return turn.spoken.named(turn.context.words.nameOf(categoryId)).toLowerCase();
  const [id = '', ...others] = itemIds;
  const item = others.length === 0 ? turn.context.menu.item(id) : undefined;
  return item ? turn.spoken.dishes(quantity ?? 1, item.name) : words;
}
