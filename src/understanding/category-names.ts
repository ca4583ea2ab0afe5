import type { Menu } from '../menu/catalogue/menu.js';
import { standsAt } from './words.js';

/** Another name in several words for a part of the menu: "something to drink". */
interface CategoryPhrase {
  readonly tokens: readonly string[];
  /** The word that stands for it. */
  readonly word: string;
}

/** How callers call the parts of a menu: by its name, and by the names that the menu gives besides. */
export interface CategoryNames {
  /** Single words, by the id of the category. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Names of several words, the longest first. */
  readonly phrases: readonly CategoryPhrase[];
}

/**
 * The names of all parts of a menu.
 *
 * @param waysToSay a text of the menu as words, in each way that it is said.
 * @param noKinds words that name no part by themselves.
 */
export function categoryNames(
  menu: Menu,
  waysToSay: (text: string) => readonly (readonly string[])[],
  noKinds: ReadonlySet<string>,
): CategoryNames {
  const named = menu.categories.map(({ id, name, aliases = [] }) => {
    const others = aliases.flatMap(waysToSay);
    const single = others.filter(({ length }) => length === 1);
    const words = [...waysToSay(name), ...single].flat().filter((token) => !noKinds.has(token));
    return { id, words, others: others.filter(({ length }) => length > 1) };
  });
  return {
    words: new Map(named.map(({ id, words }) => [id, words])),
    phrases: named
      .flatMap(({ words: [word = ''], others }) => others.map((tokens) => ({ tokens, word })))
      .toSorted((one, other) => other.tokens.length - one.tokens.length),
  };
}

/** The words with each name of several words as the one that stands for it. */
export function withCategories(
  tokens: readonly string[],
  phrases: readonly CategoryPhrase[],
): readonly string[] {
  const said: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const phrase = phrases.find((one) => standsAt(tokens, at, one.tokens));
    said.push(phrase?.word ?? tokens[at] ?? '');
    at += phrase?.tokens.length ?? 1;
  }
  return said;
}
