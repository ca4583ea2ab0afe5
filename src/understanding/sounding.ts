import { editDistance } from '../common/nearest.js';
import { alike } from './words.js';

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
export function soundOf(word: string): string {
  const spelt = SPELLINGS.reduce((sound, [pattern, by]) => sound.replace(pattern, by), word);
  return spelt
    .replace(/^[aeiou]+/, '@')
    .replace(/(?!^)[aeiouyhw]/g, '')
    .replace(/(.)\1+/g, '$1');
}

/**
 * Whether a word that recognition wrote is that of a name, or may be the misheard one: a letter apart,
 * or nearly the same sound. No word of everyday talk is a misheard name.
 */
export function mishears(token: string, name: string, everyday: ReadonlySet<string>): boolean {
  if (token === name) return true;
  if (everyday.has(token) || !alike(token, name)) return false;
  if (editDistance(token, name) <= 1) return true;
  const [a, b] = [soundOf(token), soundOf(name)];
  return a === b || (Math.min(a.length, b.length) > 3 && editDistance(a, b) <= 1);
}
