import { sendChange } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import { homeStep } from '../ordering.js';
import type { Turn } from '../turn.js';

/**
 * "No, leave them on": a dish is again as it was before the last change of it. False: nothing of the
 * kind was said, or nothing is on the order.
 *
 * @param said plain text.
 */
export function* undoChange(turn: Turn, said: string): Flow<boolean> {
  if (!turn.vocabulary.moves.undoes.test(said)) return false;
  const order = yield* turn.order();
  const { before } = turn.state;
  const line = order.lines.find(({ lineId }) => lineId === before?.lineId);
  if (before && line) {
    yield* sendChange(turn, line.lineId, { options: before.optionIds, note: before.note });
    turn.set({ before: undefined });
  } else if (order.lines.length > 0) {
    turn.say('soFar', { order: turn.orderInWords(order) });
  } else return false;
  turn.goTo(homeStep(turn));
  return true;
}
