import type { MenuOption, ModifierGroup } from '../../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import { portionsOf } from '../portions.js';
import { listPart, partCalled, tellTotal } from '../browsing.js';
import { tellItem } from '../information.js';
import type { Draft, Flow, IvrStep } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { homeStep, takeRequests } from '../ordering.js';
import { tellNotFound } from '../similar.js';
import { tellNotice } from '../warnings.js';
import type { Turn } from '../turn.js';
import { parse } from './amend-dishes.js';
import { allergenQuestion, asksPrice, isQuestion } from '../../understanding/commands.js';
import type { ItemRequests } from '../../understanding/item-request-parser.js';
import { numberOf, plain } from '../../understanding/words.js';

/** More words than this that name nothing are not repeated to the caller. */
const MAX_UNKNOWN_WORDS = 3;

/** Steps at which callers rarely order: words that match nothing are not reported as an unknown dish. */
const DECIDING: readonly IvrStep['kind'][] = [
  'confirm',
  'offer-item',
  'cancel',
  'leave',
  'placed',
  'fulfilment',
  'doubt',
  'name',
  'address',
];

/** Answers a question about dishes and choices; false: it is about none of them. */
export function* answerQuestion(
  turn: Turn,
  { itemRequests, optionRequests, quantity }: ItemRequests,
  raw: string,
  draft: Draft | null,
): Flow<boolean> {
  // "How much is the large?" is about the dish spoken of last.
  const { menu, words } = turn.context;
  const about = menu.item(draft?.itemId ?? turn.state.aboutItemId ?? '');
  const priced = about && asksPrice(raw, turn.vocabulary) ? portionOf(turn, about, quantity) : [];
  const ofIt = [
    ...optionRequests.filter(
      (one) => about && words.optionsCalled(about, one.words, one.minus).length > 0,
    ),
    ...priced,
  ];
  if (
    about &&
    itemRequests.length === 0 &&
    ofIt.length > 0 &&
    allergenQuestion(raw, turn.vocabulary) === null
  ) {
    yield* tellItem(turn, about, false, ofIt);
    // What is on the order already is not offered again.
    const { lines } = yield* turn.order();
    if (draft === null && lines.some(({ itemId }) => itemId === about.id))
      turn.goTo(homeStep(turn));
    return true;
  }
  // "With extra cheese" in a question for a price is a wish, and asks for no list of extras.
  const isPriced =
    asksPrice(raw, turn.vocabulary) && itemRequests.some(({ itemIds }) => itemIds.length === 1);
  const priceOf = choicePriced(turn, raw, itemRequests);
  const group = isPriced ? null : (priceOf ?? choicesAskedFor(turn, raw, draft, itemRequests));
  if (group) {
    const priced = asksPrice(raw, turn.vocabulary) ? turn.optionChoices(group) : [];
    const named = priced.filter(({ id }) => isOptionNamed(turn, raw, id));
    const names =
      priced.length > 0
        ? (named.length > 0 ? named : priced).map(({ name }) => name)
        : group.options
            .filter(({ soldOut }) => soldOut !== true)
            .map(({ name }) => turn.spoken.named(name));
    turn.say('groupChoices', { group: turn.spoken.named(group.name), choices: names.join(', ') });
    return true;
  }
  if (draft === null && (yield* answerOfThat(turn, raw, itemRequests))) return true;
  const dish = allergenQuestion(raw, turn.vocabulary);
  const asked = dish === null ? itemRequests : parse(turn, dish).itemRequests;
  const itemRequest =
    asked.find(({ itemIds, unsure }) => itemIds.length === 1 && !unsure) ?? itemRequests[0];
  const item = turn.context.menu.item(itemRequest?.itemIds[0] ?? '');
  if (itemRequest && item && itemRequest.itemIds.length === 1 && !itemRequest.unsure) {
    yield* tellItem(turn, item, dish !== null, withPortion(turn, item, itemRequest));
    return true;
  }
  const isUnknown = itemRequest?.itemIds.length === 0 && itemRequest.categoryId === null;
  if (
    (isUnknown || !itemRequest) &&
    asksPrice(raw, turn.vocabulary) &&
    (yield* tellTotal(turn, plain(raw)))
  )
    return true;
  if (draft) {
    if (itemRequest?.itemIds.length === 0 && itemRequest.categoryId !== null)
      return listPart(turn, raw);
    const { forFood } = turn.vocabulary.questions;
    return isUnknown && dish === null && forFood.test(plain(raw))
      ? notFound(turn, itemRequest, raw)
      : false;
  }
  if (dish !== null) {
    tellNotice(turn);
    return true;
  }
  if (!itemRequest) return false;
  if (isUnknown) return notFound(turn, itemRequest, raw);
  // "What pastas do you have" is looked at, and asks for none.
  const { itemIds, categoryId, quantity: count } = itemRequest;
  const looks = itemIds.length === 0 && count === null && !itemRequest.unsure;
  if (looks && categoryId !== null && itemRequest.optionRequests.length === 0) {
    turn.goTo({ kind: 'items', categoryId, page: 0, itemRequest: null });
    return true;
  }
  yield* takeRequests(turn, [itemRequest]);
  return true;
}

/** The group of the choice whose price is asked for without a dish: "how much are extra olives". */
function choicePriced(
  turn: Turn,
  raw: string,
  itemRequests: readonly ItemRequest[],
): ModifierGroup | null {
  if (!asksPrice(raw, turn.vocabulary) || itemRequests.length > 0) return null;
  const groups = turn.context.menu.modifierGroups;
  return (
    groups.find(({ options }) => options.some(({ id }) => isOptionNamed(turn, raw, id))) ?? null
  );
}

/** "How much more is the gluten free crust" is about one choice of its group. */
function isOptionNamed({ context: { words } }: Turn, raw: string, id: string): boolean {
  const tokens = words.tokens(raw);
  return tokens.some((_, at) => words.optionAt(tokens, at, null)?.found.option.id === id);
}

/** "How much is a dozen wings" is about the portion of twelve. */
function withPortion(
  turn: Turn,
  item: CatalogueItem,
  { quantity, optionRequests }: ItemRequest,
): readonly OptionRequest[] {
  return [...optionRequests, ...portionOf(turn, item, quantity)];
}

function portionOf(
  { context: { words } }: Turn,
  item: CatalogueItem,
  quantity: number | null,
): readonly OptionRequest[] {
  const portions = quantity === null ? 'portions' : portionsOf(words, item, quantity);
  if (typeof portions === 'string' || portions.quantity !== 1) return [];
  const portion = words.requestFor(portions.option.id);
  return portion === null ? [] : [portion];
}

/** "The diavola, is that spicy", "is it spicy": about the dish named before it or spoken of last. */
function* answerOfThat(
  turn: Turn,
  raw: string,
  itemRequests: readonly ItemRequest[],
): Flow<boolean> {
  const before = turn.vocabulary.questions.ofThat.exec(plain(raw))?.[1];
  if (before === undefined || itemRequests.length === 0) return false;
  const { itemIds = [] } = parse(turn, before).itemRequests[0] ?? {};
  const named = itemIds.length === 1 ? itemIds[0] : undefined;
  const item = turn.context.menu.item(named ?? turn.state.aboutItemId ?? '');
  if (!item) return false;
  yield* tellItem(turn, item, false);
  const { lines } = yield* turn.order();
  if (lines.some(({ itemId }) => itemId === item.id)) turn.goTo(homeStep(turn));
  return true;
}

/** The group of choices that a question is about: "what toppings do you have". */
function choicesAskedFor(
  turn: Turn,
  raw: string,
  draft: Draft | null,
  itemRequests: readonly ItemRequest[],
): ModifierGroup | null {
  const { menu, words } = turn.context;
  const tokens = words.tokens(raw);
  // "What sauces do you have" names no dish "in tomato sauce".
  const sure = itemRequests.filter(({ itemIds, unsure }) => itemIds.length === 1 && !unsure);
  const dishes = sure.flatMap(({ itemIds }) => itemIds.map((id) => menu.item(id)?.name ?? ''));
  const ofDish = dishes.flatMap((name) => words.named(name));
  const part = partCalled(turn, raw);
  const ofPart = part === null ? [] : turn.available(part).flatMap((item) => item.groups);
  // "What sizes do the drinks come in" is about those of drinks.
  const groups = menu.item(draft?.itemId ?? '')?.groups ?? [
    ...new Set([...ofPart, ...menu.modifierGroups]),
  ];
  const named = groups.find(({ name, options }) => {
    const kind = words.tokens(name).at(-1) ?? '';
    // "My friend breaks out" asks for nothing to be left out.
    if (options.every(({ id }) => words.requestFor(id)?.minus === true)) return false;
    // "Do you have wings" asks for the dish.
    const asked = words
      .named(kind)
      .some((token) => tokens.includes(token) && !ofDish.includes(token));
    return asked && words.categoryOf(kind) === null;
  });
  if (named || itemRequests.some(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId))
    return named ?? null;
  // "How big is a large" is about all sizes; the "no" of a question names no "No dressing".
  const { minus } = words.vocabulary.food;
  // The "can" of "can you do seven" is none to drink from.
  const opens = words.vocabulary.questions.requests.exec(plain(raw))?.[0] ?? '';
  const said = tokens.slice(words.tokens(opens).length).filter((token) => !minus.has(token));
  const isCalled = ({ id }: MenuOption): boolean =>
    said.some(
      (token, at) =>
        numberOf(token) === null && words.optionAt(said, at, null)?.found.option.id === id,
    );
  const isSaid = (name: string): boolean => {
    const [first = '', next = ''] = words.tokens(name);
    // "Between those two" names no two-liter bottle.
    return said.includes(first) && (numberOf(first) === null || said.includes(next));
  };
  const sized = groups.find(
    ({ min, options }) =>
      min > 0 && options.some((option) => isSaid(option.name) || isCalled(option)),
  );
  return sized ?? null;
}

/**
 * Says that a dish could not be found; false, since nothing was understood. What is asked of the
 * restaurant instead is said to be unknown.
 */
export function notFound(turn: Turn, { words, quantity }: ItemRequest, raw: string): boolean {
  const few = words.split(' ').length <= MAX_UNKNOWN_WORDS;
  const said = plain(raw);
  const { questions } = turn.vocabulary;
  const asks = isQuestion(raw, turn.vocabulary);
  if (asks && said.includes(plain(turn.context.menu.business.name))) {
    turn.say('welcome');
    return true;
  }
  if (asks && !questions.forFood.test(said)) {
    turn.say('unknown');
    if (turn.context.person) turn.say('personKey');
    return true;
  }
  const { words: menuWords } = turn.context;
  const tokens = menuWords.tokens(words);
  // What is said to others, or names nothing at all, is no dish.
  const wanted =
    said.split(' ').length === 1 ||
    asks ||
    questions.requests.test(said) ||
    quantity !== null ||
    // "Large supreme pizza".
    tokens.some((token) => menuWords.categoryOf(token) !== null);
  if (few && wanted && (asks || !DECIDING.includes(turn.state.step.kind)))
    tellNotFound(turn, words);
  return false;
}
