import { changeLine, lastLine, linesCalled, optionChange, splitLine } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { fits } from './amend-dishes.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import type { ItemRequests } from '../../understanding/item-request-parser.js';
import { plain } from '../../understanding/words.js';

/**
 * What names a line and says how it shall be, without a word for a change: "the diavola without
 * basil", "the large with olives", and "one without basil" after two of a dish. False: nothing of the
 * kind was said.
 */
export function* amendCalled(turn: Turn, raw: string, asked: ItemRequests): Flow<boolean> {
  const order = yield* turn.order();
  const { itemRequests, optionRequests, quantity } = asked;
  const [itemRequest, ...others] = itemRequests;
  const last = lastLine(turn, order);
  if (!itemRequest && quantity !== null && last && quantity < last.quantity) {
    if (turn.vocabulary.changes.adds.test(plain(raw))) return false;
    const wishes =
      optionRequests.length > 0 && fits(turn, last, optionChange(null, optionRequests));
    if (!wishes) return false;
    yield* splitLine(turn, last, quantity, optionRequests);
    return true;
  }
  // "Lasagna no garlic", with one lasagna on the order.
  const onlyLess =
    itemRequest?.quantity === null &&
    itemRequest.optionRequests.every(({ minus, note }) => minus || note);
  const names = onlyLess || turn.vocabulary.changes.namesLine.test(plain(raw));
  if (!names || others.length > 0 || quantity !== null) return false;
  const [line, wanted] = itemRequest
    ? [
        itemRequest.quantity === null && !itemRequest.unsure
          ? only(order.lines.filter(({ itemId }) => itemRequest.itemIds.includes(itemId)))
          : null,
        itemRequest.optionRequests,
      ]
    : [
        only(linesCalled(turn, order, optionRequests[0]?.words ?? '')),
        order.lines.length > 1 ? optionRequests.slice(1) : [],
      ];
  const change = optionChange(null, wanted);
  if (!line) return false;
  // "The prosciutto without pineapple", which it does not have: no second one is ordered.
  if (itemRequest && wanted.length > 0 && !fits(turn, line, change)) {
    turn.say('notPossible', { words: toldIn(turn, wanted), item: line.name });
    return true;
  }
  // "And the margherita", which is on the order: so it stays.
  const bareName = turn.vocabulary.changes.namesLine.test(plain(raw));
  if (itemRequest && wanted.length === 0 && bareName) {
    turn.say('changed', { line: turn.lineInWords(line) });
    return true;
  }
  if (wanted.length === 0 || !fits(turn, line, change)) return false;
  yield* changeLine(turn, line, change);
  return true;
}

/** Wishes as they are told: "without pineapple". */
export function toldIn(turn: Turn, wishes: readonly OptionRequest[]): string {
  const { food } = turn.vocabulary;
  return wishes.map(({ words, minus }) => (minus ? food.without(words) : words)).join(', ');
}

function only(lines: readonly OrderedLine[]): OrderedLine | null {
  return lines.length === 1 ? (lines[0] ?? null) : null;
}
