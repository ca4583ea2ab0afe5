import type { Dish } from '../menu/allergens/dish-contents.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { plain } from '../understanding/words.js';
import type { OptionRequest } from '../understanding/item-request.js';
import { applyOptionRequests } from '../understanding/option-requests.js';
import type { IvrStep, StepOf } from './ivr-state.js';
import { lastLine } from './line-changes.js';
import type { CurrentOrder } from './tool-results.js';
import type { Turn } from './turn.js';

/** Steps at which a dish that was asked about is offered. */
const OFFERING: readonly IvrStep['kind'][] = [
  'main',
  'more',
  'categories',
  'items',
  'which-item',
  'offer-item',
  'offers',
  'order',
];

/** What is spoken of: a dish of the menu, or an option by itself. */
export type Subject = Dish & {
  readonly item: Dish['item'] &
    Partial<Pick<CatalogueItem, 'id' | 'groups' | 'category' | 'dietary'>>;
};

/**
 * A dish is the one spoken of from now on.
 *
 * @param offered ask whether it shall be ordered, where callers may order.
 * @param optionRequests what was named with it, and is ordered with it.
 */
export function offerDish(
  turn: Turn,
  itemId: string | undefined,
  offered: boolean,
  optionRequests: readonly OptionRequest[] = [],
): void {
  if (itemId === undefined) return;
  turn.set({ aboutItemId: itemId });
  if (!offered || !OFFERING.includes(turn.state.step.kind)) return;
  const item = turn.context.menu.item(itemId);
  const gone = item ? turn.unavailable(item) : null;
  if (gone === null) turn.goTo({ kind: 'offer-item', itemId, optionRequests });
  else turn.tell(gone);
}

/** The dish under discussion, with the options chosen so far. */
export function subjectOf(turn: Turn, order: CurrentOrder): Subject | null {
  const { step, aboutItemId } = turn.state;
  if ('draft' in step) return dishOf(turn, step.draft);
  if (step.kind === 'offer-item') return dishOf(turn, { ...step, optionIds: wished(turn, step) });
  const named = 'lineId' in step && order.lines.find(({ lineId }) => lineId === step.lineId);
  if (named) return dishOf(turn, named);
  const line =
    aboutItemId === undefined
      ? lastLine(turn, order)
      : order.lines.findLast(({ itemId }) => itemId === aboutItemId);
  return dishOf(turn, line ?? { itemId: aboutItemId ?? '', optionIds: [] });
}

/** The choices that were named of a dish on offer. */
function wished({ context }: Turn, step: StepOf<'offer-item'>): readonly string[] {
  const item = context.menu.item(step.itemId);
  const none = { optionIds: [], note: '' };
  return item ? applyOptionRequests(context.words, item, step.optionRequests, none).optionIds : [];
}

/**
 * The one dish that is called so, with all options that it was ordered with; "the pizza" may be the
 * one under discussion, or the only one on the order.
 */
export function dishCalled(
  turn: Turn,
  words: string,
  subject: Subject | null,
  { lines }: Pick<CurrentOrder, 'lines'>,
): Subject | null {
  const { words: menuWords, search } = turn.context;
  const choice = isChoice(turn, words) ? optionCalled(turn, words, subject) : null;
  if (choice) return choice;
  const { itemRequests, optionRequests } = parseItemRequests(words, menuWords, search);
  const [named] = itemRequests;
  if (!named) return optionRequests.length > 0 ? optionCalled(turn, words, subject) : null;
  if (named.unsure) return null;
  if (subject?.item.id !== undefined && named.itemIds.includes(subject.item.id)) return subject;
  const [itemId = '', ...others] = named.itemIds;
  if (others.length === 0 && itemId !== '') return asOrdered(turn, itemId, lines);
  if (subject?.item.category?.id === named.categoryId) return subject;
  // "The salad", of the one that was ordered; "desserts" are those of the menu.
  const { determiners, articles } = menuWords.vocabulary.food;
  const [first = ''] = plain(words).split(' ');
  if (!determiners.has(first) || articles.has(first)) return null;
  const { menu } = turn.context;
  const ofKind = lines.filter((line) => menu.item(line.itemId)?.category.id === named.categoryId);
  const [only, ...more] = new Set(ofKind.map((line) => line.itemId));
  return only !== undefined && more.length === 0 ? asOrdered(turn, only, lines) : null;
}

/**
 * "The Italian dressing" by itself, as all options that are called so together; "the large", which
 * has no allergens of its own, is the dish under discussion.
 */
function optionCalled(turn: Turn, words: string, subject: Subject | null): Subject | null {
  const { context } = turn;
  const tokens = context.words.tokens(words);
  const { determiners } = context.words.vocabulary.food;
  const from = tokens.findIndex((token) => !determiners.has(token));
  // In Spanish the kind comes first: "la salsa búfalo".
  const first = placesOf(turn, tokens, from)
    .map((at) => context.words.optionAt(tokens, at, null)?.found)
    .find((found) => found?.minus === false);
  if (from < 0 || !first) return null;
  const { name } = first.option;
  const called = context.menu.modifierGroups
    .flatMap(({ options }) => options)
    .filter((option) => option.name === name);
  const stated = called.map(({ allergens }) => allergens);
  const allergens = stated.includes(null) ? null : [...new Set(stated.flatMap((one) => one ?? []))];
  const isFood = first.group.options.some((option) => option.allergens?.length !== 0);
  if (allergens?.length === 0 && !(isFood && isChoice(turn, words))) return subject;
  return { item: { name: turn.spoken.named(name), description: '', allergens }, options: [] };
}

/** Where the name of a choice may begin: behind its kind too, which is no dish: "la salsa búfalo". */
function placesOf(
  { context: { words } }: Turn,
  tokens: readonly string[],
  from: number,
): readonly number[] {
  const isDish =
    words.categoryOf(tokens[from] ?? '') !== null || words.itemAt(tokens, from) !== null;
  return isDish ? [from] : [from, from + 1];
}

/** The whole name of a choice, in more words than one, and that of no dish: "gluten free crust". */
function isChoice(turn: Turn, text: string): boolean {
  const { words } = turn.context;
  const tokens = words.tokens(text);
  const { determiners } = words.vocabulary.food;
  const from = tokens.findIndex((token) => !determiners.has(token));
  const ends = placesOf(turn, tokens, from).map(
    (at) => at + (words.optionAt(tokens, at, null)?.length ?? 0),
  );
  const isWhole = tokens.length - from > 1 && ends.includes(tokens.length);
  return isWhole && from >= 0 && !words.isDish(tokens.slice(from).join(' '));
}

/** A dish with the options of all its lines: what one of them contains must not be denied of it. */
export function asOrdered(
  turn: Turn,
  itemId: string,
  lines: CurrentOrder['lines'],
): Subject | null {
  const ordered = lines.filter((line) => line.itemId === itemId);
  const optionIds = [...new Set(ordered.flatMap((line) => line.optionIds))];
  return dishOf(turn, { itemId, optionIds });
}

/** A dish with options as the dialogue keeps them; null: the menu has none. */
export function dishOf(
  turn: Turn,
  { itemId, optionIds }: { readonly itemId: string; readonly optionIds: readonly string[] },
): Subject | null {
  const { menu } = turn.context;
  const item = menu.item(itemId);
  return item === undefined
    ? null
    : { item, options: optionIds.flatMap((id) => menu.option(item, id) ?? []) };
}

/** Whether a text names a dish, or more than one that are called so. */
export function namesDish({ context }: Turn, text: string): boolean {
  const { itemRequests } = parseItemRequests(text, context.words, context.search);
  return itemRequests.some(({ itemIds, unsure }) => itemIds.length > 0 && !unsure);
}

/** "Any chance of a garlic bread", while a coke is asked about, asks for a dish. */
export function namesOther({ context }: Turn, raw: string, subject: Subject | null): boolean {
  const { itemRequests } = parseItemRequests(raw, context.words, () => []);
  return itemRequests.some(
    ({ itemIds, unsure }) =>
      itemIds.length === 1 && !unsure && context.menu.item(itemIds[0] ?? '') !== subject?.item,
  );
}
