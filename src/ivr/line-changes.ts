import type { Flow, LineChange } from './ivr-state.js';
import type { ItemRequest, OptionRequest } from '../understanding/item-request.js';
import { applyOptionRequests, requestsLike } from '../understanding/option-requests.js';
import { homeStep } from './ordering.js';
import { orderOf, textOf, type OrderedLine, type CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';
import { tellUnmet } from './unmet.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';

/** A change of nothing but options or number. */
export function optionChange(
  quantity: number | null,
  optionRequests: readonly OptionRequest[] = [],
): Extract<LineChange, { readonly kind: 'change' }> {
  return { kind: 'change', quantity, optionRequests };
}

/** The line that was spoken of last. */
export function lastLine(turn: Turn, { lines }: CurrentOrder): OrderedLine | null {
  return lines.find(({ lineId }) => lineId === turn.state.lastLineId) ?? lines.at(-1) ?? null;
}

/** Lines that the caller may mean by these words. */
export function linesCalled(
  turn: Turn,
  order: CurrentOrder,
  words: string,
): readonly OrderedLine[] {
  const { menu, search, words: menuWords } = turn.context;
  const counted = nthLine(turn, order, words);
  if (counted) return [counted];
  if (turn.vocabulary.changes.otherLine.test(words) && order.lines.length === 2) {
    const last = lastLine(turn, order);
    return order.lines.filter((line) => line !== last);
  }
  const parsed = parseItemRequests(words, menuWords, search);
  const [itemRequest] = parsed.itemRequests;
  const tokens = menuWords
    .tokens(words)
    .filter((token) => !menuWords.vocabulary.food.determiners.has(token));
  const has = (line: OrderedLine, wanted: readonly OptionRequest[]) => {
    const item = menu.item(line.itemId);
    if (!item) return false;
    const { optionIds, unmet, full } = applyOptionRequests(menuWords, item, wanted, line);
    return unmet.length + full.length === 0 && optionIds.every((id) => line.optionIds.includes(id));
  };
  // "The large one"; "the olives" are no dish.
  const sizes = parsed.optionRequests.filter(({ words: called }) =>
    menu.items.some((item) =>
      menuWords.optionsCalled(item, called, false).some(({ group }) => group.min > 0),
    ),
  );
  if (!itemRequest && sizes.length > 0 && sizes.length === parsed.optionRequests.length)
    return order.lines.filter((line) => has(line, parsed.optionRequests));
  const named = order.lines.filter((line) => {
    const item = menu.item(line.itemId);
    if (itemRequest && !itemRequest.unsure && itemRequest.itemIds.includes(line.itemId))
      return true;
    if (!item) return menuWords.tokens(line.name).join(' ') === tokens.join(' ');
    if (itemRequest?.categoryId === item.category.id && itemRequest.itemIds.length === 0)
      return true;
    return tokens.length > 0 && menuWords.coverage(item, tokens).alike === tokens.length;
  });
  const optionRequests = itemRequest?.optionRequests ?? [];
  const exact = named.filter((line) => has(line, optionRequests));
  return optionRequests.length > 0 && exact.length > 0 ? exact : named;
}

/** "The second one", in the order in which the lines were ordered; null when no line is counted so. */
export function nthLine(turn: Turn, { lines }: CurrentOrder, words: string): OrderedLine | null {
  const { changes, numbers } = turn.vocabulary;
  const counted = changes.ordinalLine.exec(words)?.[1];
  const index = numbers.ordinals.indexOf(counted?.replace(/o$/, 'a') ?? '');
  const place = index < 0 ? numbers.ordinals.indexOf(counted ?? '') : index;
  return place < 0 ? null : (lines[place] ?? null);
}

/** Takes another dish in the place of a line, with what was asked for on it. */
export function* swapLine(turn: Turn, line: OrderedLine, itemRequest: ItemRequest): Flow {
  const result = yield* turn.run('remove_item', { lineId: line.lineId });
  if (!result.ok) return turn.tellFault(result);
  turn.say('removed', { item: line.name });
  turn.set({ lastLineId: orderOf(result).lines.at(-1)?.lineId ?? null });
  const instead = likeDish(turn, line, itemRequest);
  turn.set({ pending: [instead, ...turn.state.pending] });
}

/** A request for a dish, with the number and the wishes of another one that it does not name itself. */
export function likeDish(
  turn: Turn,
  dish: {
    readonly itemId: string;
    readonly quantity: number | null;
    readonly optionIds: readonly string[];
    readonly note: string;
  },
  itemRequest: ItemRequest,
): ItemRequest {
  const { menu, words } = turn.context;
  const item = menu.item(itemRequest.itemIds[0] ?? '');
  const like = item ? requestsLike(words, dish, item, menu.item(dish.itemId)) : [];
  return {
    ...itemRequest,
    quantity: itemRequest.quantity ?? dish.quantity,
    optionRequests: [...like, ...itemRequest.optionRequests],
  };
}

/** Gives some of a line's dishes other wishes than the rest of them. */
export function* splitLine(
  turn: Turn,
  line: OrderedLine,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): Flow {
  yield* sendChange(turn, line.lineId, { quantity: line.quantity - quantity });
  const request = {
    itemIds: [line.itemId],
    unsure: false,
    categoryId: null,
    quantity,
    optionRequests,
    words: line.name,
  };
  turn.set({ pending: [likeDish(turn, line, request), ...turn.state.pending] });
}

/** Changes the one line that fits, or asks which. */
export function* changeLines(
  turn: Turn,
  lines: readonly OrderedLine[],
  wanted: LineChange,
  words: string,
): Flow {
  // Of lines that are alike one is as good as the other.
  const kinds = lines.filter((one, at) => lines.findIndex((other) => isAlike(one, other)) === at);
  const [line, ...others] = kinds;
  if (!line) {
    turn.say('notInOrder', { words });
  } else if (others.length > 0) {
    const lineIds = kinds.slice(0, 8).map(({ lineId }) => lineId);
    turn.goTo({ kind: 'which-line', lineIds, change: wanted });
  } else {
    yield* changeLine(turn, line, wanted);
  }
}

function isAlike(one: OrderedLine, other: OrderedLine): boolean {
  const of = ({ itemId, optionIds, note }: OrderedLine) =>
    [itemId, ...optionIds.toSorted(), note].join();
  return one.quantity === other.quantity && of(one) === of(other);
}

/** Changes or removes a line and says what came of it. */
export function* changeLine(turn: Turn, line: OrderedLine, wanted: LineChange): Flow {
  if (wanted.kind === 'remove') return yield* removeLine(turn, line);
  const item = turn.context.menu.item(line.itemId);
  const portion = item ? portionOf(turn, item, wanted.quantity) : null;
  const wishes = portion ? [...wanted.optionRequests, portion] : wanted.optionRequests;
  const applied = item && applyOptionRequests(turn.context.words, item, wishes, line);
  if (item && applied) tellUnmet(turn, item, applied);
  else if (wishes.length > 0)
    turn.say('notPossible', {
      words: wishes.map(({ words }) => words).join(', '),
      item: line.name,
    });
  const { optionIds, note } = applied ?? line;
  const changes = {
    ...(wanted.quantity !== null && { quantity: portion ? 1 : wanted.quantity }),
    ...(optionIds.join() !== line.optionIds.join() && { options: optionIds }),
    ...(note !== line.note && { note }),
  };
  turn.set({ lastLineId: line.lineId });
  if (Object.keys(changes).length > 0) yield* sendChange(turn, line.lineId, changes);
  turn.goTo(homeStep(turn));
}

/** "Make it twenty", of a dish that comes in nines and twenties; null for a number of portions. */
function portionOf(
  { context: { words } }: Turn,
  { groups }: CatalogueItem,
  quantity: number | null,
): OptionRequest | null {
  const counts = groups
    .filter(({ min, max }) => min === 1 && max === 1)
    .flatMap(({ options }) => options.map((option) => words.countOf(option)));
  const least = Math.min(...counts.map((count) => count ?? Infinity));
  if (quantity === null || quantity <= 2 || quantity < least || !counts.includes(quantity))
    return null;
  return { words: String(quantity), minus: false };
}

/** Sends one change and says how the line is then. */
export function* sendChange(
  turn: Turn,
  lineId: string,
  changes: Readonly<Record<string, unknown>>,
): Flow {
  const result = yield* turn.run('change_item', { lineId, ...changes });
  if (!result.ok) return turn.tellFault(result);
  const order = yield* turn.order();
  const line = order.lines.find((candidate) => candidate.lineId === lineId);
  if (!line) return;
  turn.set({ aboutItemId: line.itemId });
  turn.say('changed', { line: turn.lineInWords(line) });
  turn.tell(textOf(result['warning']) ?? '');
}

function* removeLine(turn: Turn, { lineId, name }: OrderedLine): Flow {
  const result = yield* turn.run('remove_item', { lineId });
  if (result.ok) {
    turn.say('removed', { item: name });
    turn.set({ lastLineId: orderOf(result).lines.at(-1)?.lineId ?? null });
  } else {
    turn.tellFault(result);
  }
  turn.goTo(homeStep(turn));
}
