import { lastLine, linesCalled, sendChange } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import { homeStep, takeRequests } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { contains } from '../../understanding/option-requests.js';

/**
 * "No, leave them on", "actually keep the olives": a dish is again as it was before the last change
 * of it, and what was taken off the order is on it again. False: nothing of the kind was said, or
 * nothing is there to be kept.
 *
 * @param said plain text.
 */
export function* undoChange(turn: Turn, said: string): Flow<boolean> {
  const { moves, changes } = turn.vocabulary;
  const kept = moves.keepsThat.exec(said)?.[1];
  if (kept === undefined && !moves.undoes.test(said)) return false;
  if (yield* putBack(turn, kept)) return true;
  const order = yield* turn.order();
  const { before } = turn.state;
  const line = order.lines.find(({ lineId }) => lineId === before?.lineId);
  const noted = before && line && kept !== undefined && isNoted(turn, line, before, kept);
  const had =
    noted === true
      ? line?.optionIds
      : before && line && optionsBefore(turn, line, before.optionIds, kept);
  if (before && line && had) {
    const { quantity, note } = before;
    const whole = kept === undefined;
    yield* sendChange(turn, line.lineId, {
      options: had,
      note: whole || noted === true ? note : line.note,
      ...(whole && quantity !== line.quantity && { quantity }),
    });
    if (whole) turn.set({ before: undefined });
  } else if (kept === undefined ? !changes.remove.test(said) : yield* isThere(turn, kept)) {
    if (order.lines.length === 0) return false;
    turn.say('soFar', { order: turn.orderInWords(order) });
  } else return false;
  turn.goTo(homeStep(turn));
  return true;
}

/** Dishes that were taken off last come back: the one that is named, or all of them. */
function* putBack(turn: Turn, kept: string | undefined): Flow<boolean> {
  const { menu, words } = turn.context;
  const tokens = kept === undefined ? [] : words.tokens(kept);
  const { gone = [] } = turn.state;
  const back = gone.filter(({ itemIds }) => {
    const item = menu.item(itemIds[0] ?? '');
    return item !== undefined && words.coverage(item, tokens).alike === tokens.length;
  });
  if (back.length === 0) return false;
  turn.set({ gone: undefined });
  yield* takeRequests(turn, back);
  return true;
}

/** The options of a line with what is kept as it was before; null: the last change was about something else. */
function optionsBefore(
  turn: Turn,
  line: OrderedLine,
  before: readonly string[],
  kept: string | undefined,
): readonly string[] | null {
  if (kept === undefined) return before;
  const { menu, words } = turn.context;
  const item = menu.item(line.itemId);
  const called = [false, true].flatMap((minus) =>
    item ? words.optionsCalled(item, kept, minus).map(({ option }) => option.id) : [],
  );
  const off = called.filter((id) => line.optionIds.includes(id) && !before.includes(id));
  const on = called.filter((id) => !line.optionIds.includes(id) && before.includes(id));
  if (off.length + on.length === 0) return null;
  return [...line.optionIds.filter((id) => !off.includes(id)), ...on];
}

/** Whether the last change was a wish for the kitchen about what is kept: "no pineapple". */
function isNoted(
  { context: { words } }: Turn,
  line: OrderedLine,
  before: Pick<OrderedLine, 'note'>,
  kept: string,
): boolean {
  const noted = words.tokens(line.note);
  return line.note !== before.note && words.tokens(kept).every((token) => noted.includes(token));
}

/** What is kept is on the order: a dish of it, or something on the dish spoken of last. */
function* isThere(turn: Turn, kept: string): Flow<boolean> {
  const order = yield* turn.order();
  if (linesCalled(turn, order, kept).length > 0) return true;
  const { menu, words } = turn.context;
  const line = lastLine(turn, order);
  const item = menu.item(line?.itemId ?? '');
  const options = item ? words.optionsCalled(item, kept, false) : [];
  const isOn = options.some(({ option }) => line?.optionIds.includes(option.id));
  return item !== undefined && (isOn || contains(words, item, kept));
}

/** "Not well done, just normal": a wish for the kitchen that the dish spoken of last has is taken back. */
export function* dropWish(turn: Turn, said: string): Flow<boolean> {
  const line = lastLine(turn, yield* turn.order());
  if (!line || line.note === '' || !turn.vocabulary.moves.noLonger.test(said)) return false;
  const { words } = turn.context;
  const spoken = words.tokens(said);
  const notes = line.note.split(', ');
  const left = notes.filter((note) => !words.tokens(note).every((token) => spoken.includes(token)));
  if (left.length === notes.length) return false;
  yield* sendChange(turn, line.lineId, { note: left.join(', ') });
  turn.goTo(homeStep(turn));
  return true;
}
