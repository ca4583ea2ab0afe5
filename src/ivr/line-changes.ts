import type { Flow, LineChange } from './ivr-state.js';
import type { ItemRequest, OptionRequest } from '../understanding/item-request.js';
import { applyOptionRequests, requestsLike } from '../understanding/option-requests.js';
import { homeStep } from './ordering.js';
import { portionsOf } from './portions.js';
import { isAlike, orderOf, textOf, type OrderedLine, type CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';
import { tellUnmet } from './unmet.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';

/** Most dishes that can be put back on the order. */
const MAX_GONE = 4;

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
  // "The large one"; "the olives" are no dish.
  const sizes = parsed.optionRequests.filter(({ words: called }) =>
    menu.items.some((item) =>
      menuWords.optionsCalled(item, called, false).some(({ group }) => group.min > 0),
    ),
  );
  if (!itemRequest && sizes.length > 0 && sizes.length === parsed.optionRequests.length)
    return linesWith(turn, order.lines, parsed.optionRequests);
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
  const exact = linesWith(turn, named, optionRequests);
  return optionRequests.length > 0 && exact.length > 0 ? exact : named;
}

/** Those of the lines that have all of this already. */
export function linesWith(
  { context: { menu, words } }: Turn,
  lines: readonly OrderedLine[],
  wanted: readonly OptionRequest[],
): readonly OrderedLine[] {
  return lines.filter((line) => {
    const item = menu.item(line.itemId);
    if (!item) return false;
    return wanted.every((one) => {
      const { optionIds, note, unmet, full } = applyOptionRequests(words, item, [one], line);
      const same = optionIds.length === line.optionIds.length && note === line.note;
      const has = same && optionIds.every((id) => line.optionIds.includes(id));
      // What a dish does not have anyhow need not be left out.
      return has && (unmet.length + full.length === 0 || one.minus);
    });
  });
}

/** "The second one", in the order in which the lines were ordered; null when no line is counted so. */
export function nthLine(turn: Turn, order: CurrentOrder, words: string): OrderedLine | null {
  const { lines } = order;
  const { changes, numbers } = turn.vocabulary;
  if (turn.vocabulary.recounts.last.test(words)) return lastLine(turn, order);
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
  const kinds = lines.filter(
    (one, at) =>
      lines.findIndex((other) => one.quantity === other.quantity && isAlike(one, other)) === at,
  );
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

/** Changes or removes a line and says what came of it. */
export function* changeLine(turn: Turn, line: OrderedLine, wanted: LineChange): Flow {
  if (wanted.kind === 'remove') return yield* removeLine(turn, line);
  const item = turn.context.menu.item(line.itemId);
  // One or two are portions, even of a dish that comes in ones and twos.
  const few = (wanted.quantity ?? 1) <= 2;
  const portions =
    item && !few ? portionsOf(turn.context.words, item, wanted.quantity ?? 1) : 'portions';
  if (portions === 'none') {
    const words = turn.spoken.number(wanted.quantity ?? 1, 'dishes');
    turn.say('notPossible', { words, item: line.name });
    return turn.goTo(homeStep(turn));
  }
  const portion = portions === 'portions' ? undefined : portions;
  const wishes = portion
    ? [...wanted.optionRequests, { words: String(portion.count), minus: false }]
    : wanted.optionRequests;
  const applied = item && applyOptionRequests(turn.context.words, item, wishes, line);
  if (item && applied) tellUnmet(turn, item, applied);
  else if (wishes.length > 0)
    turn.say('notPossible', {
      words: wishes.map(({ words }) => words).join(', '),
      item: line.name,
    });
  const { optionIds, note } = applied ?? line;
  const changes = {
    ...(wanted.quantity !== null && { quantity: portion?.quantity ?? wanted.quantity }),
    ...(optionIds.join() !== line.optionIds.join() && { options: optionIds }),
    ...(note !== line.note && { note }),
  };
  turn.set({ lastLineId: line.lineId });
  if (Object.keys(changes).length > 0) {
    yield* sendChange(turn, line.lineId, changes);
    const { lineId, quantity, optionIds: had, note: noted } = line;
    turn.set({ before: { lineId, quantity, optionIds: had, note: noted }, gone: undefined });
  }
  turn.goTo(homeStep(turn));
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
  turn.set({ aboutItemId: line.itemId, removedLast: false });
  turn.say('changed', { line: turn.lineInWords(line) });
  turn.tell(textOf(result['warning']) ?? '');
}

function* removeLine(turn: Turn, line: OrderedLine): Flow {
  const { lineId, name } = line;
  const result = yield* turn.run('remove_item', { lineId });
  if (result.ok) {
    const gone = turn.hasSaid('removed') ? (turn.state.gone ?? []) : [];
    const request = { itemIds: [line.itemId], unsure: false, categoryId: null, words: name };
    const again = likeDish(turn, line, { ...request, quantity: line.quantity, optionRequests: [] });
    turn.set({ gone: [...gone, again].slice(-MAX_GONE), before: undefined });
    turn.say('removed', { item: name });
    const lastLineId = orderOf(result).lines.at(-1)?.lineId ?? null;
    turn.set({ lastLineId, removedLast: true });
    if (lastLineId === null) turn.set({ readBackFor: undefined });
  } else {
    turn.tellFault(result);
  }
  turn.goTo(homeStep(turn));
}
