import { isPortion } from './look-ahead.js';
import { truncate } from '../common/truncate.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import type { MenuWords } from './menu-words.js';
import { kindThatComes, namedByExtras, partOfKind, plainWith } from './plain-dish.js';

/** Longest name of one dish or wish, in characters. */
const MAX_WORDS_LENGTH = 60;

/** Most words of a plain order: in a longer one callers tell stories. */
export const MAX_PLAIN = 16;

/** The part of a sentence that is about one dish. */
export interface Segment {
  quantity: number | null;
  /** The quantity is a number rather than an article. */
  counted: boolean;
  /** It follows a dish after an "and". */
  added: boolean;
  /** "And one for my brother": one more of the dish before it, where it names none. */
  another: boolean;
  /** The caller leaves open which of two numbers: "three or four". */
  open: boolean;
  items: readonly CatalogueItem[] | null;
  categoryId: string | null;
  optionRequests: OptionRequest[];
  /** So many of the wishes were said before the word for a part of the menu: the cheese of "a cheese pizza". */
  beforeKind: number | null;
  unknown: string[];
  /** Words before its dish that are no part of the menu: "decaf espresso". */
  lead: readonly string[];
  /** The lead stands right between an article or a number and the dish. */
  leads: boolean;
  /** How its dish was called. */
  called: readonly string[];
  /** It follows the extras of a dish after an "and". */
  listed: boolean;
  /** What was named before is put on its dish: "pepperoni on a large margherita". */
  onto: boolean;
  /** It names an option that a dish cannot do without, such as a size. */
  sized: boolean;
  /** It has no dish of its own: what it asks for is about all dishes before it. */
  ofAll: boolean;
}

/** A segment of which nothing was said yet. */
export function emptySegment(): Segment {
  return {
    quantity: null,
    counted: false,
    added: false,
    another: false,
    open: false,
    items: null,
    categoryId: null,
    optionRequests: [],
    beforeKind: null,
    unknown: [],
    lead: [],
    leads: false,
    called: [],
    listed: false,
    onto: false,
    sized: false,
    ofAll: false,
  };
}

/** Words as they are kept in the state of a call. */
export function clipped(words: readonly string[]): string {
  return truncate(words.join(' '), MAX_WORDS_LENGTH);
}

/** Gives each segment what the ones beside it say of it, and drops those that say nothing else. */
export function settled(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  const kept = mentionedOnce(
    counted(completed(oneMore(ofAll(putOnto(segments, words), words)), words)),
  );
  shareDishes(kept, words);
  takeKinds(kept, words);
  sharePortions(kept, words);
  for (const segment of kept) suit(segment, words);
  return spread(withoutHeadings(namedWithin(called(kept, words), words)));
}

/**
 * "Meatballs with penne" are the pasta: the one dish called so that has such a choice. And "fettuccine
 * alfredo", where that is a name, tells which pasta.
 */
function suit(segment: Segment, words: MenuWords): void {
  const { items, sized, called, optionRequests } = segment;
  const [item, ...others] = items ?? [];
  if (!item || others.length > 0) return;
  const isChoice = (one: OptionRequest) =>
    (words.optionAt(words.tokens(one.words), 0, null)?.found.group.min ?? 0) > 0;
  if ((sized || optionRequests.some(isChoice)) && !words.comes(item, optionRequests)) {
    const [only, ...more] = words.suited(called, optionRequests);
    if (only && more.length === 0) segment.items = [only];
  }
  const [dish = item] = segment.items ?? [];
  const groups = optionRequests.flatMap(({ words: one, minus }) =>
    words.optionsCalled(dish, one, minus).map(({ group }) => group),
  );
  // "Caesar" of "Caesar Salad" is no choice of the dressing.
  const own = words.named(dish.name);
  const named = called.flatMap((token, at) =>
    own.includes(token) ? [] : (words.optionAt(called, at, dish)?.found ?? []),
  );
  for (const { group, tokens } of named) {
    if (group.min > 0 && group.max === 1 && !groups.includes(group))
      segment.optionRequests.push({ words: clipped(tokens), minus: false });
  }
}

/** "Two salads, one house, one caesar": behind the number of a kind, half a name of that kind will do. */
function namedWithin(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  const [head, ...others] = segments;
  const { categoryId, quantity } = head ?? emptySegment();
  if (!head || head.items !== null || categoryId === null || (quantity ?? 0) < 2) return segments;
  for (const segment of others) {
    const { items, categoryId: kind, optionRequests, unknown } = segment;
    const plus = optionRequests.filter(({ minus, note }) => !minus && note !== true);
    const called = [...plus.flatMap((one) => words.tokens(one.words)), ...unknown];
    if (items === null && isBare(segment) && segment.quantity !== null) {
      const named = partOfKind(words, categoryId, optionRequests);
      if (named)
        [segment.items, segment.optionRequests] = [[named.item], [...named.optionRequests]];
      if (named) continue;
    }
    if (items !== null || (kind !== null && kind !== categoryId) || called.length !== 1) continue;
    const [item, ...more] = words.itemsNamed(categoryId, called);
    if (!item || more.length > 0) continue;
    segment.items = [item];
    segment.unknown = [];
    segment.optionRequests = optionRequests.filter((one) => !plus.includes(one));
  }
  return segments;
}

/** "Two pizzas, one hawaiian, one veggie" are no vegetables: the dish of the kind that is called so. */
export function withinHead(
  head: Segment | undefined,
  items: readonly CatalogueItem[],
  called: readonly string[],
  words: MenuWords,
): readonly CatalogueItem[] {
  const { items: own, categoryId, quantity } = head ?? emptySegment();
  if (own !== null || categoryId === null || (quantity ?? 0) < 2 || called.length > 1) return items;
  if (items.some(({ category }) => category.id === categoryId)) return items;
  const [item, ...others] = words.itemsNamed(categoryId, called);
  return item && others.length === 0 ? [item] : items;
}

/** "For dessert two tiramisus", "a large pizza, a hawaiian": the part of the menu that what follows belongs to. */
function withoutHeadings(segments: readonly Segment[]): readonly Segment[] {
  return segments.filter((segment, index) => {
    const { categoryId, items, quantity, counted, optionRequests, unknown } = segment;
    const next = segments[index + 1];
    const named = items !== null || counted || unknown.length > 0;
    if (named || categoryId === null || next?.items?.[0]?.category.id !== categoryId) return true;
    // A small pizza and a large pepperoni are two.
    if (segment.sized && next.sized) return true;
    if (quantity !== null && (next.quantity ?? 1) !== 1) return true;
    next.optionRequests.unshift(...optionRequests);
    next.sized ||= segment.sized;
    return false;
  });
}

/** "Pepperoni on a large margherita": what could be a dish is an extra of the one after it. */
function putOnto(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  return segments.filter((extra, index) => {
    const dish = segments[index + 1];
    const item = dish?.items?.[0];
    if (!item || !dish.onto || extra.items === null || extra.quantity !== null) return true;
    const called = clipped(extra.called);
    const [option] = words.optionsCalled(item, called, false);
    if (option?.group.min !== 0) return true;
    dish.optionRequests.push({ words: called, minus: false }, ...extra.optionRequests);
    return false;
  });
}

/** "The bolognese and the alfredo, both with penne". */
function ofAll(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  return segments.flatMap((segment, index) => {
    if (!segment.ofAll || segment.items !== null) return segment.quantity === 0 ? [] : segment;
    const dishes = segments.slice(0, index);
    for (const wish of segment.optionRequests) {
      const comes = ({ items }: Segment) =>
        items?.[0] && words.optionsCalled(items[0], wish.words, wish.minus).length > 0;
      const those = dishes.filter(comes);
      for (const dish of those.length > 0 ? those : dishes) dish.optionRequests.push(wish);
    }
    return [];
  });
}

/** "One lasagna for me and one for my brother" are two. */
function oneMore(segments: readonly Segment[]): readonly Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments) {
    const before = kept.at(-1);
    const bare = isBare(segment) && segment.optionRequests.length === 0;
    if (segment.another && bare && before?.items && segment.quantity !== null)
      before.quantity = (before.quantity ?? 1) + segment.quantity;
    else kept.push(segment);
  }
  return kept;
}

/** "Hot and sour soup, a quart": the size that the dish before it lacks. */
function completed(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments) {
    const before = kept.at(-1);
    const item = before?.items?.[0];
    const fits = segment.optionRequests.every(
      ({ words: called, minus }) => item && words.optionsCalled(item, called, minus).length > 0,
    );
    const lacks = isBare(segment) && segment.sized && (segment.quantity ?? 1) === 1;
    // "Wings, six, plain".
    const portion = String(segment.quantity);
    const counts =
      item &&
      (isBare(segment) || (isOpen(segment) && segment.sized)) &&
      (before?.quantity ?? 1) === 1 &&
      words.isPortion(item, portion);
    // "Twenty-four of them, buffalo, and celery".
    const unknown = segment.unknown.length > 0 ? [clipped(segment.unknown)] : [];
    if (before && counts) {
      before.optionRequests.push(
        { words: portion, minus: false },
        ...segment.optionRequests,
        ...unknown.map((one) => ({ words: one, minus: false })),
      );
      before.sized = true;
    } else if (before && item && !before.sized && lacks && fits) {
      before.optionRequests.push(...segment.optionRequests);
      before.sized = true;
    } else kept.push(segment);
  }
  return kept;
}

/** "A large and a small margherita, the small one with olives": the dish before it of that size. */
function called(segments: readonly Segment[], words: MenuWords): readonly Segment[] {
  return segments.filter((segment, index) => {
    const { optionRequests, quantity, sized } = segment;
    if (!isBare(segment) || quantity !== null || optionRequests.length < 2 || !sized) return true;
    const [size, ...wishes] = optionRequests;
    const dish = segments.slice(0, index).findLast(({ items, optionRequests: theirs }) => {
      const item = items?.[0];
      return (
        item && theirs.some((one) => one.words === size?.words) && fitsAll(item, wishes, words)
      );
    });
    dish?.optionRequests.push(...wishes);
    return dish === undefined;
  });
}

/** Whether a dish has the options, and may be left without what it is to be without. */
function fitsAll(item: CatalogueItem, wishes: readonly OptionRequest[], words: MenuWords): boolean {
  return wishes.every(
    ({ words: wish, minus, note }) =>
      note === true || minus || words.optionsCalled(item, wish, false).length > 0,
  );
}

/** "Do you have tiramisu, I'd like two": the number of the dish before it. */
function counted(segments: readonly Segment[]): readonly Segment[] {
  const last = segments.at(-1);
  const before = segments.at(-2);
  const alone = last && isBare(last) && last.optionRequests.length === 0;
  if (!alone || !before?.items || before.quantity !== null || last.quantity === null)
    return segments;
  before.quantity = last.quantity;
  return segments.slice(0, -1);
}

/** "And a tiramisu, I almost forgot the tiramisu" and "she likes lasagna, so one lasagna" are one. */
function mentionedOnce(segments: readonly Segment[]): readonly Segment[] {
  return segments.filter(
    ({ items, quantity, optionRequests }, index) =>
      items === null ||
      quantity !== null ||
      optionRequests.length > 0 ||
      !segments.some(
        (other, place) =>
          place !== index && other.quantity !== null && other.items?.[0] === items[0],
      ),
  );
}

/** "One large and one small margherita", "a large margherita and a small one": each has its dish. */
function shareDishes(segments: readonly Segment[], words: MenuWords): void {
  const take = (segment: Segment, like: Segment | undefined) => {
    if (!isBare(segment) || !segment.sized || segment.quantity === null || !like?.sized) return;
    // "A medium pepperoni and a large cheese".
    const categoryId = like.items?.[0]?.category.id ?? null;
    const named = categoryId && namedByExtras(words, categoryId, segment.optionRequests);
    segment.items = named ? [named.item] : like.items;
    if (named) segment.optionRequests = [...named.optionRequests];
  };
  segments.forEach((segment, index) => take(segment, segments[index - 1]));
  for (const [index, segment] of [...segments.entries()].toReversed()) {
    take(segment, segments[index + 1]);
  }
}

/** "A large with mushrooms and a small with just cheese": more than one, so each is a dish. */
function takeKinds(segments: readonly Segment[], words: MenuWords): void {
  const open = segments.filter((one) => isBare(one) && one.sized && one.quantity !== null);
  if (open.length < 2 || open.length < segments.length) return;
  for (const segment of open) {
    const categoryId = kindThatComes(words, segment.optionRequests);
    if (categoryId === null) continue;
    const named = namedByExtras(words, categoryId, segment.optionRequests);
    const item = named?.item ?? plainWith(words, categoryId, segment.optionRequests);
    if (named) segment.optionRequests = [...named.optionRequests];
    if (item) segment.items = [item];
  }
}

/** "Twelve buffalo wings and six plain": so many more of a dish that is sold by the piece. */
function sharePortions(segments: readonly Segment[], words: MenuWords): void {
  for (const [index, segment] of segments.entries()) {
    const { quantity, optionRequests } = segment;
    const before = segments[index - 1]?.items;
    if (before?.[0] === undefined || !isBare(segment) || quantity === null) continue;
    const isMore = optionRequests.length > 0 && isPortion(String(quantity), words, before[0]);
    if (isMore) segment.items = before;
  }
}

/** "Three large pizzas, a diavola, a hawaiian and a margherita" are three, and not six. */
function spread(segments: readonly Segment[]): readonly Segment[] {
  const [head, ...dishes] = segments;
  if (!head || head.items !== null || (head.quantity ?? 0) < 2) return segments;
  // "Two mediums, one pepperoni and one hawaiian".
  const ofFirst = isBare(head) && head.sized ? dishes[0]?.items?.[0]?.category.id : null;
  const categoryId = head.categoryId ?? ofFirst ?? null;
  if (categoryId === null) return segments;
  const { quantity, optionRequests } = head;
  const end = dishes.findIndex(({ items }) => items?.[0]?.category.id !== categoryId);
  const named = end < 0 ? dishes : dishes.slice(0, end);
  const count = named.reduce((sum, one) => sum + (one.quantity ?? 1), 0);
  if (count !== quantity) return segments;
  for (const dish of named) {
    dish.optionRequests.unshift(...optionRequests);
    dish.sized ||= head.sized;
  }
  return dishes;
}

function isBare(segment: Segment): boolean {
  return isOpen(segment) && segment.unknown.length === 0;
}

function isOpen({ items, categoryId }: Segment): boolean {
  return items === null && categoryId === null;
}
