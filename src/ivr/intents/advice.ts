import { presenceOf } from '../../menu/allergens/dish-contents.js';
import type { ModifierGroup } from '../../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import { numberOf, plain } from '../../understanding/words.js';
import { partCalled } from '../browsing.js';
import { tellItem } from '../information.js';
import type { Flow } from '../ivr-state.js';
import { offerDish, subjectOf } from '../subjects.js';
import { answerTalk } from '../talk.js';
import type { Turn } from '../turn.js';
import { tellNotice, warnOf } from '../warnings.js';
import { parse } from './amend-dishes.js';

/** Most dishes that are compared in one answer. */
const MAX_COMPARED = 3;

/** Answers which dish to take and what dishes are like; false: it is no such question. */
export function* answerAdvice(turn: Turn, raw: string): Flow<boolean> {
  const said = plain(raw);
  return (
    (yield* tellPortion(turn, said)) ||
    (yield* tellKinds(turn, said)) ||
    (yield* suggest(turn, said))
  );
}

/**
 * The same of all that was said, before it is taken apart: "what's the difference between the
 * diavola and the pepperoni", "which dessert do you recommend".
 */
export function* adviseOnWhole(turn: Turn, raw: string): Flow<boolean> {
  const said = plain(raw);
  return (yield* tellDifference(turn, said)) || (yield* suggest(turn, said));
}

/** "What's the difference between the two": says what is in each, and lets the caller choose. */
function* tellDifference(turn: Turn, said: string): Flow<boolean> {
  if (!turn.vocabulary.questions.advice.differs.test(said)) return false;
  const { menu } = turn.context;
  const [joint = ''] = turn.vocabulary.food.joints;
  const { against } = turn.vocabulary.questions.advice;
  const named = parse(turn, said.replace(against, ` ${joint} `)).itemRequests.filter(
    ({ itemIds, unsure }) => itemIds.length > 0 && !unsure,
  );
  const { choices } = turn.state;
  const ids = named.length > 0 ? named.flatMap(({ itemIds }) => itemIds) : choices;
  const items = [...new Set(ids)].flatMap((id) => menu.item(id) ?? []);
  if (items.length < 2 || items.length > MAX_COMPARED) return false;
  const order = yield* turn.order();
  for (const item of items) {
    warnOf(turn, { item, options: [] }, order);
    turn.say('itemInfo', {
      item: item.name,
      description: turn.spoken.described(item.description),
      price: turn.spoken.cents(item.priceCents),
    });
  }
  offerEach(turn, items);
  return true;
}

/** Lets the caller choose among dishes that were just told of, unless another one is half chosen. */
function offerEach(turn: Turn, items: readonly CatalogueItem[]): void {
  const itemIds = items.filter((item) => turn.unavailable(item) === null).map(({ id }) => id);
  if ('draft' in turn.state.step || itemIds.length === 0) return;
  const itemRequest = {
    itemIds,
    categoryId: null,
    words: '',
    quantity: null,
    optionRequests: [],
    unsure: false,
  };
  turn.goTo({ kind: 'which-item', named: true, itemRequest });
}

/** The dish that is named or spoken of, with its choices; `named`: it was named in this question. */
interface Asked {
  readonly groups: readonly ModifierGroup[];
  readonly named: string | null;
}

/** "How many people does it feed": no menu says so, but it may have sizes. */
function* tellPortion(turn: Turn, said: string): Flow<boolean> {
  const match = turn.vocabulary.questions.advice.portion.exec(said);
  if (match === null) return false;
  const { words } = turn.context;
  const [thing = ''] = words.tokens(match.groups?.['things'] ?? '');
  // "How many slices is a large" names no lunch of two slices.
  const about = thing === '' ? said.replace(match.groups?.['what'] ?? '', ' ') : said;
  const { groups, named } = yield* askedAbout(turn, about);
  const counted = groups.find(({ name, min, options }) =>
    thing === ''
      ? min > 0 && options.every((option) => words.countOf(option) !== null)
      : words.named(name).includes(thing),
  );
  if (thing !== '' && counted === undefined) return false;
  if (counted) tellGroup(turn, counted);
  else {
    yield* answerTalk(turn, 'unknown');
    const sizes = groups.find(({ min }) => min > 0);
    if (sizes) tellGroup(turn, sizes);
  }
  if (named !== null) offerDish(turn, named, !(yield* isOrdered(turn, named)));
  return true;
}

/** "What flavors do you have": the choice of the dish spoken of that changes no price. */
function* tellKinds(turn: Turn, said: string): Flow<boolean> {
  if (!turn.vocabulary.questions.advice.kinds.test(said)) return false;
  const { groups } = yield* askedAbout(turn, said);
  const alike = groups.find(
    ({ min, options }) => min > 0 && options.every(({ priceDeltaCents }) => priceDeltaCents === 0),
  );
  if (alike) tellGroup(turn, alike);
  return alike !== undefined;
}

/** The dish that is named or spoken of, or the first one of the part or with the choice named. */
function* askedAbout(turn: Turn, said: string): Flow<Asked> {
  const { menu, words } = turn.context;
  const request = parse(turn, said).itemRequests.find(({ itemIds }) => itemIds.length === 1);
  const item = menu.item(request?.itemIds[0] ?? '');
  if (item) return { groups: item.groups, named: item.id };
  const part = partCalled(turn, said);
  if (part !== null) return { groups: turn.available(part)[0]?.groups ?? [], named: null };
  const subject = subjectOf(turn, yield* turn.order());
  if (subject?.item.groups) return { groups: subject.item.groups, named: null };
  // "How many slices does a large have", of no dish.
  const tokens = words.tokens(said);
  const groups = menu.modifierGroups.filter((group) =>
    tokens.some((token, at) => {
      const found = numberOf(token) === null ? words.optionAt(tokens, at, null)?.found : undefined;
      return found?.group === group;
    }),
  );
  return { groups, named: null };
}

function* isOrdered(turn: Turn, itemId: string): Flow<boolean> {
  return (yield* turn.order()).lines.some((line) => line.itemId === itemId);
}

function tellGroup(turn: Turn, { name, options }: ModifierGroup): void {
  const choices = options.filter(({ soldOut }) => soldOut !== true);
  turn.say('groupChoices', {
    group: turn.spoken.named(name),
    choices: choices.map((option) => turn.spoken.named(option.name)).join(', '),
  });
}

/**
 * "What do you recommend": proposes the first dish of the part named, or of the menu, that is not on
 * the order, has none of what the caller is allergic to and goes with their diet by the menu.
 */
function* suggest(turn: Turn, said: string): Flow<boolean> {
  const { advice } = turn.vocabulary.questions;
  const forKids = advice.forKids.test(said);
  const light = advice.light.test(said);
  if ('draft' in turn.state.step || !(forKids || light || advice.suggests.test(said))) return false;
  const { itemRequests } = parse(turn, said);
  if (itemRequests.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure)) return false;
  const part = partCalled(turn, said) ?? (light ? partCalled(turn, advice.lightPart) : null);
  const { lines, allergies } = yield* turn.order();
  const { diets = [], aboutItemId } = turn.state;
  const suits = (item: CatalogueItem): boolean =>
    (part === null || item.category.id === part) &&
    item.id !== aboutItemId &&
    turn.unavailable(item) === null &&
    !lines.some(({ itemId }) => itemId === item.id) &&
    allergies.every((one) => presenceOf(one, { item, options: [] }) === 'unlisted') &&
    diets.every((tag) => item.dietary.some((one) => one === tag));
  const item = turn.context.menu.items.find(suits);
  if (!item) return false;
  if (forKids) turn.say('notFound', { words: advice.kidsDish });
  else if (advice.praised.test(said)) yield* answerTalk(turn, 'unknown');
  yield* tellItem(turn, item, false);
  if (allergies.length > 0) {
    turn.tell(turn.spoken.allergies.unlisted(item.name, allergies));
    tellNotice(turn);
  }
  return true;
}
