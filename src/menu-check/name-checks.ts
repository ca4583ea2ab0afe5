import { soundOf } from '../understanding/sounding.js';
import { editDistance } from '../common/nearest.js';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import type { MenuWords } from '../understanding/menu-words.js';
import { warning, type Finding } from './finding.js';

/** Most dishes that one row names. */
const MAX_NAMED = 5;

interface Named<T = { readonly name: string }> {
  readonly item: T;
  readonly tokens: readonly string[];
}

/**
 * Dishes, and options of one group, that a caller or recognition may take for each other, by their
 * names and aliases.
 */
export function nameFindings(menu: Menu, words: MenuWords): readonly Finding[] {
  const withTokens = <T extends { readonly name: string }>(item: T) => ({
    item,
    tokens: words.tokens(item.name),
  });
  const dishes = menu.items.map(withTokens);
  const options = menu.modifierGroups.map((group) => group.options.map(withTokens));
  return [
    ...shared(menu, words),
    ...[dishes, ...options].flatMap(alikePairs),
    ...contained(dishes, words),
  ];
}

/** Names and aliases that several dishes have. */
function shared(menu: Menu, words: MenuWords): readonly Finding[] {
  const owners = new Map<string, Set<CatalogueItem>>();
  for (const item of menu.items) {
    for (const name of [item.name, ...item.aliases]) {
      const key = words.tokens(name).join(' ');
      owners.set(key, (owners.get(key) ?? new Set()).add(item));
    }
  }
  return [...owners]
    .filter(([key, items]) => key !== '' && items.size > 1)
    .map(([key, items]) =>
      warning(
        namesOf([...items]),
        `all are called "${key}"`,
        'callers are asked which one: leave this name to one of them',
      ),
    );
}

function alikePairs(named: readonly Named[]): readonly Finding[] {
  return named.flatMap((one, at) =>
    named
      .slice(at + 1)
      .filter((other) => soundAlike(one.tokens, other.tokens))
      .map((other) =>
        warning(
          namesOf([one.item, other.item]),
          'the names sound alike on the telephone',
          'change one of the names so that another word begins it',
        ),
      ),
  );
}

/** Names that are a part of other names, unless those have an alias that leaves it out. */
function contained(named: readonly Named<CatalogueItem>[], words: MenuWords): readonly Finding[] {
  return named.flatMap(({ item, tokens }) => {
    if (tokens.length === 0) return [];
    const holds = (longer: readonly string[]) =>
      longer.length > tokens.length && ` ${longer.join(' ')} `.includes(` ${tokens.join(' ')} `);
    const within = named
      .filter((other) => holds(other.tokens))
      .filter((other) => other.item.aliases.every((alias) => holds(words.tokens(alias))));
    if (within.length === 0) return [];
    return warning(
      item.name,
      `the name is a part of ${namesOf(within.map((other) => other.item))}`,
      `who says only "${item.name}" gets this dish: give the longer one an alias without it`,
    );
  });
}

function namesOf(items: readonly { readonly name: string }[]): string {
  const names = items.slice(0, MAX_NAMED).map(({ name }) => name);
  return [...names, ...(items.length > MAX_NAMED ? ['…'] : [])].join(' / ');
}

/** Whether two names, as words, are the same or nearly so for an ear. */
export function soundAlike(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one.join(''), other.join('')];
  if (a === b) return one.length !== other.length;
  if (one.length !== other.length) return a.length > 3 && soundOf(a) === soundOf(b) && near(a, b);
  return one.every((word, at) => wordsAlike(word, other[at] ?? ''));
}

function wordsAlike(one: string, other: string): boolean {
  if (one === other) return true;
  if (/\d/.test(one + other)) return teenAndTen(Number(one), Number(other));
  return soundOf(one) === soundOf(other) && near(one, other);
}

/** "Fifteen" and "fifty". */
function teenAndTen(one: number, other: number): boolean {
  const [teen, ten] = one < other ? [one, other] : [other, one];
  return teen > 12 && teen < 20 && ten === (teen - 10) * 10;
}

/** Different sounds may be written alike, and alike ones differently; both bounds are needed. */
function near(one: string, other: string): boolean {
  return editDistance(one, other) <= Math.max(2, Math.floor(one.length / 3));
}
