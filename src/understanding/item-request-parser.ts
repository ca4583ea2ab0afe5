import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest, ItemRequest } from './item-request.js';
import { correctionAndMore } from './corrections-within.js';
import type { MenuWords } from './menu-words.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { plainWith, unmarked } from './plain-dish.js';
import { Segmenter } from './segmenter.js';
import { clipped, emptySegment, MAX_PLAIN, type Segment } from './segments.js';
import { maskWishes } from './wishes.js';
import { plain } from './words.js';

/** What a sentence about food asks for. */
export interface ItemRequests {
  readonly itemRequests: readonly ItemRequest[];
  /** Options named without a dish: they apply to the dish spoken of before. */
  readonly optionRequests: readonly OptionRequest[];
  /** A number without a dish. */
  readonly quantity: number | null;
}

/** Full-text search of the menu, for words that match no name. */
export type SearchItems = (query: string) => readonly CatalogueItem[];

/** Most dishes taken from one sentence, most dishes to choose from, and most options of one dish. */
const MAX_ITEM_REQUESTS = 12;
/** All of them together, in characters of JSON. */
const MAX_REQUESTS_LENGTH = 6000;
const MAX_CANDIDATES = 8;
const MAX_OPTION_REQUESTS = 10;
/** Most words, in a sentence that names dishes, that may be the name of one that the menu does not have. */
const MAX_UNKNOWN_WORDS = 3;
/** In so few words, one of everyday talk may be the name of a dish. */
const MAX_BARE = 3;
/** Most words before a dish that are told not to be possible. */
const MAX_LEAD = 2;

/** What was found by a search, which is that of one turn and one menu: rules ask for the same again and again. */
const KNOWN = new WeakMap<SearchItems, Map<string, ItemRequests>>();

/**
 * Takes a sentence such as "two large pepperoni pizzas with extra cheese and a coke" apart. Names
 * of the menu are looked for first, the longest at each place; only words that are left over go to
 * the search. What the caller takes back in the same sentence ("a large, no wait, a small one") is
 * not asked for. Whether a request can be fulfilled is decided later.
 */
export function parseItemRequests(
  text: string,
  words: MenuWords,
  search: SearchItems,
): ItemRequests {
  const known = KNOWN.get(search) ?? new Map<string, ItemRequests>();
  KNOWN.set(search, known);
  const found = known.get(text) ?? parsed(text, words, search);
  known.set(text, found);
  return found;
}

function parsed(text: string, words: MenuWords, search: SearchItems): ItemRequests {
  const { corrects, adds } = words.vocabulary.changes;
  // Every other part is what group 1 of the pattern has found.
  const parts: readonly (string | undefined)[] = text.split(corrects);
  let asked = clauseRequests(parts[0] ?? '', words, search);
  for (let at = 2; at < parts.length; at += 2) {
    const [clause, further] = correctionAndMore(
      parts[at] ?? '',
      words,
      (said) => clauseRequests(said, words, search).itemRequests.length > 0,
    );
    const next = clauseRequests(clause, words, search);
    const more = parts[at - 1] !== undefined && next.itemRequests.length > 0;
    asked = more || adds.test(plain(clause)) ? joined(asked, next) : corrected(asked, next);
    if (further !== null) asked = joined(asked, clauseRequests(further, words, search));
  }
  return {
    itemRequests: bounded(asked.itemRequests),
    optionRequests: asked.optionRequests.slice(0, MAX_OPTION_REQUESTS),
    quantity: asked.quantity,
  };
}

/** As many of the dishes as the state of a call has room for. */
export function bounded(itemRequests: readonly ItemRequest[]): readonly ItemRequest[] {
  let length = 0;
  return itemRequests
    .slice(0, MAX_ITEM_REQUESTS)
    .filter((one) => (length += JSON.stringify(one).length) <= MAX_REQUESTS_LENGTH);
}

function joined(one: ItemRequests, other: ItemRequests): ItemRequests {
  return {
    itemRequests: [...one.itemRequests, ...other.itemRequests],
    optionRequests: [...one.optionRequests, ...other.optionRequests],
    quantity: one.quantity ?? other.quantity,
  };
}

/** What was said before, with its last dish as it was corrected. */
function corrected(before: ItemRequests, { itemRequests, optionRequests, quantity }: ItemRequests) {
  const last = before.itemRequests.at(-1);
  const [next, ...more] = itemRequests;
  if (!last || (next && next.itemIds.length === 0 && next.categoryId === null))
    return joined(before, { itemRequests, optionRequests, quantity });
  const requests = [...last.optionRequests, ...optionRequests, ...(next?.optionRequests ?? [])];
  const dish = {
    ...(next && next.itemIds.length > 0 ? next : last),
    quantity: quantity ?? next?.quantity ?? last.quantity,
    optionRequests: requests.slice(-MAX_OPTION_REQUESTS),
  };
  return { ...before, itemRequests: [...before.itemRequests.slice(0, -1), dish, ...more] };
}

function clauseRequests(text: string, words: MenuWords, search: SearchItems): ItemRequests {
  const { prepared, stories } = words.vocabulary.food;
  const ofToday = stories.reduce(
    (said, story) => (said.search(story) < 0 ? said : said.replace(story, ' ')),
    stories.some((story) => plain(text).search(story) >= 0) ? plain(text) : text,
  );
  const clean = prepared.reduce((said, [pattern, by]) => said.replace(pattern, by), ofToday);
  const masked = maskWishes(
    soundsAsNumber(clean, words.vocabulary),
    words.vocabulary,
    words.namesLikeWishes,
  );
  const tokens = words.tokens(masked.text);
  const segments = new Segmenter(tokens, words, masked.notes).run();
  const itemRequests: ItemRequest[] = [];
  const optionRequests: OptionRequest[] = [];
  let quantity: number | null = null;
  const known = segments.some(({ items, categoryId }) => items !== null || categoryId !== null);
  for (const segment of segments) {
    const { lead, items } = segment;
    const short = lead.length > 0 && lead.length <= MAX_UNKNOWN_WORDS;
    if (short && !coveredBy(words, items, lead)) {
      const other = { ...emptySegment(), unknown: [...lead] };
      const named = soundsLike(lead, words, search) ? itemRequestOf(other, words, search) : null;
      if (named) itemRequests.push(named);
      else if (segment.leads && lead.length <= MAX_LEAD)
        segment.optionRequests.push({ words: clipped(lead), minus: false });
    }
    const [before] = itemRequests.slice(-1);
    if (segment.listed && segment.items === null && before && !sounds(segment, words, search)) {
      // "With ham, olives and bacon", which the menu does not have.
      const more = { words: clipped(segment.unknown), minus: false };
      const optionRequests = [...before.optionRequests, more];
      itemRequests[itemRequests.length - 1] = { ...before, optionRequests };
      continue;
    }
    // "He eats meat, so a meat lovers": the dish is named elsewhere.
    const { unknown } = segment;
    const elsewhere = (other: Segment) => coveredBy(words, other.items, unknown);
    if (items === null && unknown.length > 0 && segment.quantity === null)
      if (segments.some((other) => other !== segment && elsewhere(other))) continue;
    // "I am still on the line": a word of everyday talk, though it is one of a dish's name.
    const { everyday } = words.vocabulary.food;
    if (segment.quantity === null && items === null && tokens.length > MAX_BARE)
      if (unknown.every((token) => everyday.has(token))) unknown.length = 0;
    // In a story, words that name nothing and are not counted are no dish.
    const plainly = tokens.length <= MAX_PLAIN;
    const named = segment.counted || (plainly && (segment.quantity !== null || segment.added));
    const noise = segment.unknown.length > (named ? MAX_UNKNOWN_WORDS : 0);
    if (known && segment.items === null && noise && !sounds(segment, words, search)) {
      continue;
    }
    const itemRequest = itemRequestOf(segment, words, search);
    if (itemRequest) {
      itemRequests.push(itemRequest);
      continue;
    }
    optionRequests.push(...segment.optionRequests);
    quantity ??= segment.quantity;
  }
  if (itemRequests.length + optionRequests.length === 0)
    return { itemRequests, optionRequests, quantity };
  const said = asSaid(text, words);
  const wishes = (all: readonly OptionRequest[]) =>
    all.map((wish) => ({ ...wish, words: said(wish.words) }));
  return {
    itemRequests: itemRequests.map((one) => ({
      ...one,
      words: one.itemIds.length > 0 && !one.unsure ? one.words : said(one.words, 'name'),
      optionRequests: wishes(one.optionRequests),
    })),
    optionRequests: wishes(optionRequests),
    quantity,
  };
}

/**
 * Gives compared words back as the caller said them: "tomatoes" rather than "tomatoe", "piña" with
 * its accent. `name`: in the order of the sentence, with the "de" between them.
 */
function asSaid(text: string, words: MenuWords): (compared: string, name?: 'name') => string {
  const spoken = text.toLowerCase().match(/[\p{L}\p{M}\p{Nd}'’]+/gu) ?? [];
  const compared = spoken.map((word) => words.tokens(word).join(' '));
  return (phrase, name) => {
    const tokens = phrase.split(' ');
    const places = tokens.map((token) => compared.indexOf(token));
    const [first, last] = [Math.min(...places), Math.max(...places) + 1];
    const isName =
      first >= 0 && compared.slice(first, last).every((one) => one === '' || tokens.includes(one));
    if (name !== undefined && isName) return clipped(spoken.slice(first, last));
    return clipped(tokens.map((token, index) => spoken[places[index] ?? -1] ?? token));
  };
}

/** "Too large pepperonis" are two of them. */
function soundsAsNumber(text: string, { numbers }: Vocabulary): string {
  const { soundsBeforeDish: pattern, sounds } = numbers;
  if (pattern === null) return text;
  return plain(text).replace(
    pattern,
    (_, before: string, word: string) => `${before}${sounds.get(word) ?? word}`,
  );
}

/** Null when no dish and no part of the menu is meant. */
function itemRequestOf(
  segment: Segment,
  words: MenuWords,
  search: SearchItems,
): ItemRequest | null {
  const { items, unknown, categoryId, quantity } = segment;
  const optionRequests = unmarked(segment.optionRequests.slice(0, MAX_OPTION_REQUESTS));
  const itemRequest = {
    quantity,
    ...(segment.open && { openQuantity: true as const }),
    optionRequests,
    categoryId: null,
    unsure: false,
  };
  if (items !== null) {
    const names = items.map(({ name }) => name).join(' ');
    return { ...itemRequest, itemIds: ids(items), words: clipped([names]) };
  }
  const kind = categoryId === null ? [] : [words.nameOf(categoryId)];
  if (unknown.length > 0) {
    const hits = search([...unknown, ...kind].join(' '));
    const sure = hits.filter((item) => words.coverage(item, unknown).alike === unknown.length);
    const [only, ...others] = sure;
    if (only) {
      const unsure = others.length === 0 && words.isHalfOf(only, unknown);
      return { ...itemRequest, itemIds: ids(sure), unsure, words: clipped(unknown) };
    }
    // "Dr Pepper" is no misheard pepperoni.
    const heads = segment.optionRequests.flatMap((one) => (one.heads ? [one.words] : []));
    const called = clipped([...heads, ...unknown]);
    const { similar } = words.vocabulary.details;
    const either = [called, clipped([...unknown, ...heads])];
    if (similar.some(([one]) => either.some((way) => one.test(way))))
      return { ...itemRequest, itemIds: [], unsure: true, words: called };
    // "Garlic notes": what was taken for an option may be half of a name.
    const all = [
      ...optionRequests.flatMap(({ words: one, note }) => (note ? [] : [one])),
      ...unknown,
    ];
    // Of a "supreme pizza" the pizza alone is on the menu.
    const telling = all.flatMap((one) => one.split(' ')).filter((one) => !words.categoryOf(one));
    const tells = (item: CatalogueItem): boolean =>
      telling.length === 0 || words.coverage(item, telling).alike > 0;
    const near = search([...all, ...kind].join(' ')).filter((item) => {
      const covered = words.coverage(item, all);
      return covered.exact > 0 && covered.alike * 2 >= all.length && tells(item);
    });
    const named = (optionRequest: OptionRequest) =>
      optionRequest.note !== true &&
      near.some((item) => words.coverage(item, words.tokens(optionRequest.words)).exact > 0);
    const rest = optionRequests.filter((optionRequest) => !named(optionRequest));
    // "A large taco pizza": the size is no part of what is not on the menu.
    const names = all.filter((one) => categoryId === null || !isSize(one, words));
    return {
      ...itemRequest,
      optionRequests: rest,
      categoryId,
      itemIds: ids(near),
      unsure: true,
      words:
        near.length > 0 || heads.length === 0 ? clipped(near.length > 0 ? all : names) : called,
    };
  }
  if (categoryId === null) return null;
  // "A cheese pizza": what would be an option of a dish may name one of this kind; behind the kind,
  // "a pizza with peppers", only the whole name of a dish does.
  const beforeKind = words.vocabulary.food.kindFirst ? null : segment.beforeKind;
  const naming = optionRequests.filter(
    ({ minus, note, words: called }, index) =>
      !minus && !note && (index < (beforeKind ?? Infinity) || words.isDish(called)),
  );
  for (const optionRequest of naming) {
    const named = search([optionRequest.words, ...kind].join(' ')).filter(
      (item) =>
        item.category.id === categoryId &&
        words.coverage(item, words.tokens(optionRequest.words)).alike ===
          words.tokens(optionRequest.words).length,
    );
    if (named.length > 0 && named.length <= MAX_CANDIDATES) {
      const rest = optionRequests.filter((other) => other !== optionRequest);
      return {
        ...itemRequest,
        optionRequests: rest,
        itemIds: ids(named),
        words: clipped([optionRequest.words, ...kind]),
      };
    }
  }
  const base = plainWith(words, categoryId, optionRequests);
  if (base) return { ...itemRequest, itemIds: [base.id], words: base.name };
  return { ...itemRequest, categoryId, itemIds: [], words: clipped(kind) };
}

/** "Familiar", which says how large a dish shall be and not what it is called. */
function isSize(said: string, words: MenuWords): boolean {
  const option = words.optionAt(words.tokens(said), 0, null);
  return (option?.found.group.min ?? 0) > 0;
}

/** Whether words that are no name sound like that of a dish: each of them does. */
function sounds({ unknown, listed }: Segment, words: MenuWords, search: SearchItems): boolean {
  return soundsLike(unknown, words, (query) =>
    search(query).filter((item) => !listed || !words.isHalfOf(item, unknown)),
  );
}

function soundsLike(unknown: readonly string[], words: MenuWords, search: SearchItems): boolean {
  return (
    unknown.length <= MAX_UNKNOWN_WORDS &&
    search(unknown.join(' ')).some((item) => words.coverage(item, unknown).alike === unknown.length)
  );
}

/** Whether the words are among the names of a dish: "grilled" of the "grilled vegetables". */
function coveredBy(
  words: MenuWords,
  items: readonly CatalogueItem[] | null,
  lead: readonly string[],
): boolean {
  return items?.some((item) => words.coverage(item, lead).alike === lead.length) ?? false;
}

function ids(items: readonly CatalogueItem[]): readonly string[] {
  return items.slice(0, MAX_CANDIDATES).map(({ id }) => id);
}
