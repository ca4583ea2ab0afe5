import {
  changeLine,
  changeLines,
  lastLine,
  likeDish,
  linesCalled,
  optionChange,
  swapLine,
} from '../line-changes.js';
import type { Draft, Flow, ItemRequest } from '../ivr-state.js';
import { dropDish } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import {
  amendDraft,
  amendLast,
  amendNamed,
  fits,
  optionRequestsIn,
  parse,
  type Change,
} from './amend-dishes.js';
import { maskWishes, wishBehind } from './wishes.js';
import { numberOf } from './words.js';

/** `failed`: the utterance is a change of something that is not in the order. `none`: it is no change. */
export type AmendResult = 'done' | 'failed' | 'none';

/**
 * Changes by voice: "make that two", "no onions", "add olives to the margherita", "remove the
 * cola", "change the cola to a sprite". They are about the dish half chosen or the newest line,
 * unless another one is named.
 */
export function* amend(turn: Turn, text: string, draft: Draft | null): Flow<AmendResult> {
  const { changes, food } = turn.context.words.vocabulary;
  const { text: masked, notes } = maskWishes(
    text,
    turn.vocabulary,
    turn.context.words.namesLikeWishes,
  );
  const onlyWishes = masked
    .split(' ')
    .every((word) => wishBehind(word, notes) !== null || food.joints.has(word));
  if (onlyWishes) return 'none';
  const many = changes.soMany.exec(text)?.[1];
  const quantity = many === undefined ? null : numberOf(turn.context.words.tokens(many).join(' '));
  if (quantity !== null) return outcome(yield* amendLast(turn, draft, optionChange(quantity)));
  if (changes.sameAgain.test(text)) return outcome(yield* more(turn, draft, 1));
  const extra = changes.soManyMore.exec(text)?.[1];
  const added = extra === undefined ? null : numberOf(turn.context.words.tokens(extra)[0]);
  if (added !== null) return outcome(yield* more(turn, draft, added));
  const again = changes.sameBut.exec(text)?.[1];
  if (again !== undefined) return yield* sameBut(turn, draft, again);
  const [, meant, notMeant] = changes.meantNot.exec(text) ?? [];
  if (meant !== undefined) return yield* correct(turn, draft, meant, notMeant ?? null);
  const [, not, but] = changes.notBut.exec(text) ?? [];
  if (not !== undefined && but !== undefined) {
    if ((yield* swap(turn, draft, not, but)) !== 'failed') return 'done';
  }
  const [, some, theirs] = changes.eachLine.exec(text) ?? [];
  if (some !== undefined && theirs !== undefined) {
    const told = parse(turn, theirs);
    const change = optionChange(told.quantity, told.optionRequests);
    const isChange = told.itemRequests.length === 0 && told.optionRequests.length > 0;
    if (isChange && (yield* amendNamed(turn, draft, some, change))) return 'done';
  }
  const [, what, on] = changes.putOn.exec(masked) ?? [];
  // "Put olives on one of them" is no change of what the olives are.
  if (
    what !== undefined &&
    on !== undefined &&
    (changes.someOf.test(on) || changes.eachOf.test(on))
  )
    if (yield* putOn(turn, draft, text, what, on)) return 'done';
  const [, gone, instead] = changes.swap.exec(text) ?? [];
  if (gone !== undefined && instead !== undefined) return yield* swap(turn, draft, gone, instead);
  const made = changes.make.exec(text)?.[1];
  if (made !== undefined) return yield* replace(turn, draft, made, changes.makeThat.test(text));
  const removed = (changes.remove.exec(text) ?? changes.takeOff.exec(text))?.[1];
  if (removed !== undefined) {
    return outcome(yield* remove(turn, draft, changes.leavesOut.test(text), removed));
  }
  if (what === undefined || on === undefined) return 'none';
  return (yield* putOn(turn, draft, text, what, on)) ? 'done' : 'none';
}

/** "Light on the cheese" puts nothing on anything: wishes are notes. */
function* putOn(
  turn: Turn,
  draft: Draft | null,
  text: string,
  what: string,
  on: string,
): Flow<boolean> {
  const { notes } = maskWishes(text, turn.vocabulary, turn.context.words.namesLikeWishes);
  const put = optionRequestsIn(turn, what, false).map((one) => {
    const wish = wishBehind(one.words, notes);
    return wish === null ? one : { words: wish, minus: false, note: true as const };
  });
  return yield* amendNamed(turn, draft, on, optionChange(null, put));
}

function outcome(done: boolean): AmendResult {
  return done ? 'done' : 'failed';
}

/** "Make it large", "make the cola two", "make that a hawaiian", "change the cola to a sprite". */
function* replace(
  turn: Turn,
  draft: Draft | null,
  words: string,
  ofThat: boolean,
): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  const [before, after] = words.split(changes.into, 2);
  if (after !== undefined) return yield* swap(turn, draft, before ?? '', after);
  const [, target, rest] = changes.eachLine.exec(words) ?? [];
  if (target !== undefined && rest !== undefined) {
    const { quantity, optionRequests } = parse(turn, rest);
    return outcome(yield* amendNamed(turn, draft, target, optionChange(quantity, optionRequests)));
  }
  // "Make that a medium" is about what it is, not how many.
  const wanted = parse(turn, words.replace(changes.article, ''));
  const [itemRequest] = wanted.itemRequests;
  const tokens = turn.context.words.tokens(words);
  const counts = tokens.some((token) => (numberOf(token) ?? 0) > (tokens.length > 1 ? 1 : 0));
  const quantity = counts ? (wanted.quantity ?? itemRequest?.quantity ?? null) : null;
  const optionRequests = [...wanted.optionRequests, ...(itemRequest?.optionRequests ?? [])];
  const change = optionChange(quantity, optionRequests);
  if (!itemRequest) return outcome(yield* amendLast(turn, draft, change));
  if (ofThat) {
    const done = yield* instead(turn, draft, itemRequest, change);
    if (done) turn.set({ pending: [...turn.state.pending, ...wanted.itemRequests.slice(1)] });
    if (done) return 'done';
  }
  return (yield* amendNamed(turn, draft, itemRequest.words, change)) ? 'done' : 'none';
}

/** Another dish, or more of the same, in the place of the dish spoken of last. */
function* instead(
  turn: Turn,
  draft: Draft | null,
  itemRequest: ItemRequest,
  change: Change,
): Flow<boolean> {
  const { menu } = turn.context;
  const { itemIds, categoryId } = itemRequest;
  const dish = draft ?? lastLine(turn, yield* turn.order());
  if (!dish) return false;
  const item = menu.item(dish.itemId);
  const same =
    itemIds.includes(dish.itemId) || (itemIds.length === 0 && categoryId === item?.category.id);
  // "Make it a diet coke", said of one.
  if (same && change.quantity === null && change.optionRequests.length === 0) return true;
  if (same) return yield* amendLast(turn, draft, change);
  if (itemIds.length !== 1) return false;
  if (draft) {
    turn.set({ pending: [likeDish(turn, draft, itemRequest), ...turn.state.pending] });
    yield* dropDish(turn, draft);
  } else if ('lineId' in dish) yield* swapLine(turn, dish as OrderedLine, itemRequest);
  return true;
}

/** "Swap the margherita for a hawaiian": another dish, or other wishes, for the one called so. */
function* swap(
  turn: Turn,
  draft: Draft | null,
  gone: string,
  wantedWords: string,
): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  const target = gone.replace(changes.articles, '');
  const wanted = parse(turn, wantedWords.replace(changes.article, ''));
  const [itemRequest] = wanted.itemRequests;
  const change = optionChange(wanted.quantity ?? itemRequest?.quantity ?? null, [
    ...wanted.optionRequests,
    ...(itemRequest?.optionRequests ?? []),
  ]);
  const ofLast = changes.onlyThat.test(target);
  if (!itemRequest) {
    const put = yield* amendNamed(turn, draft, target, change);
    return put ? 'done' : yield* swapOptions(turn, draft, target, change);
  }
  const named = parse(turn, target).itemRequests[0]?.itemIds ?? [];
  if (ofLast || (draft && named.includes(draft.itemId)))
    return outcome(yield* instead(turn, draft, itemRequest, change));
  if (draft || itemRequest.itemIds.length !== 1) return 'failed';
  const order = yield* turn.order();
  if (order.lines.length === 0) {
    turn.set({ pending: wanted.itemRequests });
    return 'done';
  }
  const [line, ...others] = linesCalled(turn, order, target);
  if (!line || others.length > 0)
    return yield* swapOptions(
      turn,
      draft,
      target,
      optionChange(null, optionRequestsIn(turn, wantedWords.replace(changes.article, ''), false)),
    );
  if (line.itemId === itemRequest.itemIds[0]) yield* changeLine(turn, line, change);
  else yield* swapLine(turn, line, itemRequest);
  return 'done';
}

/** "Swap the olives for mushrooms", on the dish spoken of last. */
function* swapOptions(
  turn: Turn,
  draft: Draft | null,
  gone: string,
  { quantity, optionRequests }: Change,
): Flow<AmendResult> {
  const off = optionRequestsIn(turn, gone, true);
  const dish = draft ?? lastLine(turn, yield* turn.order());
  const item = turn.context.menu.item(dish?.itemId ?? '');
  const has =
    item !== undefined &&
    off.some(({ words }) =>
      turn.context.words
        .optionsCalled(item, words, false)
        .some(({ option }) => dish?.optionIds.includes(option.id)),
    );
  if (!has) return 'failed';
  return outcome(
    yield* amendLast(turn, draft, optionChange(quantity, [...off, ...optionRequests])),
  );
}

/** "I said pepperoni, not peppers". */
function* correct(
  turn: Turn,
  draft: Draft | null,
  meant: string,
  notMeant: string | null,
): Flow<AmendResult> {
  if (notMeant === null) {
    // A dish that is on the order is changed rather than put in the place of the last one.
    const { article } = turn.vocabulary.changes;
    const wanted = parse(turn, meant.replace(article, ''));
    const [named] = wanted.itemRequests;
    const { lines } = yield* turn.order();
    const [line, ...others] = lines.filter(({ itemId }) => named?.itemIds.includes(itemId));
    if (draft || !named || !line || others.length > 0)
      return yield* replace(turn, draft, meant, true);
    yield* changeLine(turn, line, optionChange(named.quantity, named.optionRequests));
    return 'done';
  }
  const swapped = yield* swap(turn, draft, notMeant, meant);
  if (swapped !== 'failed') return swapped;
  const made = yield* replace(turn, draft, meant, true);
  const { itemRequests } = parse(turn, meant);
  if (made === 'done' || itemRequests.length === 0) return made;
  turn.set({ pending: itemRequests });
  return 'done';
}

/** "The same again but small": one more dish, with other wishes. */
function* sameBut(turn: Turn, draft: Draft | null, words: string): Flow<AmendResult> {
  const line = lastLine(turn, yield* turn.order());
  if (draft || !line) return 'none';
  const { itemRequests, optionRequests, quantity } = parse(turn, words);
  const again = {
    itemIds: [line.itemId],
    unsure: false,
    categoryId: null,
    quantity: quantity ?? 1,
    optionRequests,
    words: line.name,
  };
  turn.set({ pending: [likeDish(turn, line, again), ...itemRequests] });
  return 'done';
}

/** So many more of the dish spoken of last. */
function* more(turn: Turn, draft: Draft | null, added: number): Flow<boolean> {
  if (draft) return yield* amendDraft(turn, draft, optionChange((draft.quantity ?? 1) + added));
  const line = lastLine(turn, yield* turn.order());
  return line !== null && (yield* amendLast(turn, null, optionChange(line.quantity + added)));
}

/** Takes a dish off the order, or something off a dish. */
function* remove(
  turn: Turn,
  draft: Draft | null,
  leavesOut: boolean,
  words: string,
): Flow<boolean> {
  const { changes } = turn.context.words.vocabulary;
  const [said = '', on] = words.split(changes.on, 2);
  const what = said.replace(changes.articles, '').replace(changes.article, '');
  const without = optionChange(null, optionRequestsIn(turn, what, true));
  if (on !== undefined) return yield* amendNamed(turn, draft, on, without);
  if (draft) {
    if (!changes.onlyThat.test(what)) return yield* amendDraft(turn, draft, without);
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
    yield* changeLine(turn, last, { kind: 'remove' });
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
  if (fits(turn, last, without) && (leavesOut || lines.length === 0)) {
    yield* changeLine(turn, last, without);
    return true;
  }
  const [line, ...others] = lines;
  // "Not margherita, marinara": the one in the place of the other.
  const [first, second] = parse(turn, what).itemRequests;
  const swaps = first?.itemIds.includes(line?.itemId ?? '') && second?.itemIds.length === 1;
  if (line && others.length === 0 && second && swaps) {
    yield* swapLine(turn, line, second);
    return true;
  }
  const fewer = parse(turn, said).itemRequests[0]?.quantity ?? null;
  if (line && others.length === 0 && fewer !== null && fewer < line.quantity) {
    yield* changeLine(turn, line, optionChange(line.quantity - fewer));
    return true;
  }
  if (!line && parse(turn, what).itemRequests.every(({ itemIds }) => itemIds.length === 0))
    return false;
  yield* changeLines(turn, lines, { kind: 'remove' }, what);
  return true;
}
