import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import {
  changeLine,
  lastLine,
  likeDish,
  linesCalled,
  optionChange,
  swapLine,
} from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import { dropDish } from '../ordering.js';
import { applyOptionRequests, contains } from '../../understanding/option-requests.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import {
  amendLast,
  amendNamed,
  fits,
  optionRequestsIn,
  outcome,
  parse,
  type AmendResult,
  type Change,
} from './amend-dishes.js';
import { correctionAndMore } from '../../understanding/corrections-within.js';
import { numberOf } from '../../understanding/words.js';

/** "Make it large", "make that a hawaiian and a coke", "change the cola to a sprite". */
export function* replace(
  turn: Turn,
  draft: Draft | null,
  words: string,
  ofThat: boolean,
): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  const namesDish = (said: string): boolean => parse(turn, said).itemRequests.length > 0;
  const [changed, further] = correctionAndMore(words, turn.context.words, namesDish);
  if (further !== null && namesDish(further)) {
    const done = yield* replace(turn, draft, changed, ofThat);
    const more = done === 'done' ? parse(turn, further).itemRequests : [];
    turn.set({ pending: [...turn.state.pending, ...more] });
    return done;
  }
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
    const done = yield* instead(turn, draft, itemRequest, change, words);
    if (done) turn.set({ pending: [...turn.state.pending, ...wanted.itemRequests.slice(1)] });
    if (done) return 'done';
  }
  return (yield* amendNamed(turn, draft, itemRequest.words, change)) ? 'done' : 'none';
}

/** Another dish, or more of the same, in the place of the dish spoken of last. */
export function* instead(
  turn: Turn,
  draft: Draft | null,
  itemRequest: ItemRequest,
  change: Change,
  said: string,
): Flow<boolean> {
  const { menu } = turn.context;
  const dish = draft ?? lastLine(turn, yield* turn.order());
  if (!dish) return false;
  if (!draft && turn.state.removedLast === true && itemRequest.itemIds.length > 0) {
    turn.set({ pending: [...turn.state.pending, itemRequest] });
    return true;
  }
  const item = menu.item(dish.itemId);
  const meant = ofSameKind(turn, item, itemRequest, said);
  const { itemIds, categoryId } = meant;
  const same =
    itemIds.includes(dish.itemId) || (itemIds.length === 0 && categoryId === item?.category.id);
  // "Make it a diet coke", said of one.
  if (same && change.quantity === null && change.optionRequests.length === 0) return true;
  if (same) return yield* amendLast(turn, draft, change);
  if (itemIds.length !== 1) return false;
  if (draft) {
    turn.set({ pending: [likeDish(turn, draft, meant), ...turn.state.pending] });
    yield* dropDish(turn, draft);
  } else if ('lineId' in dish) yield* swapLine(turn, dish as OrderedLine, meant);
  return true;
}

/** "I meant veggie", said of a pizza, is the pizza of that name. */
export function ofSameKind(
  { context: { menu, words } }: Turn,
  item: CatalogueItem | undefined,
  itemRequest: ItemRequest,
  said: string,
): ItemRequest {
  const { itemIds, unsure, optionRequests } = itemRequest;
  const like = (id: string) => menu.item(id)?.category.id === item?.category.id;
  if (!item || (!unsure && itemIds.length === 1 && like(itemIds[0] ?? ''))) return itemRequest;
  const options = new Set(optionRequests.flatMap((one) => words.tokens(one.words)));
  const { determiners, fillers } = words.vocabulary.food;
  const tokens = words
    .tokens(said)
    .filter((token) => ![options, determiners, fillers].some((known) => known.has(token)))
    .filter((token) => numberOf(token) === null);
  const named = menu.items
    .filter(({ id }) => like(id))
    .filter((one) => tokens.length > 0 && words.coverage(one, tokens).exact === tokens.length);
  const [only, ...others] =
    itemIds.filter(like).length === 1 ? itemIds.filter(like) : named.map(({ id }) => id);
  return only === undefined || others.length > 0
    ? itemRequest
    : { ...itemRequest, itemIds: [only], unsure: false };
}

/** "Swap the margherita for a hawaiian": another dish, or other wishes, for the one called so. */
export function* swap(
  turn: Turn,
  draft: Draft | null,
  gone: string,
  into: string,
): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  // "Switch the lasagna to that", of a dish whose price was told.
  const offered = turn.state.step.kind === 'offer-item' ? turn.state.step.itemId : '';
  const wantedWords = changes.onlyThat.test(into)
    ? (turn.context.menu.item(offered)?.name ?? into)
    : into;
  const target = gone.replace(changes.articles, '');
  const wanted = parse(turn, wantedWords.replace(changes.article, ''));
  const [itemRequest] = wanted.itemRequests;
  const change = optionChange(wanted.quantity ?? itemRequest?.quantity ?? null, [
    ...wanted.optionRequests,
    ...(itemRequest?.optionRequests ?? []),
  ]);
  const ofLast = changes.onlyThat.test(target);
  const onDish = optionRequestsIn(turn, wantedWords.replace(changes.article, ''), false);
  const swapped = yield* swapOptions(
    turn,
    draft,
    target,
    itemRequest ? optionChange(null, onDish) : change,
    itemRequest === undefined || !changes.article.test(wantedWords),
  );
  if (swapped === 'done' || (yield* swapOn(turn, draft, target, wantedWords))) return 'done';
  if (!itemRequest) {
    return (yield* amendNamed(turn, draft, target, change)) ? 'done' : 'failed';
  }
  const named = parse(turn, target).itemRequests[0]?.itemIds ?? [];
  if (ofLast || (draft && named.includes(draft.itemId)))
    return outcome(yield* instead(turn, draft, itemRequest, change, wantedWords));
  if (draft || itemRequest.itemIds.length !== 1) return 'failed';
  // "A margherita with pineapple instead of basil" is an order.
  const { menu, words } = turn.context;
  const comes = menu.item(itemRequest.itemIds[0] ?? '');
  const ofDish =
    comes !== undefined &&
    (words.optionsCalled(comes, target, true).length > 0 || contains(words, comes, target));
  if (ofDish && itemRequest.optionRequests.length > 0) return 'none';
  const order = yield* turn.order();
  if (order.lines.length === 0) {
    turn.set({ pending: wanted.itemRequests });
    return 'done';
  }
  const [line, ...others] = linesCalled(turn, order, target);
  // "A caesar salad with ranch instead of the caesar dressing" is an order too.
  const isChoice = comes !== undefined && words.optionsCalled(comes, target, false).length > 0;
  if (!line && isChoice && itemRequest.optionRequests.length > 0) return 'none';
  if (!line || others.length > 0) return 'failed';
  if (line.itemId === itemRequest.itemIds[0]) yield* changeLine(turn, line, change);
  else yield* swapLine(turn, line, itemRequest);
  return 'done';
}

/**
 * "Swap the olives for mushrooms", on the dish spoken of last.
 *
 * @param comesWith whether what goes may be what the dish comes with: the ham of a Hawaiian.
 */
function* swapOptions(
  turn: Turn,
  draft: Draft | null,
  gone: string,
  { quantity, optionRequests }: Change,
  comesWith: boolean,
): Flow<AmendResult> {
  const off = optionRequestsIn(turn, gone, true);
  const dish = draft ?? lastLine(turn, yield* turn.order());
  const item = turn.context.menu.item(dish?.itemId ?? '');
  const has =
    item !== undefined &&
    off.some(
      ({ words }) =>
        (comesWith && contains(turn.context.words, item, words)) ||
        turn.context.words
          .optionsCalled(item, words, false)
          .some(({ option }) => dish?.optionIds.includes(option.id)),
    );
  if (!has || !dish || optionRequests.length === 0) return 'failed';
  // What goes makes room for what comes.
  const left = { ...dish, ...applyOptionRequests(turn.context.words, item, off, dish) };
  if (!fits(turn, left, optionChange(quantity, optionRequests))) return 'failed';
  return outcome(
    yield* amendLast(turn, draft, optionChange(quantity, [...off, ...optionRequests])),
  );
}

/** "Instead of ranch give me italian on the salad": another option on the line that is named. */
function* swapOn(turn: Turn, draft: Draft | null, gone: string, wanted: string): Flow<boolean> {
  const [comes = '', on, ...more] = wanted.split(turn.vocabulary.changes.on);
  if (draft || on === undefined || more.length > 0) return false;
  const { words, menu } = turn.context;
  const called = linesCalled(turn, yield* turn.order(), on);
  const lines = called.filter(({ itemId, optionIds }) => {
    const item = menu.item(itemId);
    const options = item ? words.optionsCalled(item, gone, false) : [];
    return options.some(({ option }) => optionIds.includes(option.id));
  });
  const [line, ...others] = lines;
  const change = optionChange(null, optionRequestsIn(turn, comes, false));
  if (!line || others.length > 0 || !fits(turn, line, change)) return false;
  const off = optionRequestsIn(turn, gone, true);
  yield* changeLine(turn, line, optionChange(null, [...off, ...change.optionRequests]));
  return true;
}

/** "I said pepperoni, not peppers". */
export function* correct(
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
  const order = yield* turn.order();
  const [denied] = parse(turn, notMeant).itemRequests;
  const { itemRequests: wanted } = parse(turn, meant);
  const isDish = [denied, ...wanted].every((one) => one?.itemIds.length === 1 && !one.unsure);
  const isHere = linesCalled(turn, order, notMeant).length > 0;
  if (!draft && isDish && wanted.length > 0 && !isHere) {
    // What is denied was never taken.
    const news = wanted.filter(({ itemIds }) => !order.lines.some((o) => o.itemId === itemIds[0]));
    turn.set({ pending: [...turn.state.pending, ...news] });
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
