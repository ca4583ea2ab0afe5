import MiniSearch from 'minisearch';
import { truncate } from '../common/truncate.js';
import { ALL_ALLERGENS } from './allergens/allergen-words.js';
import type { CatalogueItem, Menu } from './catalogue/menu.js';
import { singular, words } from './plain-words.js';

/** What to look for; an item must meet all of it. Without words, the filters alone count. */
export interface MenuQuery {
  readonly query?: string;
  readonly categoryId?: string;
  /** Tags that the item must carry. */
  readonly dietary?: readonly string[];
  /** Allergens that the item must be known not to contain. */
  readonly withoutAllergens?: readonly string[];
}

/** What a search has found, the best match first. */
export interface MenuSearchResult {
  readonly items: readonly CatalogueItem[];
  /** Items that match but for their allergens, which the menu does not state. */
  readonly unknownAllergens: readonly CatalogueItem[];
}

/** Words that callers say around the name of a dish; they are not searched for. */
const STOP_WORDS = new Set(
  (
    'a an the some any one two three of with and or for to in me my i is it do you have got can get ' +
    'want would like please your that this what which order without no'
  ).split(' '),
);

/** Longest query that is looked at, in characters: a search takes time for each word. */
const MAX_QUERY_LENGTH = 400;

/** Hits that score below this share of the best hit are dropped as chance matches. */
const RELATIVE_SCORE = 0.35;

/**
 * Full-text search over the items of a menu, made for words from speech recognition: in any
 * order, misspelt, cut short, or an alias. A category's name finds its items. The name of an allergen
 * finds no dish by what is in it: "nuts" finds what is called so on the menu, or nothing.
 */
export class MenuSearch {
  readonly #menu: Menu;
  readonly #index: MiniSearch;
  /** Items by name and by alias; one that is named exactly comes first. */
  readonly #names = new Map<string, CatalogueItem>();

  constructor(menu: Menu) {
    this.#menu = menu;
    this.#index = new MiniSearch({
      fields: ['name', 'aliases', 'joined', 'category', 'description'],
      tokenize: words,
      processTerm: (term) => (STOP_WORDS.has(term) ? null : singular(term)),
      searchOptions: {
        boost: { name: 4, aliases: 3, joined: 2, category: 1, description: 0.5 },
        prefix: (term) => term.length > 2,
        fuzzy: maxEdits,
        weights: { prefix: 0.4, fuzzy: 0.4 },
      },
    });
    this.#index.addAll(
      menu.items.map(({ id, name, aliases, category, description }) => ({
        id,
        name,
        aliases: aliases.join(' '),
        joined: [name, ...aliases].flatMap((text) => joins(words(text))).join(' '),
        category: category.name,
        description,
      })),
    );
    for (const item of menu.items) {
      for (const name of item.aliases) this.#names.set(key(name), item);
    }
    for (const item of menu.items) this.#names.set(key(item.name), item);
  }

  search(query: MenuQuery): MenuSearchResult {
    const { categoryId, dietary = [], withoutAllergens = [] } = query;
    const wanted = this.#matches(truncate(query.query ?? '', MAX_QUERY_LENGTH)).filter(
      (item) =>
        (categoryId === undefined || item.category.id === categoryId) &&
        dietary.every((tag) => item.dietary.includes(tag)),
    );
    if (withoutAllergens.length === 0) return { items: wanted, unknownAllergens: [] };
    return {
      items: wanted.filter(
        ({ allergens }) => allergens && !withoutAllergens.some((one) => allergens.includes(one)),
      ),
      unknownAllergens: wanted.filter(({ allergens }) => allergens === null),
    };
  }

  #matches(query: string): readonly CatalogueItem[] {
    const terms = words(query).filter((term) => !STOP_WORDS.has(term));
    if (terms.length === 0) return this.#menu.items;
    const named = this.#names.get(key(query));
    const { allergens, others } = apart(terms);
    const hits = this.#index.search({
      combineWith: 'OR',
      queries: [
        [...new Set([...others, ...joins(others)])].join(' '),
        {
          queries: allergens,
          combineWith: 'OR',
          fields: ['name', 'category'],
          prefix: false,
          fuzzy: false,
        },
      ],
    });
    const least = (hits[0]?.score ?? 0) * RELATIVE_SCORE;
    const found = hits
      .filter(({ score }) => score >= least)
      .flatMap(({ id }) => this.#menu.item(String(id)) ?? []);
    return named ? [named, ...found.filter((item) => item !== named)] : found;
  }
}

/** Wrong letters that a word may have and still be found: 0 to 3, by its length. */
export function maxEdits(term: string): number {
  if (term.length < 4) return 0;
  if (term.length < 6) return 1;
  return term.length < 9 ? 2 : 3;
}

/** The words that name an allergen, and those that do not: "peanut butter" is a food. */
function apart(terms: readonly string[]): { allergens: string[]; others: string[] } {
  const tokens = terms.map(singular);
  const allergens: string[] = [];
  const others: string[] = [];
  for (let at = 0; at < terms.length;) {
    const named = ALL_ALLERGENS.at(tokens, at);
    const length = named?.length ?? 1;
    (named?.byName ? allergens : others).push(...terms.slice(at, at + length));
    at += length;
  }
  return { allergens, others };
}

/** Neighbouring words as one: "meat balls" is also "meatballs". */
function joins(terms: readonly string[]): string[] {
  return terms.slice(1).map((term, index) => `${terms[index]}${term}`);
}

function key(name: string): string {
  return words(name)
    .filter((term) => !STOP_WORDS.has(term))
    .map(singular)
    .join(' ');
}
