import type { MenuOption, ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import { sizeBehind } from './size-behind.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { categoryNames, withCategories, type CategoryNames } from './category-names.js';
import {
  asUsual,
  beforeNumber,
  byLength,
  fromNumber,
  note,
  ownThing,
  sameName,
  thingIn,
  withFor,
  withoutKind,
} from './menu-names.js';
import { mishears } from './sounding.js';
import { namesLikeWishes } from './wishes.js';
import { alike, numberOf, standsAt, tokensOf } from './words.js';

/** Most ways to say one name in another language. */
const MAX_TRANSLATIONS = 8;

/** A dish or several that share a name, as they are called. */
interface ItemPhrase {
  readonly tokens: readonly string[];
  readonly items: readonly CatalogueItem[];
}

/** An option as it is called, without "extra" and "no". */
interface OptionPhrase {
  readonly tokens: readonly string[];
  readonly group: ModifierGroup;
  readonly option: MenuOption;
  /** It leaves something out. */
  readonly minus: boolean;
}

/** Something found in what was said, and how many words it took. */
export interface Found<T> {
  readonly found: T;
  readonly length: number;
}

/**
 * How the things on a menu are called by callers. Names that are cut short ("pepperoni" for
 * the pizza) stand behind whole names, so that a whole name is never ambiguous.
 */
export class MenuWords {
  /** In these are words that may also be a wish for the kitchen. */
  readonly namesLikeWishes: readonly string[];
  private readonly items: readonly ItemPhrase[];
  private readonly options: readonly OptionPhrase[];
  private readonly wholeNames: ReadonlySet<string>;
  private readonly categories: ReadonlyMap<string, readonly string[]>;
  private readonly categoryPhrases: CategoryNames['phrases'] = [];
  /** All words that the menu is written with, in the caller's language too. */
  private readonly written = new Set<string>();
  /** Names of several words by what they are when written as one: "cocacola". */
  private readonly joinedNames = new Map<string, readonly string[]>();
  private readonly itemNames = new Map<CatalogueItem, readonly string[]>();
  private readonly translations: ReadonlyMap<string, readonly (readonly string[])[]>;
  constructor(
    private readonly menu: Menu,
    readonly vocabulary: Vocabulary,
  ) {
    const { translations, noKinds } = vocabulary.food;
    this.translations = new Map(
      Object.entries(translations).map(([phrase, said]) => [
        this.tokens(phrase).join(' '),
        said.split('|').map((one) => this.tokens(one)),
      ]),
    );
    const ways = (name: string) => [this.tokens(name), ...this.translated(this.tokens(name))];
    const { words, phrases } = categoryNames(menu, ways, noKinds);
    this.categories = words;
    const { items, modifierGroups } = menu;
    const options = modifierGroups.flatMap((group) => group.options);
    const names = [
      ...items.flatMap(({ aliases }) => aliases),
      ...[...items, ...options].map(({ name }) => name),
    ];
    this.namesLikeWishes = namesLikeWishes(names, vocabulary);
    this.wholeNames = new Set(
      items.flatMap((item) =>
        [item.name, ...item.aliases].map((written) => this.tokens(written).join(' ')),
      ),
    );
    this.items = byLength(this.itemPhrases());
    this.options = byLength(menu.modifierGroups.flatMap((group) => this.optionPhrases(group)));
    for (const { tokens } of [...this.items, ...this.options])
      for (const token of tokens) this.written.add(token);
    for (const { tokens } of this.items)
      if (tokens.length > 1 && !this.written.has(tokens.join('')))
        this.joinedNames.set(tokens.join(''), tokens);
    // From here on, since a dish may have such words in its name.
    this.categoryPhrases = phrases.filter(({ tokens }) => this.itemAt(tokens, 0) === null);
  }

  /** Things of the menu are called halves. */
  get hasHalves(): boolean {
    return this.vocabulary.food.halfWords.some((word) => this.written.has(word));
  }

  /** A word of everyday talk, which is none of the menu's; "a bottle of" something is packing. */
  isEveryday(token: string, next?: string): boolean {
    const { everyday, ofWhat } = this.vocabulary.food;
    return (
      everyday.has(token) &&
      !this.categoryOf(token) &&
      (!this.written.has(token) || next === ofWhat)
    );
  }

  /** A text of the menu or of the caller, as words that can be compared. */
  tokens(text: string): readonly string[] {
    const tokens = tokensOf(text, this.vocabulary).flatMap(
      (token) => this.joinedNames.get(token) ?? this.baseOf(token),
    );
    return withCategories(tokens, this.categoryPhrases);
  }

  /** "Coquita" is "coca" where that is a word of the menu. */
  private baseOf(token: string): string {
    const isKnown = (one: string) => this.written.has(one) || this.categoryOf(one) !== null;
    if (this.written.size === 0 || isKnown(token)) return token;
    return this.vocabulary.food.baseForms(token).find(isKnown) ?? token;
  }

  /**
   * The dish whose name stands at this place, the longest name first, and of equal names the one
   * of a dish that comes as it was asked for: a "large veggie" is the pizza.
   */
  itemAt(
    tokens: readonly string[],
    at: number,
    wanted: readonly OptionRequest[] = [],
  ): Found<readonly CatalogueItem[]> | null {
    const [first, ...others] = this.items.filter((candidate) =>
      standsAt(tokens, at, candidate.tokens, sameName),
    );
    const asked = (end: number) => [...wanted, ...sizeBehind(tokens, at + end, this)];
    const fitting = ({ items, tokens: { length } }: ItemPhrase) =>
      items.filter((item) => this.comes(item, asked(length)));
    const equal = others.filter((other) => other.tokens.length === first?.tokens.length);
    const fits = (one: ItemPhrase) => fitting(one).length > 0;
    const phrase = first && fits(first) ? first : (equal.find(fits) ?? first);
    if (!phrase || this.isCutBehind(tokens, at, phrase.tokens.length)) return null;
    const { items, tokens: name } = phrase;
    return { found: fits(phrase) ? fitting(phrase) : items, length: name.length };
  }

  /** "Pizza veggie garden" is the "veggie garden" rather than a "pizza veggie". */
  private isCutBehind(tokens: readonly string[], at: number, length: number): boolean {
    if (length < 2 || this.categoryOf(tokens[at] ?? '') === null) return false;
    return (this.itemAt(tokens, at + 1)?.length ?? 0) >= length;
  }

  /** Whether the words are all of a dish's name, which may be that of an option too. */
  isDish(words: string): boolean {
    return this.wholeNames.has(this.tokens(words).join(' '));
  }

  /** Whether the words are one of the things that an alias joins: "bacon" of "bacon and egg pasta". */
  isHalfOf({ name, aliases }: CatalogueItem, tokens: readonly string[]): boolean {
    const covers = (written: string) =>
      tokens.every((token) => this.named(written).some((word) => alike(token, word)));
    const { joints } = this.vocabulary.food;
    const joined = aliases.filter(covers).map((alias) => this.tokens(alias));
    return (
      joined.length > 0 &&
      !covers(name) &&
      joined.every((alias) => alias.length > tokens.length && alias.some((one) => joints.has(one)))
    );
  }

  /** An option at this place: of the item if one is given, otherwise of any. */
  optionAt(
    tokens: readonly string[],
    at: number,
    item: CatalogueItem | null,
  ): Found<OptionPhrase> | null {
    const known = item
      ? this.options.filter(({ group }) => item.groups.includes(group))
      : this.options;
    const phrase =
      known.find((candidate) => standsAt(tokens, at, candidate.tokens, sameName)) ??
      (item && known.find((candidate) => standsAt(tokens, at, candidate.tokens, alike)));
    return phrase ? { found: phrase, length: phrase.tokens.length } : null;
  }

  /** Options of the item that are called so, those that can be had first. */
  optionsCalled(item: CatalogueItem, words: string, minus: boolean): readonly OptionPhrase[] {
    const tokens = this.tokens(words);
    const called = (same: (one: string, other: string) => boolean) =>
      this.options.filter(
        (phrase) =>
          phrase.minus === minus &&
          item.groups.includes(phrase.group) &&
          phrase.tokens.length === tokens.length &&
          standsAt(tokens, 0, phrase.tokens, same),
      );
    const exact = called((one, other) => one === other);
    const found = exact.length > 0 ? exact : called(alike);
    return found.toSorted((a, b) => Number(a.option.soldOut ?? 0) - Number(b.option.soldOut ?? 0));
  }

  /** An option as a request for it; null for one that is not on the menu. */
  requestFor(optionId: string): OptionRequest | null {
    const phrase = this.options.find(({ option }) => option.id === optionId);
    return phrase ? { words: phrase.tokens.join(' '), minus: phrase.minus } : null;
  }

  /** The dishes whose names have all of the words, and that can be had as they are wanted. */
  suited(tokens: readonly string[], wanted: readonly OptionRequest[]): readonly CatalogueItem[] {
    return this.menu.items.filter(
      (item) => this.coverage(item, tokens).exact === tokens.length && this.comes(item, wanted),
    );
  }

  /** Whether a dish can be had with all that is wanted of it. */
  comes(item: CatalogueItem, wanted: readonly OptionRequest[]): boolean {
    return wanted.every(
      ({ words, minus, note: noted }) =>
        noted === true || this.optionsCalled(item, words, minus).length > 0,
    );
  }

  /** The number that is an option's name: "twelve" of the sizes of a portion; null when it has another. */
  countOf(option: MenuOption): number | null {
    const counts = this.options.flatMap(({ option: { id }, tokens }) =>
      id === option.id && tokens.length === 1 ? (numberOf(tokens[0]) ?? []) : [],
    );
    return counts[0] ?? null;
  }

  /** Whether a number is that of a portion of the item, which has to be chosen. */
  isPortion(item: CatalogueItem, number: string): boolean {
    return this.optionsCalled(item, number, false).some(({ group }) => group.min > 0);
  }

  /** The part of the menu that a word names. */
  categoryOf(token: string): string | null {
    for (const [id, tokens] of this.categories) if (tokens.includes(token)) return id;
    return null;
  }

  /** The dishes of a part of the menu in whose own names all of these words are, or ones like them. */
  itemsNamed(categoryId: string, tokens: readonly string[]): readonly CatalogueItem[] {
    return this.menu.items.filter(({ category, name }) => {
      const named = category.id === categoryId ? this.named(name) : [];
      return tokens.every((token) => named.some((word) => alike(token, word)));
    });
  }

  /** The name of a part of the menu, as it is written there. */
  nameOf(categoryId: string): string {
    return this.menu.category(categoryId)?.name ?? '';
  }

  /** Whether a word only says what kind of thing the item is: "pizza" after "Margherita". */
  isKindOf(token: string, item: CatalogueItem): boolean {
    return this.categories.get(item.category.id)?.includes(token) ?? false;
  }

  /** How many of the words belong to the names of the item: as they are, and as misheard. */
  coverage(item: CatalogueItem, tokens: readonly string[]): { exact: number; alike: number } {
    const names = this.namesOf(item);
    const { everyday } = this.vocabulary.food;
    return {
      exact: tokens.filter((token) => names.includes(token)).length,
      alike: tokens.filter((token) => names.some((name) => mishears(token, name, everyday))).length,
    };
  }

  /** All words of a dish's names; worked out once for each dish. */
  private namesOf(item: CatalogueItem): readonly string[] {
    const known = this.itemNames.get(item);
    if (known) return known;
    const { leavesOut } = this.vocabulary.food;
    const written = [item.name, item.category.name, ...item.aliases].map((name) => {
      const tokens = this.tokens(name);
      // A "pizza without cheese" is no cheese pizza.
      const end = tokens.findIndex((token) => leavesOut.has(token));
      return end < 0 ? tokens : tokens.slice(0, end);
    });
    const names = written.flatMap((name) => [name, ...this.translated(name)]).flat();
    this.itemNames.set(item, names);
    return names;
  }

  /** The words of a text on the menu, in the caller's language too. */
  named(text: string): readonly string[] {
    const tokens = this.tokens(text);
    return [...tokens, ...tokens.flatMap((token) => this.translated([token]).flat())];
  }

  private itemPhrases(): readonly ItemPhrase[] {
    const whole = new Map<string, CatalogueItem[]>();
    const cut = new Map<string, CatalogueItem[]>();
    const { qualities, plainly, ampersand } = this.vocabulary.food;
    for (const item of this.menu.items) {
      const written = [item.name, ...item.aliases]
        .flatMap((name) => [name, name.replace(/&/g, ` ${ampersand} `), withFor(name)])
        .map((name) => this.tokens(name));
      for (const tokens of written.flatMap((name) => [name, ...this.translated(name)])) {
        note(whole, tokens, item);
        let end = tokens.length;
        while (end > 1 && this.isKindOf(tokens[end - 1] ?? '', item)) end -= 1;
        const kindOnly = tokens.slice(0, end).every((token) => this.categoryOf(token) !== null);
        const short = tokens.slice(0, end);
        const tells = short.some((token) => !qualities.has(token) && !plainly.has(token));
        if (end < tokens.length && !kindOnly && tells) note(cut, short, item);
        // "A cheese pizza" and "a plain pizza" are the "plain cheese pizza".
        if (!plainly.has(tokens[0] ?? '') || tokens.length < 3) continue;
        note(whole, tokens.slice(1), item);
        if (end < tokens.length) note(cut, [...tokens.slice(0, 1), ...tokens.slice(end)], item);
      }
    }
    for (const item of this.menu.items) {
      for (const tokens of this.parts(item)) note(cut, tokens, item);
    }
    // Sorting by length keeps this order: of equal names the whole one comes first.
    return [...whole, ...cut].map(([key, items]) => ({ tokens: key.split(' '), items }));
  }

  /** "Hot and sour" of "Hot and Sour Soup", "lo mein" of "Vegetable Lo Mein": two words or more. */
  private parts({ name }: CatalogueItem): readonly (readonly string[])[] {
    const { food } = this.vocabulary;
    const tokens = this.tokens(name);
    if (numberOf(tokens[0]) !== null) return [];
    const between = [food.joints, food.plus, food.minus, food.fillers, food.turns, food.dropped];
    const names = (token = '') => !between.some((words) => words.has(token));
    const beginnings = tokens.map((_, index) => tokens.slice(0, index + 1));
    const ends = tokens.map((_, index) => tokens.slice(index));
    return [
      ...beginnings.filter((part) => names(part.at(-1)) && (part.at(-1) ?? '').length > 2),
      ...ends.filter(([first]) => names(first) && numberOf(first) === null),
    ].filter((part) => part.length > 1 && part.length < tokens.length);
  }

  private optionPhrases(group: ModifierGroup): readonly OptionPhrase[] {
    const { markers, leavesOut, qualities, usual } = this.vocabulary.food;
    const kinds = this.tokens(group.name);
    const unmarked = (name: readonly string[]) =>
      name.slice(name.findIndex((token) => !markers.has(token)));
    const things = group.options.map(({ name }) => thingIn(unmarked(this.tokens(name)), qualities));
    return group.options.flatMap((option, at) => {
      const [name, id] = [this.tokens(option.name), this.tokens(option.id)];
      const minus = [name, id].some(([first]) => leavesOut.has(first ?? ''));
      const bare = unmarked(name);
      const thing = things[at] ?? '';
      const only = things.filter((other) => other === thing).length === 1;
      // An id such as `size-1` is no name to be cut short.
      const called = [
        unmarked(id),
        bare,
        beforeNumber(bare),
        fromNumber(bare),
        withoutKind(bare, kinds),
        only && thing !== '' ? thing.split(' ') : [],
        group.min > 0 && !minus ? ownThing(things, at) : [],
      ]
        .flatMap((one) => [one, ...this.translated(one)])
        .flatMap((one) => [one, ...asUsual(one, usual)])
        .filter((one) => one.length > 0);
      const distinct = new Map(called.map((name) => [name.join(' '), name]));
      return [...distinct.values()].map((tokens) => ({ tokens, group, option, minus }));
    });
  }

  /**
   * How a name of the menu is said in the caller's language: as a whole, or word by word in
   * opposite order, since what describes a thing stands on its other side there.
   */
  private translated(name: readonly string[]): readonly (readonly string[])[] {
    const whole = this.translations.get(name.join(' '));
    if (whole) return whole;
    if (!name.some((token) => this.translations.has(token))) return [];
    let said: readonly (readonly string[])[] = [[]];
    for (const token of name) {
      const ways = this.translations.get(token) ?? [[token]];
      said = said.flatMap((rest) => ways.map((way) => [...way, ...rest]));
      said = said.slice(0, MAX_TRANSLATIONS);
    }
    return said;
  }
}

const cache = new WeakMap<Menu, Map<Vocabulary, MenuWords>>();

/** The words of a menu in a language; worked out once for each. */
export function menuWords(menu: Menu, vocabulary: Vocabulary): MenuWords {
  const known = cache.get(menu) ?? new Map<Vocabulary, MenuWords>();
  const words = known.get(vocabulary) ?? new MenuWords(menu, vocabulary);
  cache.set(menu, known.set(vocabulary, words));
  return words;
}
