import type { Draft, Flow } from '../ivr-state.js';
import { changeLine, lastLine, likeDish, linesCalled, optionChange } from '../line-changes.js';
import { portionSizes, portionsOf } from '../portions.js';
import { takeRequests } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { plain } from '../../understanding/words.js';
import { amendDraft, amendNamed, parse } from './amend-dishes.js';
import { DISH, inWords, type Mention, type Outline } from './outline.js';
import { namesNothingElse } from './take-back.js';

/** A number right before a dish. */
const COUNTED = /(\d+)(?: (?:of|the|those|de|las|los))* @/g;

/**
 * Dishes and their numbers said once more: "no, just one tiramisu and two cannoli". Those on the
 * order get these numbers, others are ordered. False: nothing of the kind was said.
 */
export function* restate(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const { text, mentions, lines: ordered } = outline;
  const counts = [...text.matchAll(COUNTED)].map(([, count]) => Number(count));
  if (
    mentions.length < 2 ||
    counts.length !== mentions.length ||
    !namesNothingElse(turn, dropped(turn, text))
  )
    return false;
  const digits = text.match(/\d+/g) ?? [];
  if (digits.length !== counts.length || !turn.vocabulary.recounts.resets.test(text)) return false;
  const isKnown = mentions.some(
    ({ lines, ofDraft, waiting }) => lines.length > 0 || ofDraft || waiting.length > 0,
  );
  if (!isKnown) return false;
  const news: ItemRequest[] = [];
  let told = 0;
  for (const [index, mention] of mentions.entries()) {
    const quantity = counts[index] ?? 1;
    const { lines, waiting, asNamed, ofDraft } = mention;
    const [line, ...others] = lines;
    const [request] = parse(turn, inWords(outline, DISH, index)).itemRequests;
    const wishes = request?.optionRequests ?? [];
    if (ofDraft && draft) yield* amendDraft(turn, draft, optionChange(quantity, wishes));
    else if (waiting.length > 0) recountWaiting(turn, mention, quantity);
    else if (line && others.length === 0) {
      if (line.quantity === quantity && asNamed) continue;
      yield* changeLine(turn, line, optionChange(quantity, asNamed ? [] : wishes));
    } else if (!line && request) news.push({ ...request, quantity });
    else continue;
    told++;
  }
  turn.set({ pending: [...turn.state.pending, ...news] });
  if (told === 0) turn.say('soFar', { order: turn.orderInWords({ ...(yield* turn.order()) }) });
  return ordered.length > 0 || draft !== null;
}

/** "No, two lasagnas", where there are not two: so many there are to be. */
export function* noCount(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const { text, mentions } = outline;
  const count = Number(turn.vocabulary.recounts.noCount.exec(text)?.[1] ?? 0);
  const [mention, ...more] = mentions;
  if (count === 0 || !mention || more.length > 0) return false;
  if (draft && mention.ofDraft) return yield* amendDraft(turn, draft, optionChange(count));
  const [line, ...others] = mention.lines;
  if (draft || !line || others.length > 0 || !mention.asNamed || line.quantity === count)
    return false;
  yield* changeLine(turn, line, optionChange(count));
  return true;
}

/** "Both should be medium". */
export function* ofAll(turn: Turn, text: string, draft: Draft | null): Flow<boolean> {
  const wish = turn.vocabulary.recounts.ofAll.exec(text)?.[1];
  if (draft || wish === undefined) return false;
  const { itemRequests, optionRequests } = parse(turn, wish);
  if (itemRequests.length > 0 || optionRequests.length === 0) return false;
  const [each = ''] = turn.vocabulary.changes.eachOf.exec(eachIn(turn, text)) ?? [];
  return each !== '' && (yield* amendNamed(turn, null, each, optionChange(null, optionRequests)));
}

/** The word of a text that says "both" or "all". */
function eachIn({ vocabulary }: Turn, text: string): string {
  const words = text.split(' ');
  const places = words.map((_, at) => [words[at] ?? '', words.slice(at, at + 2).join(' ')]);
  return places.flat().find((said) => vocabulary.changes.eachOf.test(said)) ?? '';
}

/** Without the joints between dishes. */
function dropped({ vocabulary: { food } }: Turn, text: string): string {
  const isJoint = (word: string): boolean => food.joints.has(word) || food.plus.has(word);
  return text
    .split(' ')
    .filter((word) => !isJoint(word))
    .join(' ');
}

function recountWaiting(turn: Turn, { waiting, itemIds }: Mention, quantity: number): void {
  const name = turn.context.menu.item(itemIds[0] ?? '')?.name ?? '';
  turn.say('wishNoted', { words: `${turn.spoken.number(quantity, 'dishes')} ${name}` });
  const { pending } = turn.state;
  turn.set({
    pending: pending.map((one, at) => (waiting.includes(at) ? { ...one, quantity } : one)),
  });
}

/**
 * "And half a dozen more but buffalo": dishes like the last one, in another way, are a line of
 * their own. False: nothing of the kind was said.
 */
export function* moreBut(turn: Turn, text: string, draft: Draft | null): Flow<boolean> {
  const groups = turn.vocabulary.recounts.moreBut.exec(text)?.slice(1) ?? [];
  const [number, wish] = groups.filter((group) => group !== undefined);
  if (draft || number === undefined || wish === undefined) return false;
  const { words, menu } = turn.context;
  const tokens = words.tokens(number);
  const [count, ...rest] = tokens.filter((token) => /^\d+$/.test(token)).map(Number);
  const quantity = count ?? (turn.vocabulary.numbers.single.includes(number) ? 1 : null);
  if (quantity === null || rest.length > 0 || tokens.length > 2) return false;
  const line = lastLine(turn, yield* turn.order());
  const item = menu.item(line?.itemId ?? '');
  const isAlike = turn.vocabulary.recounts.alike.test(wish);
  const { itemRequests, optionRequests } = parse(turn, isAlike ? '' : wish);
  if (!line || !item || itemRequests.some(({ itemIds }) => !itemIds.includes(item.id)))
    return false;
  const wishes = [...optionRequests, ...itemRequests.flatMap((one) => one.optionRequests)];
  const known = wishes.filter(
    ({ words: called, minus, note }) => note ?? words.optionsCalled(item, called, minus).length > 0,
  );
  if (known.length === 0 && !isAlike) return false;
  const again = requestLike(turn, line, quantity, wishes);
  turn.set({ pending: [...turn.state.pending, again] });
  return true;
}

/** So many more of a line, in portions of their own where it is sold by the piece. */
export function requestLike(
  turn: Turn,
  line: OrderedLine,
  quantity: number,
  wishes: readonly OptionRequest[] = [],
): ItemRequest {
  const { menu, words } = turn.context;
  const item = menu.item(line.itemId);
  const pieces = item ? portionsOf(words, item, quantity) : 'portions';
  const request = { itemIds: [line.itemId], unsure: false, categoryId: null, words: line.name };
  const sizes = item ? portionSizes(words, item).map(({ option }) => option.id) : [];
  const like =
    pieces === 'portions'
      ? line
      : { ...line, optionIds: line.optionIds.filter((id) => !sizes.includes(id)) };
  return likeDish(turn, like, { ...request, quantity, optionRequests: wishes });
}

/** "Take off the extra ones": how many there are to be of the last dish is asked. */
export function* tooMany(turn: Turn, text: string, draft: Draft | null): Flow<boolean> {
  if (draft || !turn.vocabulary.recounts.tooMany.test(text)) return false;
  const order = yield* turn.order();
  const named = order.lines.find(
    ({ name, quantity }) => quantity > 1 && linesCalled(turn, order, name).length === 1,
  );
  const last = lastLine(turn, order);
  const line = last && last.quantity > 1 ? last : (named ?? last);
  if (!line) return false;
  if (line.quantity > 1) turn.goTo({ kind: 'line-quantity', lineId: line.lineId });
  else turn.goTo({ kind: 'order', page: 0 });
  return true;
}

/** "No, I said panna cotta", after something that was not found: an order, and no denial. */
export function* afterMiss(turn: Turn, raw: string, draft: Draft | null): Flow<boolean> {
  const { misses, unfound } = turn.state;
  if (draft || (misses === 0 && unfound !== true)) return false;
  const said = plain(raw);
  const meant = said.replace(turn.vocabulary.recounts.beforeMeant, '');
  if (meant === said || meant === '') return false;
  const { itemRequests, optionRequests } = parse(turn, meant);
  const { lines } = yield* turn.order();
  const isNew = itemRequests.every(
    ({ itemIds, unsure }) =>
      itemIds.length > 0 && !unsure && !lines.some(({ itemId }) => itemIds.includes(itemId)),
  );
  if (itemRequests.length === 0 || optionRequests.length > 0 || !isNew) return false;
  yield* takeRequests(turn, itemRequests);
  return true;
}
