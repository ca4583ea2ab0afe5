import { changeLine, lastLine, likeDish, linesCalled, optionChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import { tellCount } from './tell-count.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import type { Vocabulary } from '../../understanding/vocabulary/vocabulary.js';
import { amendAmount } from './amend-amounts.js';
import {
  amendNamed,
  amendLast,
  optionRequestsIn,
  outcome,
  parse,
  type AmendResult,
} from './amend-dishes.js';
import { amendParts } from './amend-parts.js';
import { toldIn } from './amend-called.js';
import { correct, instead, replace, swap } from './amend-swaps.js';
import { become } from './become.js';
import { moveWishes } from './move-wishes.js';
import { outlineOf } from './outline.js';
import { shareChoice } from './shared-choice.js';
import { onSomeOnly, setNumber } from './set-numbers.js';
import { afterMiss, moreBut, noCount, ofAll, restate, tooMany } from './restate.js';
import { takeBack } from './take-back.js';
import { dropWish, undoChange } from './undo-change.js';
import type { Utterance } from '../../understanding/utterance.js';
import { maskWishes, wishBehind } from '../../understanding/wishes.js';
import { plain, spokenChoice } from '../../understanding/words.js';
import { refuseOn, remove } from './amend-removals.js';

/**
 * Changes by voice: "make that two", "no onions", "add olives to the margherita", "remove the
 * cola", "change the cola to a sprite". They are about the dish half chosen or the newest line,
 * unless another one is named.
 */
export function* amend(
  turn: Turn,
  { text, raw }: Pick<Utterance, 'text' | 'raw'>,
  draft: Draft | null,
): Flow<AmendResult> {
  const { changes, food } = turn.context.words.vocabulary;
  const said = plain(raw);
  if (beginsWithName(turn, text) || turn.vocabulary.clauses.tells.test(said)) return 'none';
  const { text: masked, notes } = maskWishes(
    text,
    turn.vocabulary,
    turn.context.words.namesLikeWishes,
  );
  const onlyWishes = masked
    .split(' ')
    .every((word) => wishBehind(word, notes) !== null || food.joints.has(word));
  if (!draft && (yield* dropWish(turn, said))) return 'done';
  if (onlyWishes) return 'none';
  if (!draft && (yield* removeToo(turn, said))) return 'done';
  if (!draft && (yield* undoChange(turn, said))) return 'done';
  if (yield* shareChoice(turn, text, draft)) return 'done';
  if (yield* correctNamed(turn, raw, draft)) return 'done';
  if (yield* amendParts(turn, raw, draft)) return 'done';
  if ((yield* tooMany(turn, said, draft)) || (yield* moreBut(turn, text, draft))) return 'done';
  if (yield* ofAll(turn, text, draft)) return 'done';
  const counted = yield* amendAmount(turn, text, said, draft);
  if (counted !== null) return outcome(counted);
  if (yield* amendApart(turn, draft, text, said)) return 'done';
  const again = changes.sameBut.exec(text)?.[1];
  if (again !== undefined) return yield* sameBut(turn, draft, again);
  const [, meant, notMeant] = changes.meantNot.exec(text) ?? [];
  if (meant !== undefined) {
    // "I mean add a tiramisu" puts nothing in the place of another dish.
    if (notMeant === undefined && changes.adds.test(meant))
      return yield* amend(turn, { text: meant, raw: meant }, draft);
    const goes = groupOf(changes.remove, meant);
    if (goes !== undefined) return outcome(yield* remove(turn, draft, true, goes, said));
    return yield* correct(turn, draft, meant, notMeant ?? null);
  }
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
    const named = changes.someOf.exec(some)?.[2];
    const lines = named === undefined ? [] : linesCalled(turn, yield* turn.order(), named);
    if (isChange && !draft && lines[0]) {
      yield* changeLine(turn, lines[0], change);
      return 'done';
    }
  }
  const [, what, on] = changes.putOn.exec(masked) ?? [];
  // "Put olives on one of them" is no change of what the olives are.
  if (
    what !== undefined &&
    on !== undefined &&
    [changes.someOf, changes.eachOf, changes.ordinalLine, changes.otherLine].some((one) =>
      one.test(on),
    )
  )
    if (yield* putOn(turn, draft, text, what, on)) return 'done';
  const [, comes, goes] = swapIn(text, changes);
  if (goes !== undefined && comes !== undefined) return yield* swap(turn, draft, goes, comes);
  const made = changes.make.exec(text)?.[1];
  const adds = changes.addsTo?.test(text) === true && namesOneDish(turn, made ?? '');
  if (made !== undefined && !adds) {
    const replaced = yield* replace(turn, draft, made, changes.makeThat.test(text));
    // "Ponle aceitunas a la diavola" puts something on a dish.
    const put = replaced === 'failed' && what !== undefined && on !== undefined;
    return put && (yield* putOn(turn, draft, text, what, on)) ? 'done' : replaced;
  }
  const [, off, from] = changes.takeOffOf.exec(text) ?? [];
  if (off !== undefined && from !== undefined) {
    const without = optionChange(null, optionRequestsIn(turn, off, true));
    if (yield* amendNamed(turn, draft, from, without)) return 'done';
  }
  const removed = groupOf(changes.remove, text) ?? groupOf(changes.takeOff, text);
  if (removed !== undefined) {
    return outcome(yield* remove(turn, draft, changes.leavesOut.test(text), removed, said));
  }
  if (what === undefined || on === undefined) return 'none';
  return (yield* putOn(turn, draft, text, what, on)) ? 'done' : 'none';
}

/** What takes back, counts or changes a dish by its name. */
function* correctNamed(turn: Turn, raw: string, draft: Draft | null): Flow<boolean> {
  const outline = yield* outlineOf(turn, raw, draft);
  if (outline === null) return false;
  const { text, mentions } = outline;
  const { lines: asked = [] } = mentions.length === 1 ? (mentions[0] ?? {}) : {};
  if (asked.length > 0 && turn.vocabulary.recounts.howMany.test(text)) {
    turn.say('soFar', { order: turn.orderInWords({ ...(yield* turn.order()), lines: asked }) });
    return true;
  }
  const known = !draft && mentions.length > 0 && mentions.every(({ lines }) => lines.length > 0);
  if (known && turn.vocabulary.corrections.stays.test(text)) {
    turn.say('soFar', { order: turn.orderInWords(yield* turn.order()) });
    return true;
  }
  if (!draft && tellCount(turn, outline)) return true;
  return (
    (yield* moveWishes(turn, outline, draft)) ||
    (yield* afterMiss(turn, raw, draft)) ||
    (yield* restate(turn, outline, draft)) ||
    (yield* noCount(turn, outline, draft)) ||
    (yield* takeBack(turn, outline, draft)) ||
    (!draft && (yield* onSomeOnly(turn, outline))) ||
    (yield* setNumber(turn, outline, draft)) ||
    (yield* become(turn, outline, draft))
  );
}

/** "And the meatballs too", after another dish was taken off. */
function* removeToo(turn: Turn, said: string): Flow<boolean> {
  const also = turn.vocabulary.changes.alsoLine.exec(said)?.[1];
  if (also === undefined || turn.state.removedLast !== true) return false;
  const [line, ...others] = linesCalled(turn, yield* turn.order(), also);
  if (!line || others.length > 0) return false;
  yield* changeLine(turn, line, { kind: 'remove' });
  return true;
}

/** "Échele una coca" puts one more on the order, and nothing in its place. */
function namesOneDish(turn: Turn, words: string): boolean {
  const { itemRequests } = parse(turn, words);
  return itemRequests.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure);
}

/** "A no name burger" leaves nothing out. */
function beginsWithName({ context: { words } }: Turn, text: string): boolean {
  const tokens = words.tokens(text);
  const { minus } = words.vocabulary.food;
  return minus.has(tokens[0] ?? '') && (words.itemAt(tokens, 0)?.length ?? 0) > 1;
}

/** The match with what comes in place of the other in group 1, and what goes in group 2. */
function swapIn(
  text: string,
  { swap, insteadOf }: Vocabulary['changes'],
): readonly (string | undefined)[] {
  const [whole, gone, instead] = swap.exec(text) ?? [];
  return whole === undefined ? (insteadOf.exec(text) ?? []) : [whole, instead, gone];
}

/** What is said of one dish of several, or of the dish spoken of last, before or after it is named. */
function* amendApart(turn: Turn, draft: Draft | null, text: string, said: string): Flow<boolean> {
  const { changes } = turn.vocabulary;
  const [, of, wish] = changes.forLine.exec(text) ?? [];
  if (of !== undefined && wish !== undefined) {
    const { itemRequests, optionRequests } = parse(turn, wish);
    const wanted = optionChange(null, optionRequests);
    const isChange = itemRequests.length === 0 && optionRequests.length > 0;
    if (isChange && (yield* amendNamed(turn, draft, of, wanted))) return true;
    const unknown = itemRequests.length === 1 && itemRequests[0]?.unsure === true;
    const words = unknown ? itemRequests[0]?.words : toldIn(turn, optionRequests);
    if (!draft && (isChange || unknown) && (yield* refuseOn(turn, of, words ?? ''))) return true;
  }
  const alone = groupOf(changes.puts, said);
  if (alone !== undefined && (yield* putAlone(turn, draft, alone, said))) return true;
  const [, some, others] = changes.someInto.exec(text) ?? [];
  if (some !== undefined && others !== undefined) {
    const several = spokenChoice(some, turn.vocabulary);
    if (!draft && several !== null && (yield* turnSome(turn, several, others))) return true;
  }
  const [, beside, after] = changes.insteadAlone.exec(said) ?? [];
  const other = beside ?? after;
  if (other === undefined) return false;
  // What is taken back goes, whatever comes: "scratch that, a lasagna".
  const counted = after === undefined ? other.replace(changes.article, '') : other;
  const [itemRequest, ...more] = parse(turn, counted).itemRequests;
  if (!itemRequest || (after === undefined && more.length > 0)) return false;
  const { quantity, optionRequests } = itemRequest;
  const isLike = draft !== null || (yield* isOfLastKind(turn, itemRequest));
  // A pizza takes the place of a pizza; that of a salad nobody spoke of it does not take.
  if (!isLike && (after === undefined || itemRequest.itemIds.length === 0)) return false;
  const change = optionChange(quantity, optionRequests);
  const done = yield* instead(turn, draft, itemRequest, change, other);
  if (done) turn.set({ pending: [...turn.state.pending, ...more] });
  return done;
}

function* isOfLastKind(turn: Turn, { itemIds, categoryId }: ItemRequest): Flow<boolean> {
  const { menu } = turn.context;
  const last = menu.item(lastLine(turn, yield* turn.order())?.itemId ?? '');
  const kinds = [categoryId, ...itemIds.map((id) => menu.item(id)?.category.id)];
  return last === undefined || kinds.includes(last.category.id);
}

function groupOf(pattern: RegExp, text: string): string | undefined {
  return pattern
    .exec(text)
    ?.slice(1)
    .find((group) => group !== undefined);
}

/** "Make one a hawaiian": so many of the last dish become another one. */
function* turnSome(turn: Turn, several: number, others: string): Flow<boolean> {
  const line = lastLine(turn, yield* turn.order());
  const [itemRequest] = parse(turn, others).itemRequests;
  const isDish = itemRequest?.itemIds.length === 1 && !itemRequest.unsure;
  if (!line || !isDish || line.quantity <= several) return false;
  yield* changeLine(turn, line, optionChange(line.quantity - several));
  const instead = likeDish(turn, line, { ...itemRequest, quantity: several });
  turn.set({ pending: [instead, ...turn.state.pending] });
  return true;
}

/** "And bacon": extras of the dish spoken of last, rather than the start of a dish's name. */
function* putAlone(turn: Turn, draft: Draft | null, extras: string, said: string): Flow<boolean> {
  const { menu, words } = turn.context;
  // Which dish is still in question: the extras are for that one.
  if ('itemRequest' in turn.state.step) return false;
  const dish = draft ?? lastLine(turn, yield* turn.order());
  const item = menu.item(dish?.itemId ?? '');
  const goesWithIt = turn.vocabulary.recounts.withIt.test(said);
  const put = optionRequestsIn(turn, extras, false);
  const areExtras = put.every(({ words: called }) => {
    const [option] = item ? words.optionsCalled(item, called, false) : [];
    return option?.group.min === 0 && (goesWithIt || !words.isDish(called));
  });
  return (
    item !== undefined && areExtras && (yield* amendLast(turn, draft, optionChange(null, put)))
  );
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

/** "The same again but small": one more dish, with other wishes. */
function* sameBut(turn: Turn, draft: Draft | null, words: string): Flow<AmendResult> {
  const dish = draft ?? lastLine(turn, yield* turn.order());
  const item = turn.context.menu.item(dish?.itemId ?? '');
  if (!dish || !item) return 'none';
  const { noExtra } = turn.vocabulary.changes;
  const usual = noExtra.exec(words)?.slice(1).find(Boolean);
  const { itemRequests, optionRequests, quantity } = parse(turn, words.replace(noExtra, ' '));
  const again = {
    itemIds: [item.id],
    unsure: false,
    categoryId: null,
    quantity: quantity ?? 1,
    optionRequests,
    words: item.name,
  };
  const options = item.groups.filter(({ min }) => min > 0);
  const required = options.flatMap((group) => group.options.map(({ id }) => id));
  const like = turn.vocabulary.changes.plain.test(words)
    ? { ...dish, optionIds: dish.optionIds.filter((id) => required.includes(id)), note: '' }
    : without(turn, dish, usual);
  // "The same but a hawaiian" is that one, as the other is.
  const [other, ...more] = itemRequests;
  const requests =
    other?.itemIds.length === 1
      ? [likeDish(turn, like, { ...other, quantity: other.quantity ?? 1 }), ...more]
      : [likeDish(turn, like, again), ...itemRequests];
  turn.set({ pending: [...turn.state.pending, ...requests] });
  return 'done';
}

/** A line without an option that was put on it. */
function without<T extends Pick<OrderedLine, 'itemId' | 'optionIds'>>(
  turn: Turn,
  line: T,
  called: string | undefined,
): T {
  const { menu, words } = turn.context;
  const item = menu.item(line.itemId);
  if (!item || called === undefined) return line;
  const ids = words.optionsCalled(item, called, false).map(({ option }) => option.id);
  return { ...line, optionIds: line.optionIds.filter((id) => !ids.includes(id)) };
}
