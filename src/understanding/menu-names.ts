import type { CatalogueItem } from '../menu/catalogue/menu.js';

/**
 * The same word, or its plural: that of a short word keeps its s in `tokensOf`, as in "two 7 ups",
 * and a longer one loses no more than it: "sandwiche", "pane".
 */
export function sameName(token: string, word: string): boolean {
  if (token === word) return true;
  if (token.length !== word.length + 1 || !token.startsWith(word)) return false;
  return token.endsWith('s') || (token.endsWith('e') && word.length > 2 && /[^aeiu\d]$/.test(word));
}

/** "Small 10 inch" is also "small". */
export function beforeNumber(name: readonly string[]): readonly string[] {
  const at = name.findIndex((token) => /^\d+$/.test(token));
  return at > 0 ? name.slice(0, at) : [];
}

/** "Small 10 inch" is also "10 inch". */
export function fromNumber(name: readonly string[]): readonly string[] {
  const at = name.findIndex((token) => /^\d+$/.test(token));
  return at > 0 && at < name.length - 1 ? name.slice(at) : [];
}

/** "Thin crust" of the group "Crust" is also "thin". */
export function withoutKind(name: readonly string[], kinds: readonly string[]): readonly string[] {
  return name.filter((token) => !kinds.includes(token));
}

/** What an option is, without how it is made or looks: "egg" of "fried egg". */
export function thingIn(name: readonly string[], qualities: ReadonlySet<string>): string {
  return name.filter((token) => !qualities.has(token)).join(' ');
}

/** "Classic crust" is also the "regular crust". */
export function asUsual(
  name: readonly string[],
  usual: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const at = name.findIndex((token) => usual.has(token));
  if (at < 0 || name.length < 2) return [];
  return [...usual].map((word) => name.with(at, word));
}

/**
 * "Two-liter bottle", of which there is no other bottle, is also the "bottle".
 *
 * @param names those of the options of a group.
 */
export function ownThing(names: readonly string[], at: number): readonly string[] {
  const last = names[at]?.split(' ').at(-1) ?? '';
  const others = names.filter((name, index) => index !== at && name.split(' ').includes(last));
  return names.length > 1 && others.length === 0 && /^\p{L}{4,}$/u.test(last) ? [last] : [];
}

/** Notes a dish under one of its names. */
export function note(
  phrases: Map<string, CatalogueItem[]>,
  tokens: readonly string[],
  item: CatalogueItem,
): void {
  const key = tokens.join(' ');
  const known = phrases.get(key) ?? [];
  if (key !== '' && !known.includes(item)) phrases.set(key, [...known, item]);
}

/** The longest names first. */
export function byLength<T extends { readonly tokens: readonly string[] }>(
  phrases: readonly T[],
): T[] {
  return phrases.toSorted((a, b) => b.tokens.length - a.tokens.length);
}

/** "Spaghetti and meatballs" are also "spaghetti with meatballs". */
export function withFor(name: string): string {
  return name.replace(/ and /gi, ' with ');
}
