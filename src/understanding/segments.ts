import { truncate } from '../common/truncate.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import type { MenuWords } from './menu-words.js';

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
  /** The caller leaves open which of two numbers: "three or four". */
  open: boolean;
  items: readonly CatalogueItem[] | null;
  categoryId: string | null;
  optionRequests: OptionRequest[];
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
    open: false,
    items: null,
    categoryId: null,
    optionRequests: [],
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
  const kept = mentionedOnce(counted(completed(ofAll(putOnto(segments, words)), words)));
  shareDishes(kept);
  return spread(kept);
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
function ofAll(segments: readonly Segment[]): readonly Segment[] {
  return segments.flatMap((segment, index) => {
    if (!segment.ofAll || segment.items !== null) return segment.quantity === 0 ? [] : segment;
    for (const dish of segments.slice(0, index)) {
      dish.optionRequests.push(...segment.optionRequests);
    }
    return [];
  });
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
      item && isBare(segment) && (before?.quantity ?? 1) === 1 && words.isPortion(item, portion);
    if (before && counts && fits) {
      before.optionRequests.push({ words: portion, minus: false }, ...segment.optionRequests);
      before.sized = true;
    } else if (before && item && !before.sized && lacks && fits) {
      before.optionRequests.push(...segment.optionRequests);
      before.sized = true;
    } else kept.push(segment);
  }
  return kept;
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
function shareDishes(segments: readonly Segment[]): void {
  const take = (segment: Segment, like: Segment | undefined) => {
    if (isBare(segment) && segment.sized && segment.quantity !== null && like?.sized)
      segment.items = like.items;
  };
  segments.forEach((segment, index) => take(segment, segments[index - 1]));
  for (const [index, segment] of [...segments.entries()].toReversed()) {
    take(segment, segments[index + 1]);
  }
}

/** "Three large pizzas, a diavola, a hawaiian and a margherita" are three, and not six. */
function spread(segments: readonly Segment[]): readonly Segment[] {
  const [head, ...dishes] = segments;
  if (!head || head.items !== null || head.categoryId === null || (head.quantity ?? 0) < 2)
    return segments;
  const { categoryId, quantity, optionRequests } = head;
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

function isBare({ items, categoryId, unknown }: Segment): boolean {
  return items === null && categoryId === null && unknown.length === 0;
}
