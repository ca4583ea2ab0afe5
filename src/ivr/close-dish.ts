import { checkout } from './checkout.js';
import type { Draft, Flow } from './ivr-state.js';
import { completeDish, dropDish } from './ordering.js';
import type { Turn } from './turn.js';

/**
 * "That's all" while a dish is being put together. What lacks a choice is asked for once more, and
 * left out when the caller is done all the same.
 */
export function* closeDish(turn: Turn, draft: Draft): Flow {
  const { step } = turn.state;
  if (step.kind === 'option' && step.closing !== true) {
    turn.say('stillOpen', { item: turn.context.menu.item(draft.itemId)?.name ?? '' });
    return turn.goTo({ ...step, closing: true });
  }
  if (step.kind === 'option') yield* dropDish(turn, draft);
  else yield* completeDish(turn, { ...draft, quantity: draft.quantity ?? 1, extras: 'asked' });
  yield* goOnClosing(turn);
}

/** After a choice of a caller who had said that this is all: the next choice, or the end of the order. */
export function* goOnClosing(turn: Turn): Flow {
  const { step } = turn.state;
  if (step.kind === 'option') turn.goTo({ ...step, closing: true });
  else if (step.kind === 'more') yield* checkout(turn);
}
