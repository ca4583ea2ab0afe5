import { editDistance } from '../common/nearest.js';
import { maxEdits } from '../menu/menu-search.js';
import { singular, words } from '../menu/plain-words.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';

/** A shorter word is too often another one: cake and coke, size and side. */
const FUZZY_LENGTH = 5;

/** What was said in lower case, without accents, apostrophes and punctuation. */
export function plain(text: string): string {
  return words(text).join(' ');
}

/** Cuts something off a text until it is not there any more. */
export function cutAll(pattern: RegExp, text: string): string {
  let rest = text;
  for (let cut = rest.replace(pattern, ''); cut !== rest; cut = rest.replace(pattern, '')) {
    rest = cut;
  }
  return rest;
}

/** Words of a plain text as they are compared: numbers in digits, nouns without the plural's s. */
export function tokensOf(text: string, vocabulary: Vocabulary): readonly string[] {
  const { units, tens, amounts } = vocabulary.numbers;
  const counted = amounts.reduce((said, [amount, n]) => said.replace(amount, n), plain(text));
  const tokens: string[] = [];
  let afterTen = false;
  for (const word of counted.split(' ')) {
    if (word === '' || vocabulary.food.dropped.has(word)) continue;
    const unit = units.indexOf(word);
    const ten = tens.indexOf(word);
    const last = Number(tokens.at(-1));
    if (afterTen && unit > 0 && unit < 10) tokens[tokens.length - 1] = String(last + unit);
    else if (unit >= 0) tokens.push(String(unit));
    else tokens.push(ten >= 0 ? String((ten + 2) * 10) : singular(word));
    afterTen = ten >= 0;
  }
  return tokens;
}

/** A whole number from 1 to 99; null for anything else. */
export function numberOf(token: string | undefined): number | null {
  return token !== undefined && /^[1-9]\d?$/.test(token) ? Number(token) : null;
}

/** The number a caller chooses by: "three", "number 3", "the third one". */
export function spokenChoice(text: string, vocabulary: Vocabulary): number | null {
  const { before, after, ordinals, sounds } = vocabulary.numbers;
  const said = plain(text).replace(before, '');
  const bare = said.replace(after, '') || said;
  const ordinal = ordinals.indexOf(bare);
  if (ordinal >= 0) return ordinal + 1;
  const tokens = tokensOf(sounds.get(bare) ?? bare, vocabulary);
  return tokens.length === 1 ? numberOf(tokens[0]) : null;
}

/** Whether two words are the same but for what recognition gets wrong. */
export function alike(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = one.length < other.length ? one : other;
  const limit = shorter.length < FUZZY_LENGTH ? 0 : maxEdits(shorter);
  if (limit === 0 || Math.abs(one.length - other.length) > limit) return false;
  if (lettersBeyond(one, other) > limit || lettersBeyond(other, one) > limit) return false;
  return editDistance(one, other, limit + 1) <= limit;
}

/** How many letters of a word another one has nowhere, at least: each takes an edit. */
function lettersBeyond(one: string, other: string): number {
  let beyond = lettersOf(one) & ~lettersOf(other);
  let count = 0;
  for (; beyond !== 0; count++) beyond &= beyond - 1;
  return count;
}

/** The letters of a word as bits; letters may share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** Whether a phrase stands in the tokens at a place, word by word. */
export function standsAt(
  tokens: readonly string[],
  at: number,
  phrase: readonly string[],
  same: (one: string, other: string) => boolean = (one, other) => one === other,
): boolean {
  return phrase.every((word, index) => same(tokens[at + index] ?? '', word));
}
