import { editDistance } from '../../common/nearest.js';
import type { CatalogueItem, Menu } from '../../menu/catalogue/menu.js';
import type { MenuWords } from '../intents/menu-words.js';
import { warning, type Finding } from './finding.js';

/** Most dishes that one row names. */
const MAX_NAMED = 5;

interface Named {
  readonly item: CatalogueItem;
  readonly tokens: readonly string[];
}

/** Dishes that a caller or recognition may take for each other, by their names and aliases. */
export function nameFindings(menu: Menu, words: MenuWords): readonly Finding[] {
  const named = menu.items.map((item) => ({ item, tokens: words.tokens(item.name) }));
  return [...shared(menu, words), ...alikePairs(named), ...contained(named, words)];
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
function contained(named: readonly Named[], words: MenuWords): readonly Finding[] {
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

function namesOf(items: readonly CatalogueItem[]): string {
  const names = items.slice(0, MAX_NAMED).map(({ name }) => name);
  return [...names, ...(items.length > MAX_NAMED ? ['…'] : [])].join(' / ');
}

/** Whether two names, as words, are the same or nearly so for an ear; numbers never are. */
export function soundAlike(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one.join(''), other.join('')];
  if (a === b) return one.length !== other.length;
  if (one.length !== other.length) return a.length > 3 && soundOf(a) === soundOf(b) && near(a, b);
  return one.every((word, at) => wordsAlike(word, other[at] ?? ''));
}

function wordsAlike(one: string, other: string): boolean {
  if (one === other) return true;
  if (/\d/.test(one + other)) return false;
  return soundOf(one) === soundOf(other) && near(one, other);
}

/** Different sounds may be written alike, and alike ones differently; both bounds are needed. */
function near(one: string, other: string): boolean {
  return editDistance(one, other) <= Math.max(2, Math.floor(one.length / 3));
}

/** Spellings of one sound, in the order in which they are replaced. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^wh/, 'w'],
  [/^x/, 's'],
  [/ph/g, 'f'],
  [/tch|ch|sch|sh/g, '%'],
  [/[gh]h/g, ''],
  [/ck|q|c(?![eiy])/g, 'k'],
  [/c/g, 's'],
  [/x/g, 'ks'],
  [/dg(?=[eiy])/g, 'j'],
  [/z/g, 's'],
  [/v/g, 'f'],
  [/d/g, 't'],
  [/b/g, 'p'],
  [/g(?![eiy])/g, 'k'],
  [/g/g, 'j'],
];

/**
 * The consonants of a word as they sound on a telephone line, which does not carry what tells
 * voiced ones (b, d, g, v, z) from the others; with a mark for a vowel at the beginning.
 */
function soundOf(word: string): string {
  const spelt = SPELLINGS.reduce((sound, [pattern, by]) => sound.replace(pattern, by), word);
  return spelt
    .replace(/^[aeiou]+/, '@')
    .replace(/(?!^)[aeiouyhw]/g, '')
    .replace(/(.)\1+/g, '$1');
}
