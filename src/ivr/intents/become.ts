import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import {
  changeLine,
  changeLines,
  likeDish,
  linesWith,
  optionChange,
  splitLine,
  swapLine,
} from '../line-changes.js';
import type { Draft, Flow, IvrStep } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { fits, parse } from './amend-dishes.js';
import { DISH, dishesIn, inWords, type Outline } from './outline.js';

/**
 * What a line of the order shall become: "make the coke a sprite", "upgrade the margherita to a
 * large", "change one of them to a hawaiian", "change the crust to thin". False: nothing of the
 * kind was said.
 */
export function* become(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const { step } = turn.state;
  if (draft) {
    const ofOther = outline.mentions.some(({ ofDraft, lines }) => !ofDraft && lines.length > 0);
    if (!ofOther) return someOfDraft(turn, outline, draft);
    const done = yield* become(turn, outline, null);
    // The dish half chosen is asked about again.
    if (done) turn.goTo(step);
    return done;
  }
  const { becomes, someBecome } = turn.vocabulary.corrections;
  const { text, mentions, last } = outline;
  for (const pattern of becomes) {
    const [whole, count, wanted] = pattern.exec(text) ?? [];
    const [mention] = mentions;
    if (whole === undefined || wanted === undefined || !mention) continue;
    if (dishesIn(text) - dishesIn(wanted) !== 1) continue;
    const into = inWords(outline, wanted, 1);
    if (yield* turnInto(turn, mention.lines, count, into, mention.words)) return true;
  }
  for (const pattern of someBecome) {
    const [whole, count, wanted] = pattern.exec(text) ?? [];
    if (whole === undefined || wanted === undefined || !last) continue;
    if (Number(count) > last.quantity) {
      if (yield* divideAnew(turn, outline, last, Number(count), inWords(outline, wanted, 0)))
        return true;
      continue;
    }
    if (yield* turnInto(turn, [last], count, inWords(outline, wanted, 0), last.name)) return true;
  }
  return yield* choose(turn, outline);
}

/** "Make two of those diet", while the cokes lack their size: so many of them are another dish. */
function someOfDraft(turn: Turn, outline: Outline, draft: Draft): boolean {
  const { step } = turn.state;
  const [, count, wanted] =
    turn.vocabulary.corrections.someBecome
      .map((pattern) => pattern.exec(outline.text))
      .find((match) => match?.[1] !== undefined) ?? [];
  const several = Number(count ?? 0);
  const left = (draft.quantity ?? 1) - several;
  const [other, ...more] = parse(turn, inWords(outline, wanted ?? '', 0)).itemRequests;
  const isOther = other?.itemIds.length === 1 && !other.unsure && more.length === 0;
  if (several === 0 || left < 1 || !isOther || other.itemIds.includes(draft.itemId)) return false;
  const instead = likeDish(turn, draft, { ...other, quantity: several });
  turn.set({ pending: [instead, ...turn.state.pending] });
  turn.say('wishNoted', { words: `${turn.spoken.number(several, 'dishes')} ${other.words}` });
  if ('draft' in step) turn.goTo({ ...step, draft: { ...draft, quantity: left } } as IvrStep);
  return true;
}

/** "No, two of them cans", of two bottles and a can: two lines of a dish are divided in another way. */
function* divideAnew(
  turn: Turn,
  { lines }: Outline,
  { itemId }: OrderedLine,
  count: number,
  into: string,
): Flow<boolean> {
  const alike = lines.filter((one) => one.itemId === itemId);
  const { itemRequests, optionRequests } = parse(turn, into);
  const [some, ...more] = linesWith(turn, alike, optionRequests);
  const rest = alike.find((one) => one !== some);
  const left = alike.reduce((sum, { quantity }) => sum + quantity, -count);
  if (itemRequests.length > 0 || optionRequests.length === 0) return false;
  if (!some || !rest || more.length > 0 || alike.length > 2 || left < 1) return false;
  yield* changeLine(turn, rest, optionChange(left));
  yield* changeLine(turn, some, optionChange(count));
  return true;
}

/** So many of the line that fits, or all of it, become something else. */
function* turnInto(
  turn: Turn,
  lines: readonly OrderedLine[],
  count: string | undefined,
  into: string,
  words: string,
): Flow<boolean> {
  const [line, ...others] = lines;
  if (!line) return false;
  const { itemRequests, optionRequests, quantity } = parse(turn, into);
  const item = turn.context.menu.item(line.itemId);
  const [request, ...more] = itemRequests;
  if (more.length > 0 || quantity !== null) return false;
  const variant = item ? variantCalled(turn, item, into, words) : null;
  const other = variant ?? (request?.itemIds.length === 1 && !request.unsure ? request : null);
  const several = count === undefined ? line.quantity : Number(count);
  if (other && !other.itemIds.includes(line.itemId)) {
    if (others.length > 0) return false;
    yield* swapSome(turn, line, several, other);
    return true;
  }
  const wishes = [...optionRequests, ...(request?.optionRequests ?? [])];
  const named = request === undefined || request.itemIds.includes(line.itemId);
  const change = optionChange(null, wishes);
  const fitting = lines.filter((one) => wishes.length > 0 && named && fits(turn, one, change));
  const [only] = fitting;
  if (!only) return false;
  if (fitting.length > 1) yield* changeLines(turn, fitting, change, words);
  else if (several < only.quantity) yield* splitLine(turn, only, several, wishes);
  else yield* changeLine(turn, only, change);
  return true;
}

/** So many of a line, or all of it, become another dish. */
function* swapSome(turn: Turn, line: OrderedLine, several: number, other: ItemRequest): Flow {
  if (several >= line.quantity) return yield* swapLine(turn, line, other);
  yield* changeLine(turn, line, optionChange(line.quantity - several));
  const instead = likeDish(turn, line, { ...other, quantity: several });
  turn.set({ pending: [instead, ...turn.state.pending] });
}

/** "Make the coke diet": the other dish of that kind whose name has both. */
function variantCalled(
  { context: { menu, words } }: Turn,
  item: CatalogueItem,
  into: string,
  called: string,
): ItemRequest | null {
  const tokens = words.tokens(into).filter((token) => !words.vocabulary.food.fillers.has(token));
  const name = words.tokens(called);
  if (tokens.length === 0 || words.optionsCalled(item, into, false).length > 0) return null;
  const found = menu.items.filter(
    (one) =>
      one !== item &&
      one.category.id === item.category.id &&
      words.coverage(one, [...tokens, ...name]).exact === tokens.length + name.length,
  );
  const [only, ...others] = found;
  if (!only || others.length > 0) return null;
  const request = { unsure: false, categoryId: null, quantity: null, optionRequests: [] };
  return { ...request, itemIds: [only.id], words: only.name };
}

/** "Change the crust to thin", on the last dish that has a choice of that name. */
function* choose(turn: Turn, { text, mentions, lines, last }: Outline): Flow<boolean> {
  const [, name, wanted] = turn.vocabulary.corrections.choice.exec(text) ?? [];
  if (name === undefined || wanted === undefined || text.includes(DISH)) return false;
  if (mentions.length > 0) return false;
  const inOrder = last ? [last, ...lines.filter((line) => line !== last).toReversed()] : [];
  for (const line of inOrder) {
    const wish = choiceCalled(turn, line, name, wanted);
    if (wish === null) continue;
    yield* changeLine(turn, line, optionChange(null, [wish]));
    return true;
  }
  return false;
}

function choiceCalled(
  { context: { menu, words } }: Turn,
  { itemId }: OrderedLine,
  name: string,
  wanted: string,
): OptionRequest | null {
  const item = menu.item(itemId);
  const [token] = words.tokens(name);
  if (!item || token === undefined) return null;
  for (const called of [wanted, `${wanted} ${name}`]) {
    const found = words
      .optionsCalled(item, called, false)
      .some(({ group }) => words.named(group.name).includes(token));
    if (found) return { words: words.tokens(called).join(' '), minus: false };
  }
  return null;
}
