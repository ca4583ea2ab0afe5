import {
  changeLine,
  changeLines,
  lastLine,
  linesCalled,
  optionChange,
  swapLine,
} from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import { dropDish } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import {
  amendDraft,
  amendNamed,
  amendLast,
  fits,
  lacksAnyway,
  optionRequestsIn,
  parse,
} from './amend-dishes.js';
import { toldIn } from './amend-called.js';
import { instead } from './amend-swaps.js';
import { isOwnName } from './outline.js';

/** Takes a dish off the order, or something off a dish. */
export function* remove(
  turn: Turn,
  draft: Draft | null,
  leavesOut: boolean,
  words: string,
  said: string,
): Flow<boolean> {
  const { changes } = turn.context.words.vocabulary;
  const [named = '', on] = words.split(changes.on, 2);
  const what = named.replace(changes.articles, '').replace(changes.article, '');
  const without = optionChange(null, optionRequestsIn(turn, what, true));
  if (on !== undefined && (yield* amendNamed(turn, draft, on, without))) return true;
  if (on !== undefined)
    return (
      draft === null &&
      ((leavesOut && (yield* lacksAnyway(turn, without.optionRequests))) ||
        (yield* refuseOn(turn, on, toldIn(turn, without.optionRequests))))
    );
  if (draft) {
    if (!changes.onlyThat.test(what)) {
      const { words: known } = turn.context;
      // What it does not have is off already.
      const isOption = known.optionAt(known.tokens(what), 0, null) !== null;
      return (yield* amendDraft(turn, draft, without)) || isOption;
    }
    yield* dropDish(turn, draft);
    return true;
  }
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  if (!last) {
    turn.say('orderEmpty');
    return true;
  }
  if (changes.onlyThat.test(what)) {
    // "I don't want the coke, take it off": it is gone.
    if (!turn.hasSaid('removed')) yield* changeLine(turn, last, { kind: 'remove' });
    return true;
  }
  if (changes.extras.test(named) && lacksExtra(turn, last, what)) {
    turn.say('changed', { line: turn.lineInWords(last) });
    return true;
  }
  const lines = linesCalled(turn, order, what);
  const listed = what
    .split(changes.and)
    .map((one) => linesCalled(turn, order, one.replace(changes.articles, '')));
  if (listed.length > 1 && !leavesOut && listed.every(({ length }) => length === 1)) {
    for (const one of listed.flat()) yield* changeLine(turn, one, { kind: 'remove' });
    return true;
  }
  const { words: menuWords, menu } = turn.context;
  const item = menu.item(last.itemId);
  const options = item === undefined ? [] : menuWords.optionsCalled(item, what, false);
  const isOption = options.length > 0;
  // "I don't want buffalo", which is the sauce that was chosen: another one is asked for.
  const chosenOne = options.find(({ option }) => last.optionIds.includes(option.id));
  if (chosenOne && chosenOne.group.min > 0) {
    const { id: groupId } = chosenOne.group;
    turn.goTo({ kind: 'line-option', lineId: last.lineId, groupId, page: 0 });
    return true;
  }
  const isLine = menuWords.isDish(what) && lines.length === 1 && !isOption;
  if (!isLine && fits(turn, last, without) && (leavesOut || lines.length === 0)) {
    yield* changeLine(turn, last, without);
    return true;
  }
  const [line, ...others] = lines;
  if (!line && changes.denies.test(said)) {
    // "No, chocolate": the choice that was meant, of those that the dish cannot do without.
    const [choice] = item ? menuWords.optionsCalled(item, what, false) : [];
    const chosen = optionChange(null, optionRequestsIn(turn, what, false));
    if (choice && choice.group.min > 0) return yield* amendLast(turn, draft, chosen);
    const [denied, ...more] = parse(turn, said.replace(changes.denies, '')).itemRequests;
    const [next = ''] = said.replace(changes.denies, '').split(' ');
    // "No, not cannoli" names nothing that was meant.
    if (turn.vocabulary.food.minus.has(next)) return false;
    const isDish =
      denied &&
      more.length === 0 &&
      !denied.unsure &&
      denied.itemIds.length === 1 &&
      isOwnName(turn, denied.itemIds, what);
    const change = optionChange(denied?.quantity ?? null, denied?.optionRequests);
    if (isDish) return yield* instead(turn, draft, denied, change, what);
  }
  // "Not margherita, marinara": the one in the place of the other.
  const [first, second] = parse(turn, what).itemRequests;
  const swaps = first?.itemIds.includes(line?.itemId ?? '') && second?.itemIds.length === 1;
  if (line && others.length === 0 && second && swaps) {
    yield* swapLine(turn, line, second);
    return true;
  }
  const fewer = parse(turn, named).itemRequests[0]?.quantity ?? null;
  if (line && others.length === 0 && fewer !== null && fewer < line.quantity) {
    yield* changeLine(turn, line, optionChange(line.quantity - fewer));
    return true;
  }
  if (!line && parse(turn, what).itemRequests.every(({ itemIds }) => itemIds.length === 0))
    return leavesOut && (yield* lacksAnyway(turn, without.optionRequests));
  yield* changeLines(turn, lines, { kind: 'remove' }, what);
  return true;
}

/** "Hold the extra cheese", where none was put on it, leaves the cheese that it comes with. */
function lacksExtra(
  { context: { menu, words } }: Turn,
  { itemId, optionIds }: OrderedLine,
  called: string,
): boolean {
  const item = menu.item(itemId);
  const extras = item ? words.optionsCalled(item, called, false) : [];
  return extras.length > 0 && !extras.some(({ option }) => optionIds.includes(option.id));
}

/** What the one dish that is called so cannot have. False: none is called so. */
export function* refuseOn(turn: Turn, called: string, words: string): Flow<boolean> {
  const [line, ...others] = linesCalled(turn, yield* turn.order(), called);
  if (!line || others.length > 0 || words === '') return false;
  turn.say('notPossible', { words, item: line.name });
  return true;
}
