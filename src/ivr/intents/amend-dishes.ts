import { truncate } from '../../common/truncate.js';
import {
  changeLine,
  changeLines,
  lastLine,
  likeDish,
  linesCalled,
  optionChange,
  splitLine,
} from '../line-changes.js';
import type { Draft, Flow, IvrStep, LineChange } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { completeDish, countedAsOption } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import { portionSizes, portionsOf } from '../portions.js';
import { tellUnmet } from '../unmet.js';
import type { Turn } from '../turn.js';
import { parseItemRequests, type ItemRequests } from '../../understanding/item-request-parser.js';
import { applyOptionRequests } from '../../understanding/option-requests.js';
import { spokenChoice } from '../../understanding/words.js';

/** Longest words of one wish, in characters. */
const MAX_WORDS_LENGTH = 60;

/** A change of options or number. */
export type Change = Extract<LineChange, { readonly kind: 'change' }>;

/** `failed`: the utterance is a change of something that is not in the order. `none`: it is no change. */
export type AmendResult = 'done' | 'failed' | 'none';

/** What came of a change that was asked for. */
export function outcome(done: boolean): AmendResult {
  return done ? 'done' : 'failed';
}

/** Applies options or a number to the dish spoken of last. False: that dish does not have them. */
export function* amendLast(turn: Turn, draft: Draft | null, wanted: LineChange): Flow<boolean> {
  if (wanted.kind === 'remove') return false;
  if (draft) return yield* amendDraft(turn, draft, wanted);
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  const elsewhere = last ? lineThatHas(turn, order.lines, last, wanted) : null;
  if (last && fits(turn, last, wanted)) {
    yield* changeLine(turn, elsewhere ?? last, wanted);
    return true;
  }
  // "Thin crust", after a pizza and a coke: the dish that it can be said of.
  const lines = wanted.quantity === null ? order.lines : [];
  const fitting = lines.filter((line) => fitsAll(turn, line, wanted));
  if (fitting.length === 0) return false;
  yield* changeLines(turn, fitting, wanted, '');
  return true;
}

/** "Blue cheese on the side", after wings and a pizza: the one line that can have it, when the last cannot. */
function lineThatHas(
  turn: Turn,
  lines: readonly OrderedLine[],
  last: OrderedLine,
  { quantity, optionRequests }: Change,
): OrderedLine | null {
  const things = optionChange(
    null,
    optionRequests.filter(({ note }) => note !== true),
  );
  if (quantity !== null || things.optionRequests.length === 0 || fits(turn, last, things))
    return null;
  const [line, ...others] = lines.filter((one) => fitsAll(turn, one, things));
  return line && others.length === 0 ? line : null;
}

/** Whether all of the requests, at least one, can be met on a line. */
function fitsAll(turn: Turn, line: OrderedLine, { optionRequests }: Change): boolean {
  const alone = (one: OptionRequest) =>
    fits(turn, line, { kind: 'change', quantity: null, optionRequests: [one] });
  return (
    optionRequests.length > 0 && optionRequests.every((one) => one.note !== true && alone(one))
  );
}

/** A change of the dish that is called so. With a dish half chosen, it goes on with that one. */
export function* amendNamed(
  turn: Turn,
  draft: Draft | null,
  words: string,
  wanted: Change,
): Flow<boolean> {
  const { changes } = turn.context.words.vocabulary;
  if (changes.onlyThat.test(words)) return yield* amendLast(turn, draft, wanted);
  if (changes.eachOf.test(words)) return yield* amendEach(turn, draft, words, wanted);
  const [, some, name] = changes.someOf.exec(words) ?? [];
  const several = some === undefined ? null : spokenChoice(some, turn.vocabulary);
  if (several !== null) return yield* amendSome(turn, draft, several, name ?? null, wanted);
  if (draft && parse(turn, words).itemRequests[0]?.itemIds.includes(draft.itemId)) {
    return yield* amendDraft(turn, draft, wanted);
  }
  const called = linesCalled(turn, yield* turn.order(), words);
  const lines = called.filter((line) => fits(turn, line, wanted));
  const [only] = lines;
  if (only && lines.length === 1 && isOneOf(turn, words, only) && wanted.quantity === null) {
    yield* splitLine(turn, only, 1, wanted.optionRequests);
    return true;
  }
  if (lines.length === 0 || (draft && lines.length > 1)) return false;
  const { step } = turn.state;
  yield* changeLines(turn, lines, wanted, words);
  if (draft) turn.goTo(step);
  return true;
}

/** "The second margherita", of a line of two. */
function isOneOf({ vocabulary }: Turn, words: string, { quantity }: OrderedLine): boolean {
  const { ordinals } = vocabulary.numbers;
  const places = words.split(' ').map((word) => ordinals.indexOf(word.replace(/o$/, 'a')) + 1);
  return quantity > 1 && places.some((place) => place > 0 && place <= quantity);
}

/** "Extra cheese on both": on all dishes of the last line, or of the lines that were ordered last. */
function* amendEach(turn: Turn, draft: Draft | null, words: string, wanted: Change): Flow<boolean> {
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  if (draft || !last || last.quantity > 1) return yield* amendLast(turn, draft, wanted);
  const all = turn.vocabulary.changes.everyLine.test(words);
  const lines = order.lines.filter((line) => fits(turn, line, wanted)).slice(all ? 0 : -2);
  for (const line of lines) yield* changeLine(turn, line, wanted);
  return lines.length > 0;
}

/** "Mushrooms on one of them": so many of a line become a line of their own. */
function* amendSome(
  turn: Turn,
  draft: Draft | null,
  several: number,
  name: string | null,
  wanted: Change,
): Flow<boolean> {
  const { optionRequests } = wanted;
  if (draft) {
    if (!fits(turn, draft, wanted) || (draft.quantity ?? 1) <= several) return false;
    const some = { itemIds: [draft.itemId], unsure: false, categoryId: null, words: '' };
    const request = { ...some, quantity: several, optionRequests };
    turn.set({ pending: [likeDish(turn, draft, request), ...turn.state.pending] });
    turn.goTo({
      ...turn.state.step,
      draft: { ...draft, quantity: (draft.quantity ?? 1) - several },
    } as IvrStep);
    return true;
  }
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  const called = name === null ? (last ? [last] : []) : linesCalled(turn, order, name);
  const line = called.find(({ quantity }) => quantity > several);
  if (line && fits(turn, line, wanted)) {
    yield* splitLine(turn, line, several, optionRequests);
    return true;
  }
  const lines = (name === null ? order.lines : called).filter((one) => fits(turn, one, wanted));
  if (lines.length === 0) return false;
  yield* changeLines(turn, lines, wanted, name ?? '');
  return true;
}

/** A change of the dish half chosen. False: that dish does not have what was asked for. */
export function* amendDraft(turn: Turn, draft: Draft, wanted: Change): Flow<boolean> {
  const item = turn.context.menu.item(draft.itemId);
  if (!item || !fits(turn, draft, wanted)) return false;
  const applied = applyOptionRequests(turn.context.words, item, wanted.optionRequests, draft);
  tellUnmet(turn, item, applied);
  const { optionIds, note } = applied;
  const changed = { ...draft, optionIds, note, quantity: wanted.quantity ?? draft.quantity };
  // "I meant one dozen" says anew how many pieces there are to be.
  const { words } = turn.context;
  const pieces =
    (wanted.quantity ?? 1) > 2 && portionsOf(words, item, wanted.quantity ?? 1) !== 'portions';
  const sizes = pieces ? portionSizes(words, item).map(({ option }) => option.id) : [];
  const anew = { ...changed, optionIds: optionIds.filter((id) => !sizes.includes(id)) };
  yield* completeDish(turn, countedAsOption(turn, item, anew));
  const { step } = turn.state;
  // Another choice than the one that was asked for: it is told that it was heard.
  if (step.kind === 'option' && step.draft.itemId === draft.itemId) {
    const taken = optionIds.filter((id) => !draft.optionIds.includes(id));
    for (const id of taken)
      turn.say('extra', {
        option: turn.spoken.named(turn.context.menu.option(item, id)?.name ?? ''),
      });
  }
  return true;
}

/** Whether a number is given or at least one of the requests can be met on the dish. */
export function fits(
  turn: Turn,
  dish: {
    readonly itemId: string;
    readonly optionIds: readonly string[];
    readonly note: string;
  },
  { quantity, optionRequests }: Change,
): boolean {
  if (quantity !== null) return true;
  const item = turn.context.menu.item(dish.itemId);
  if (item === undefined) return false;
  const { unmet, absent } = applyOptionRequests(turn.context.words, item, optionRequests, dish);
  return unmet.length + absent.length < optionRequests.length;
}

/** "Without the pineapple", which the dish spoken of last does not have: how it is, is the answer. */
export function* lacksAnyway(turn: Turn, optionRequests: readonly OptionRequest[]): Flow<boolean> {
  const line = lastLine(turn, yield* turn.order());
  const item = turn.context.menu.item(line?.itemId ?? '');
  if (!line || !item || optionRequests.length === 0) return false;
  const { absent } = applyOptionRequests(turn.context.words, item, optionRequests, line);
  if (absent.length < optionRequests.length) return false;
  turn.say('changed', { line: turn.lineInWords(line) });
  return true;
}

/** "Onions and olives" as two requests. */
export function optionRequestsIn(
  turn: Turn,
  text: string,
  minus: boolean,
): readonly OptionRequest[] {
  const { and, articles } = turn.vocabulary.changes;
  return text
    .split(and)
    .map((one) => ({
      words: truncate(one.replace(articles, ''), MAX_WORDS_LENGTH),
      minus,
    }))
    .slice(0, 10);
}

/** What was said about food. */
export function parse(turn: Turn, text: string): ItemRequests {
  return parseItemRequests(text, turn.context.words, turn.context.search);
}
