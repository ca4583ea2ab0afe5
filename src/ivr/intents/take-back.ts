import { changeLine, changeLines, optionChange, swapLine } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import { dropDish } from '../ordering.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { isQuestion } from '../../understanding/commands.js';
import { maskWishes } from '../../understanding/wishes.js';
import { parse } from './amend-dishes.js';
import { dishesIn, inWords, type Mention, type Outline } from './outline.js';

/** A denial in an outline. */
interface Denial {
  /** Dishes that shall go. */
  readonly denied: readonly Mention[];
  /** How many of the dish are named. */
  readonly count: number | null;
  /** A verb says that they shall go, so `count` of them do. */
  readonly removes: boolean;
  /** How many of the dish there shall be. */
  readonly limit: number | null;
  /** All lines of the dish are meant. */
  readonly all: boolean;
  /** What comes instead. */
  readonly instead: readonly ItemRequest[];
  /** What was meant, which the menu does not have. */
  readonly unknown: string | null;
}

/**
 * "I didn't order a tiramisu", "no cannoli at all", "the lasagna, take those off": a dish that is
 * denied goes; one that is not on the order adds nothing. False: nothing of the kind was said.
 */
export function* takeBack(turn: Turn, outline: Outline, draft: Draft | null): Flow<boolean> {
  const denial = denialIn(turn, outline);
  if (denial === null) return false;
  const { denied, instead } = denial;
  const gone = denied.filter(
    ({ lines, ofDraft, waiting }) => lines.length > 0 || ofDraft || waiting.length > 0,
  );
  const [only, ...others] = gone;
  if (!only) {
    const isAnswer = turn.vocabulary.corrections.mayBeMeant.test(outline.text);
    if (outline.lines.length === 0 && instead.length === 0 && (draft || isAnswer)) return false;
    if (instead.length === 0 && mayBeMeant(turn, outline, denied)) return false;
    const words = denied.map((one) => one.words).join(', ');
    if (outline.lines.length === 0 && !draft && instead.length === 0) turn.say('orderEmpty');
    else if (instead.length === 0) turn.say('notInOrder', { words });
    turn.set({ pending: [...turn.state.pending, ...instead] });
    return true;
  }
  const [line, ...more] = only.lines;
  const [comes, ...rest] = instead;
  const swaps = others.length === 0 && line && more.length === 0 && comes && !draft;
  if (swaps && denial.limit === null && isLike(turn, line, comes)) {
    yield* swapLine(turn, line, comes);
    turn.set({ pending: [...turn.state.pending, ...rest] });
    return true;
  }
  for (const mention of gone) yield* takeOff(turn, mention, denial, draft);
  if (denial.unknown !== null) turn.say('notFound', { words: denial.unknown });
  turn.set({ pending: [...turn.state.pending, ...instead] });
  return true;
}

/** "No, diavola" after a hawaiian, and "scratch that, a diavola", name what was meant. */
function mayBeMeant(
  { context: { menu }, vocabulary }: Turn,
  { text, last }: Outline,
  [denied]: readonly Mention[],
): boolean {
  const kind = menu.item(last?.itemId ?? '')?.category.id;
  const isLike = denied?.itemIds.some((id) => menu.item(id)?.category.id === kind) ?? false;
  return isLike && vocabulary.corrections.mayBeMeant.test(text);
}

/** Another dish of the same kind comes in the place of a line, with its size and number. */
function isLike({ context: { menu } }: Turn, line: OrderedLine, { itemIds }: ItemRequest): boolean {
  const [id, ...others] = itemIds;
  return (
    others.length === 0 && menu.item(id ?? '')?.category.id === menu.item(line.itemId)?.category.id
  );
}

function* takeOff(turn: Turn, mention: Mention, denial: Denial, draft: Draft | null): Flow {
  const { waiting, lines, words } = mention;
  if (mention.ofDraft && draft) return yield* dropDish(turn, draft);
  if (waiting.length > 0) {
    const { pending } = turn.state;
    turn.set({ pending: pending.filter((_, index) => !waiting.includes(index)) });
    return turn.say('dropped', { item: words });
  }
  const { step } = turn.state;
  yield* takeLines(turn, lines, denial, words);
  if (draft) turn.goTo(step);
}

function* takeLines(
  turn: Turn,
  lines: readonly OrderedLine[],
  { count, removes, limit, all }: Denial,
  words: string,
): Flow {
  const [line, ...others] = lines;
  if (!line) return;
  const left = limit ?? (removes && count !== null ? line.quantity - count : 0);
  if (others.length === 0 && left > 0) return yield* changeLine(turn, line, optionChange(left));
  if (others.length === 0 && !removes && count !== null && count > 1 && count <= line.quantity) {
    // "I didn't order two": one of two; of more it is asked how many.
    if (count === 2) return yield* changeLine(turn, line, optionChange(1));
    return turn.goTo({ kind: 'line-quantity', lineId: line.lineId });
  }
  if (others.length === 0 || (all && count === null)) {
    for (const one of lines) yield* changeLine(turn, one, { kind: 'remove' });
    return;
  }
  yield* changeLines(turn, lines, { kind: 'remove' }, words);
}

/** The denial in what was said; null when there is none, or when more was said than that. */
function denialIn(turn: Turn, outline: Outline): Denial | null {
  const { corrections } = turn.vocabulary;
  const { text, mentions } = outline;
  if (corrections.keeps.test(text) || corrections.comesInstead.test(text)) return null;
  for (const [index, pattern] of [...corrections.removes, ...corrections.denies].entries()) {
    const match = pattern.exec(text);
    if (!match) continue;
    const removes = index < corrections.removes.length;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    const first = dishesIn(before);
    // Of "just the chocolate, not the vanilla" the second is denied.
    const from = match[1] === undefined ? first : first + dishesIn(match[0]) - 1;
    const denied = mentions.slice(from, first + dishesIn(match[0]));
    const said = /\d+/.exec(match[0])?.[0];
    const count = said === undefined || match[1] !== undefined ? null : Number(said);
    const [tail] = corrections.inPlace.exec(`${after} `) ?? [''];
    const limited = /^\D*?(\d+)\D*$/.exec(after)?.[1];
    const limit =
      limited !== undefined && framed(turn, after) && dishesIn(after) === 0
        ? Number(limited)
        : null;
    const wanted = inWords(outline, after, first + dishesIn(match[0]));
    const named = limit === null && tail !== '' ? parse(turn, wanted).itemRequests : [];
    // "Not cannoli, I said candles": what sounds like the dish that is denied is another thing.
    const unlike = ({ itemIds }: ItemRequest) =>
      !denied.some((one) => one.itemIds.some((id) => itemIds.includes(id)));
    const [other] = dishesIn(after) === 0 ? named.filter((one) => !unlike(one)) : [];
    const instead = named.filter((one) => one.itemIds.length > 0 && unlike(one));
    const loose = `${before} ${instead.length > 0 || other ? '' : after}`;
    if (dishesIn(loose) > 0 || namesFood(turn, loose)) continue;
    if (limit === null && instead.length === 0 && /\d/.test(after)) continue;
    const all = corrections.all.test(match[0]) || denied.some(({ plural }) => plural);
    const unknown =
      other && instead.length === 0 ? after.slice(tail.trimEnd().length).trim() : null;
    return { denied, count, removes, limit, all, instead, unknown };
  }
  return null;
}

/** Whether all of these words name nothing. */
export function framed(turn: Turn, text: string): boolean {
  const { frame } = turn.vocabulary.corrections;
  return text
    .split(' ')
    .every((word) => word === '' || word === '@' || /^\d+$/.test(word) || frame.has(word));
}

/**
 * Whether nothing else is asked for among these words, known or not: no dish, option or wish, and
 * nothing more of anything.
 */
export function namesNothingElse(turn: Turn, text: string): boolean {
  if (framed(turn, text)) return true;
  const { words } = turn.context;
  const { recounts, food } = turn.vocabulary;
  const said = text.replace(recounts.nothingMore, ' ');
  if (recounts.another.test(said) || isQuestion(said, turn.vocabulary)) return false;
  if (maskWishes(text, turn.vocabulary, words.namesLikeWishes).notes.length > 0) return false;
  const rest = unframed(turn, said);
  const tokens = words.tokens(rest);
  const joins = tokens.some((token) => food.plus.has(token) || words.categoryOf(token) !== null);
  return !joins && !namesFood(turn, rest);
}

/** Whether a dish or an option is named among these words. */
function namesFood(turn: Turn, text: string): boolean {
  const { words } = turn.context;
  const tokens = words.tokens(text);
  return (
    tokens.some((_, at) => words.optionAt(tokens, at, null) !== null) ||
    parse(turn, unframed(turn, text)).itemRequests.some(({ itemIds }) => itemIds.length > 0)
  );
}

/** The words that may name something. */
function unframed({ vocabulary }: Turn, text: string): string {
  const { frame } = vocabulary.corrections;
  return text
    .split(' ')
    .filter((word) => !frame.has(word) && word !== '@' && !/^\d+$/.test(word))
    .join(' ');
}
