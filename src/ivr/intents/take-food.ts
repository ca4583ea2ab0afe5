import { lastLine, optionChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { portionSizes } from '../portions.js';
import { nextRequest, takeRequests } from '../ordering.js';
import { parseOfKind } from '../own-kind.js';
import { countOfThose } from '../count-of-those.js';
import type { Turn } from '../turn.js';
import { amendCalled } from './amend-called.js';
import { amendDraft, amendLast, fits, lacksAnyway, parse } from './amend-dishes.js';
import { bare, isQuestion, statesAllergy } from '../../understanding/commands.js';
import { newOnes } from './named-again.js';
import { likeLast, notFoundByExtras, takeKind, takeNamedByExtras } from './take-kind.js';
import { tellWaiting } from './waiting-dishes.js';
import { otherKind } from './other-kind.js';
import { answerQuestion, notFound } from './food-questions.js';
import type { Utterance } from '../../understanding/utterance.js';
import { heardAs } from '../../understanding/heard-as.js';
import { maskWishes, wishBehind } from '../../understanding/wishes.js';
import { pointsAtLast } from './pointed-line.js';
import type { ItemRequests } from '../../understanding/item-request-parser.js';
import { plain } from '../../understanding/words.js';

/** Most wishes that wait for a dish. */
const MAX_WISHES = 5;

/** Dishes, options for the last one, or a question. */
export function* takeFood(
  turn: Turn,
  { raw, doubtful }: Utterance,
  draft: Draft | null,
): Flow<boolean> {
  const { itemRequests, optionRequests, quantity } = ofDraft(
    turn,
    draft,
    parseOfKind(turn, raw, partSpokenOf(turn, draft)),
  );
  const requested = bare(raw, turn.vocabulary);
  if (
    !draft &&
    !isQuestion(raw, turn.vocabulary) &&
    (yield* refusesExtra(turn, requested, itemRequests))
  )
    return true;
  const orders =
    turn.vocabulary.questions.orders.test(plain(raw)) &&
    itemRequests.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure);
  const wishes = optionRequests.filter(({ note }) => note).map(({ words }) => words);
  const onlyWishes =
    itemRequests.length === 0 && wishes.length > 0 && wishes.length === optionRequests.length;
  // "Do you have napkins?"
  const gives = onlyWishes && turn.vocabulary.questions.gives.test(plain(raw));
  const asking = onlyWishes ? withoutWishes(turn, raw) : raw;
  if (
    ((isQuestion(asking, turn.vocabulary) || asksAbout(turn, raw)) && !orders && !gives) ||
    statesAllergy(raw, turn.vocabulary)
  )
    return yield* answerQuestion(turn, { itemRequests, optionRequests, quantity }, raw, draft);
  // Beside a dish half chosen, words that may be one of several dishes ask for none.
  const isVague = ({ itemIds, quantity: count }: ItemRequest) =>
    draft !== null && itemIds.length > 1 && count === null;
  const known = itemRequests.filter(
    (one) => (one.itemIds.length > 0 || one.categoryId) && !isVague(one),
  );
  const [first] = itemRequests;
  if (first && known.length === 0 && !draft && asksHeard(turn, raw, doubtful)) return true;
  if (first && known.length === 0 && optionRequests.length === 0) return notFound(turn, first, raw);
  if (!draft && (yield* refusesExtra(turn, plain(raw), itemRequests))) return true;
  if (!draft && known.length > 0 && (yield* pointsAtLast(turn, raw))) return true;
  if (!draft && (yield* refusesKind(turn, raw, itemRequests))) return true;
  if (doubtful && draft === null && known.length > 0) {
    turn.goTo({ kind: 'doubt', itemRequests: known });
    return true;
  }
  // What else was named waits until the dish half chosen is complete.
  if (draft && (yield* saidAgain(turn, raw, known, draft))) return true;
  const waiting = draft !== null && tellWaiting(turn, draft, { known, optionRequests });
  if (waiting) return true;
  const { step } = turn.state;
  if (
    'itemRequest' in step &&
    step.itemRequest &&
    known.length === 0 &&
    optionRequests.length > 0
  ) {
    // The dish is still in question: what it shall be like is about that one.
    const { itemRequest } = step;
    const wanted = [...itemRequest.optionRequests, ...optionRequests].slice(-10);
    turn.set({ step: { ...step, itemRequest: { ...itemRequest, optionRequests: wanted } } });
    if (wishes.length > 0) turn.say('wishNoted', { words: wishes.join(', ') });
    return true;
  }
  if (onlyWishes && draft === null && (yield* turn.order()).lines.length === 0) {
    turn.set({ wishes: [...(turn.state.wishes ?? []), ...wishes].slice(-MAX_WISHES) });
    turn.say('wishNoted', { words: wishes.join(', ') });
    return true;
  }
  const counted = !draft && known.length === 0 && quantity !== null;
  if (counted && (yield* takeNamedByExtras(turn, quantity, optionRequests))) return true;
  if (!draft && (yield* amendCalled(turn, raw, { itemRequests, optionRequests, quantity }))) {
    if (turn.state.pending.length > 0) yield* nextRequest(turn);
    return true;
  }
  if (!draft && itemRequests.length === 0 && (yield* otherKind(turn, raw))) {
    yield* nextRequest(turn);
    return true;
  }
  const news = draft ? known : yield* newOnes(turn, raw, known);
  if (news === null) return true;
  const requests = news === known ? itemRequests : news;
  if (counted && (yield* likeLast(turn, raw, quantity, optionRequests))) return true;
  const count = piecesIn(turn, draft, quantity) ?? (draft && countOfThose(turn, raw));
  const amended =
    optionRequests.length > 0 &&
    (yield* amendLast(turn, draft, optionChange(count, optionRequests)));
  if (!draft && known.length > 0) yield* takeRequests(turn, requests);
  if (amended || known.length > 0) return true;
  if (draft !== null) return refusesOnDraft(turn, draft, optionRequests);
  // "Give me two then", after one of a dish.
  const { takes } = turn.vocabulary.answers;
  const isNumber =
    turn.state.step.kind === 'more' && itemRequests.length + optionRequests.length === 0;
  if (isNumber && quantity !== null && quantity > 1 && takes.test(plain(raw)))
    if (yield* amendLast(turn, null, optionChange(quantity, []))) return true;
  const { lastLineId, step: now } = turn.state;
  if (lastLineId === null && now.kind === 'main')
    return (
      (quantity !== null && (yield* takeKind(turn, optionRequests, quantity))) ||
      notFoundByExtras(turn, raw, optionRequests)
    );
  return (
    (yield* lacksAnyway(turn, optionRequests)) || (yield* refusesOptions(turn, optionRequests))
  );
}

/** "Twelve, barbecue", of wings of which the number is asked for. */
function piecesIn({ context }: Turn, draft: Draft | null, quantity: number | null): number | null {
  const item = context.menu.item(draft?.itemId ?? '');
  const sizes = item ? portionSizes(context.words, item) : [];
  const isOpen = sizes.every(({ option }) => draft?.optionIds.includes(option.id) !== true);
  return sizes.length > 0 && isOpen ? quantity : null;
}

/** The part of the menu that is spoken of: that of the dish half chosen, listed or spoken of last. */
function partSpokenOf({ context, state }: Turn, draft: Draft | null): string | null {
  const { step, aboutItemId = '' } = state;
  if (step.kind === 'items') return step.categoryId;
  return context.menu.item(draft?.itemId ?? aboutItemId)?.category.id ?? null;
}

/** "The salad without croutons", while a salad is half chosen, and "a dozen of those", of another dish. */
function ofDraft(turn: Turn, draft: Draft | null, said: ItemRequests): ItemRequests {
  const { menu } = turn.context;
  const item = menu.item(draft?.itemId ?? '');
  if (!draft || !item) return said;
  const isOwn = (one: ItemRequest) =>
    one.itemIds.length === 0 && one.categoryId === item.category.id && one.quantity === null;
  const own = said.itemRequests.filter(isOwn).flatMap((one) => one.optionRequests);
  if (own.length > 0 && fits(turn, draft, optionChange(null, own)))
    return {
      ...said,
      itemRequests: said.itemRequests.filter((one) => !isOwn(one)),
      optionRequests: [...said.optionRequests, ...own],
    };
  const about = menu.item(turn.state.aboutItemId ?? '');
  const { optionRequests, quantity } = said;
  const other = about !== undefined && about !== item && said.itemRequests.length === 0;
  const bare = (itemId: string) => ({ itemId, optionIds: [], note: '' });
  const change = optionChange(null, optionRequests);
  if (!other || quantity === null || fits(turn, draft, change)) return said;
  if (!fits(turn, bare(about.id), change)) return said;
  const request = { itemIds: [about.id], unsure: false, categoryId: null, words: about.name };
  return {
    itemRequests: [{ ...request, quantity, optionRequests }],
    optionRequests: [],
    quantity: null,
  };
}

/** "You forgot the garlic bread", of an order that is still being taken. */
export function* takeForgotten(turn: Turn, { raw }: Utterance): Flow<boolean> {
  const { itemRequests } = parse(turn, raw);
  const { lines } = yield* turn.order();
  const news = itemRequests.filter(
    ({ itemIds, unsure }) =>
      itemIds.length === 1 && !unsure && !lines.some(({ itemId }) => itemIds.includes(itemId)),
  );
  if (lines.length === 0 || news.length === 0 || 'draft' in turn.state.step) return false;
  yield* takeRequests(turn, news);
  return true;
}

/** "Some ranch", which the dish spoken of last cannot have. */
function* refusesOptions(turn: Turn, optionRequests: readonly OptionRequest[]): Flow<boolean> {
  const line = lastLine(turn, yield* turn.order());
  const wanted = optionRequests.filter(({ minus }) => !minus).map(({ words }) => words);
  if (!line || wanted.length === 0 || turn.state.step.kind !== 'more') return false;
  turn.say('notPossible', { words: wanted.join(', '), item: line.name });
  return true;
}

/** "I'll take one cannoli and one tiramisu", while the tiramisu is asked about: it is that one. */
function* saidAgain(
  turn: Turn,
  raw: string,
  known: readonly ItemRequest[],
  draft: Draft,
): Flow<boolean> {
  if (turn.vocabulary.recounts.another.test(plain(raw))) return false;
  const again = known.find(
    ({ itemIds, unsure }) => itemIds.length === 1 && itemIds[0] === draft.itemId && !unsure,
  );
  if (!again) return false;
  turn.set({ pending: [...turn.state.pending, ...known.filter((one) => one !== again)] });
  const quantity = again.quantity ?? (draft.quantity === null ? 1 : null);
  if (quantity !== null || again.optionRequests.length > 0)
    yield* amendDraft(turn, draft, optionChange(quantity, again.optionRequests));
  return true;
}

/** "Add bacon", which neither the dish spoken of last nor the menu has. */
function* refusesExtra(
  turn: Turn,
  said: string,
  [itemRequest, ...others]: readonly ItemRequest[],
): Flow<boolean> {
  if (!itemRequest || others.length > 0 || itemRequest.quantity !== null) return false;
  const several = itemRequest.itemIds.length > 1;
  if (!itemRequest.unsure && !(several && turn.vocabulary.changes.extras.test(said))) return false;
  const line = lastLine(turn, yield* turn.order());
  if (!line || !turn.vocabulary.changes.puts.test(said)) return false;
  turn.say('notPossible', { words: itemRequest.words, item: line.name });
  return true;
}

/** "De chocolate", after a gelato: a kind of that one, which the menu does not have, orders no cake. */
function* refusesKind(
  turn: Turn,
  raw: string,
  [itemRequest, ...others]: readonly ItemRequest[],
): Flow<boolean> {
  const kind = turn.vocabulary.food.ofKind?.exec(plain(raw))?.[1];
  if (kind === undefined || !itemRequest || others.length > 0) return false;
  if (itemRequest.quantity !== null || itemRequest.categoryId !== null) return false;
  const line = lastLine(turn, yield* turn.order());
  if (!line || 'itemRequest' in turn.state.step) return false;
  if (itemRequest.itemIds.includes(line.itemId)) return false;
  turn.say('notPossible', { words: kind, item: line.name });
  return true;
}

/** What was said beside wishes: "that should be well done" asks nothing. */
function withoutWishes({ vocabulary, context }: Turn, raw: string): string {
  const { text, notes } = maskWishes(raw, vocabulary, context.words.namesLikeWishes);
  return text
    .split(' ')
    .filter((word) => wishBehind(word, notes) === null)
    .join(' ');
}

/** "A large the avila": asks whether the dish that sounds like that is meant. */
function asksHeard(turn: Turn, raw: string, doubtful: boolean): boolean {
  const { menu } = turn.context;
  const heard = heardAs(raw, menu, turn.vocabulary, !doubtful);
  const { similar } = turn.vocabulary.details;
  if (heard === null || similar.some(([one]) => one.test(plain(raw)))) return false;
  const { quantity, optionRequests } = parse(turn, heard.rest);
  const { id, name } = heard.item;
  const dish = { itemIds: [id], unsure: false, categoryId: null, quantity, words: name };
  turn.goTo({ kind: 'doubt', itemRequests: [{ ...dish, optionRequests }] });
  return true;
}

/** "What about the gelato" orders none. */
function asksAbout({ vocabulary }: Turn, raw: string): boolean {
  return vocabulary.questions.about.test(plain(raw));
}

/** "With chicken", which the dish that is being put together cannot have, though others can. */
function refusesOnDraft(
  turn: Turn,
  { itemId }: Draft,
  optionRequests: readonly OptionRequest[],
): boolean {
  const { menu, words } = turn.context;
  const wanted = optionRequests.filter(
    (one) => !one.minus && one.note !== true && words.optionAt(words.tokens(one.words), 0, null),
  );
  const item = menu.item(itemId);
  if (!item || wanted.length === 0) return false;
  turn.say('notPossible', { words: wanted.map((one) => one.words).join(', '), item: item.name });
  return true;
}
