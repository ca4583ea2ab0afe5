import { truncate } from '../../common/truncate.js';
import type { ModifierGroup } from '../../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../../menu/catalogue/menu.js';
import type { OptionRequest, ItemRequest } from '../ivr-state.js';
import type { MenuWords } from './menu-words.js';
import type { Vocabulary } from '../vocabulary/vocabulary.js';
import { numberOf } from './words.js';

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
const MAX_ITEM_REQUESTS = 5;
const MAX_CANDIDATES = 8;
const MAX_OPTION_REQUESTS = 10;
const MAX_WORDS_LENGTH = 60;

interface Segment {
  quantity: number | null;
  items: readonly CatalogueItem[] | null;
  categoryId: string | null;
  optionRequests: OptionRequest[];
  unknown: string[];
}

/**
 * Takes a sentence such as "two large pepperoni pizzas with extra cheese and a coke" apart. Names
 * of the menu are looked for first, the longest at each place; only words that are left over go to
 * the search. Whether a request can be fulfilled is decided later.
 */
export function parseItemRequests(
  text: string,
  words: MenuWords,
  search: SearchItems,
): ItemRequests {
  const { prepared } = words.vocabulary.food;
  const clean = prepared.reduce((said, [pattern, by]) => said.replace(pattern, by), text);
  const segments = new Segmenter(words.tokens(clean), words).run();
  const itemRequests: ItemRequest[] = [];
  const optionRequests: OptionRequest[] = [];
  let quantity: number | null = null;
  for (const segment of segments) {
    const itemRequest = itemRequestOf(segment, words, search);
    if (itemRequest) {
      itemRequests.push(itemRequest);
      continue;
    }
    optionRequests.push(...segment.optionRequests);
    quantity ??= segment.quantity;
  }
  return {
    itemRequests: itemRequests.slice(0, MAX_ITEM_REQUESTS),
    optionRequests: optionRequests.slice(0, MAX_OPTION_REQUESTS),
    quantity,
  };
}

/** Walks over the words once and cuts them where another dish begins. */
class Segmenter {
  private readonly food: Vocabulary['food'];
  private readonly segments: Segment[] = [];
  private now = emptySegment();
  private mode: 'head' | 'plus' | 'minus' = 'head';
  /** The last word was an "and". */
  private joined = false;
  /** Words of the last option's group, which say nothing new: "sauce" after "buffalo". */
  private kinds: readonly string[] = [];
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly words: MenuWords,
  ) {
    this.food = words.vocabulary.food;
  }

  run(): readonly Segment[] {
    while (this.at < this.tokens.length) this.at += this.step(this.tokens[this.at] ?? '');
    this.cut();
    return this.segments;
  }

  /** Deals with what stands here and tells how many words that took. */
  private step(token: string): number {
    const item = this.words.itemAt(this.tokens, this.at);
    const option = this.words.optionAt(this.tokens, this.at, this.now.items?.[0] ?? null);
    const longest = Math.max(item?.length ?? 0, option?.length ?? 0);
    if ((longest < 2 || this.counts(token, item)) && this.isStructure(token)) return 1;
    if (item && !(option && this.preferOption(item.length, option.length))) {
      this.takeItems(item.found);
      return item.length;
    }
    if (option) {
      const { group } = option.found;
      this.takeOption(group, this.tokens.slice(this.at, this.at + option.length));
      this.kinds = this.words.named(group.name);
      return option.length;
    }
    this.takeWord(token);
    return 1;
  }

  /** "Two meatballs" are two of a dish, unless they go with another one. */
  private counts(token: string, item: unknown): boolean {
    if (item !== null || this.now.items !== null || numberOf(token) === null) return false;
    return this.words.itemAt(this.tokens, this.at + 1) !== null;
  }

  private isStructure(token: string): boolean {
    const number = this.food.articles.has(token) ? 1 : numberOf(token);
    if (number !== null) this.takeNumber(number, this.food.articles.has(token));
    else if (this.food.joints.has(token)) this.joined = true;
    else if (this.food.plus.has(token)) this.mode = 'plus';
    else if (this.food.minus.has(token)) this.mode = 'minus';
    else return false;
    return true;
  }

  private takeNumber(number: number, article: boolean): void {
    // "with a little cheese" goes on about the same dish.
    if (article && this.food.plus.has(this.tokens[this.at - 1] ?? '')) return;
    const { items, categoryId, optionRequests, unknown } = this.now;
    const named = items !== null || categoryId !== null || unknown.length > 0;
    if (named || (this.joined && optionRequests.length > 0)) this.cut();
    if (!article || this.now.quantity === null) this.now.quantity = number;
    this.joined = false;
    this.mode = 'head';
  }

  private preferOption(itemLength: number, optionLength: number): boolean {
    if (this.now.items === null && this.mode === 'head') return optionLength > itemLength;
    if (this.mode === 'head' && this.joined) return false;
    return optionLength >= itemLength;
  }

  private takeItems(items: readonly CatalogueItem[]): void {
    const { now } = this;
    if (now.items !== null || now.unknown.length > 0 || (now.categoryId && this.joined)) this.cut();
    this.now.items = items;
    this.joined = false;
    this.mode = 'head';
  }

  private takeOption(group: ModifierGroup, phrase: readonly string[]): void {
    const item = this.now.items?.[0];
    const taken = this.now.optionRequests.some(({ words }) =>
      item
        ? this.words.optionsCalled(item, words, false).some((called) => called.group === group)
        : false,
    );
    // "A large pepperoni and small margherita": the second size begins the second dish.
    if (this.joined && this.mode === 'head' && group.max === 1 && taken) this.cut();
    this.now.optionRequests.push({ words: clipped(phrase), minus: this.mode === 'minus' });
    this.joined = false;
  }

  private takeWord(token: string): void {
    const { now } = this;
    if (this.food.turns.has(token)) {
      this.mode = 'head';
      return;
    }
    if (this.food.fillers.has(token) || this.kinds.includes(token)) return;
    if (now.items?.some((item) => this.words.isKindOf(token, item))) return;
    const categoryId = this.words.categoryOf(token);
    // An unwanted thing is an option request, never the name of a dish.
    if (this.mode === 'minus' || (now.items !== null && this.mode === 'plus' && !this.joined)) {
      now.optionRequests.push({ words: clipped([token]), minus: this.mode === 'minus' });
    } else if (now.items === null || this.joined) {
      if (now.items !== null) this.cut();
      if (categoryId !== null && this.now.unknown.length === 0) this.now.categoryId ??= categoryId;
      else this.now.unknown.push(token);
    }
    this.joined = false;
  }

  private cut(): void {
    const { items, categoryId, quantity, optionRequests, unknown } = this.now;
    const empty =
      !items && !categoryId && quantity === null && optionRequests.length + unknown.length === 0;
    if (!empty) this.segments.push(this.now);
    this.now = emptySegment();
    this.mode = 'head';
    this.kinds = [];
  }
}

/** Null when no dish and no part of the menu is meant. */
function itemRequestOf(
  segment: Segment,
  words: MenuWords,
  search: SearchItems,
): ItemRequest | null {
  const { items, unknown, categoryId, quantity } = segment;
  const optionRequests = segment.optionRequests.slice(0, MAX_OPTION_REQUESTS);
  const itemRequest = { quantity, optionRequests, categoryId: null, unsure: false };
  if (items !== null) {
    const names = items.map(({ name }) => name).join(' ');
    return { ...itemRequest, itemIds: ids(items), words: clipped([names]) };
  }
  const kind = categoryId === null ? [] : [words.nameOf(categoryId)];
  if (unknown.length > 0) {
    const hits = search([...unknown, ...kind].join(' '));
    const sure = hits.filter((item) => words.coverage(item, unknown).alike === unknown.length);
    if (sure.length > 0) return { ...itemRequest, itemIds: ids(sure), words: clipped(unknown) };
    // "Garlic notes": what was taken for an option may be half of a name.
    const all = [...optionRequests.map((optionRequest) => optionRequest.words), ...unknown];
    const near = search([...all, ...kind].join(' ')).filter((item) => {
      const covered = words.coverage(item, all);
      return covered.exact > 0 && covered.alike * 2 >= all.length;
    });
    const named = (optionRequest: OptionRequest) =>
      near.some((item) => words.coverage(item, words.tokens(optionRequest.words)).exact > 0);
    const rest = optionRequests.filter((optionRequest) => !named(optionRequest));
    return {
      ...itemRequest,
      optionRequests: rest,
      categoryId,
      itemIds: ids(near),
      unsure: true,
      words: clipped(all),
    };
  }
  if (categoryId === null) return null;
  // "A cheese pizza": what would be an option of a dish may name one of this kind.
  for (const optionRequest of optionRequests.filter(({ minus }) => !minus)) {
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
  return { ...itemRequest, categoryId, itemIds: [], words: clipped(kind) };
}

function ids(items: readonly CatalogueItem[]): readonly string[] {
  return items.slice(0, MAX_CANDIDATES).map(({ id }) => id);
}

function clipped(words: readonly string[]): string {
  return truncate(words.join(' '), MAX_WORDS_LENGTH);
}

function emptySegment(): Segment {
  return { quantity: null, items: null, categoryId: null, optionRequests: [], unknown: [] };
}
