import type { AllergyWords } from './vocabulary/allergy-words.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { listAt, marked, saysNoMore, single, tokensOf } from './allergies.js';

/** A wish to have an allergen left out, in which no allergy is mentioned: "no nuts please". */
export interface AllergyWish {
  /** As an order keeps allergies. */
  readonly allergies: readonly string[];
  /**
   * Of what it is said: of all the food, of nothing in particular, or after other words, of which
   * it may be a part: "a pesto, no nuts".
   */
  readonly of: 'all' | 'nothing' | 'words';
  /** Empty: nothing else was said. */
  readonly rest: string;
}

/** The wish to have allergens left out in what was said; null: there is none. */
export function allergyWish(raw: string, { allergies: words }: Vocabulary): AllergyWish | null {
  const said = marked(raw);
  const danger = words.danger.test(said);
  for (const match of said.matchAll(words.wishes)) {
    const strong = danger || match.groups?.['strong'] !== undefined;
    const before = tokensOf(said.slice(0, match.index));
    const found = wishAt(before, said.slice(match.index + match[0].length), strong, words);
    if (found) return found;
  }
  // "One peanut and he'll die".
  const named = danger ? words.lexicon.in(tokensOf(said).map(single)) : [];
  return named.length > 0 ? { allergies: named, of: 'all', rest: '' } : null;
}

function wishAt(
  before: readonly string[],
  after: string,
  strong: boolean,
  words: AllergyWords,
): AllergyWish | null {
  const tokens = tokensOf(after);
  const { allergies, length } = listAt(tokens, words, false);
  if (allergies.length === 0) return null;
  const tail = tokens.slice(length).join(' ');
  const left = tail.replace(words.ofAll, '').replace(words.danger, '').trim();
  const head = before.filter((token) => !words.around.has(token) && !words.polite.has(token));
  if (words.insteadOf.test(left)) return null;
  const all = strong || tail.replace(words.ofAll, '') !== tail;
  // "No cheese" is a wish for a dish; "no dairy" names what cannot be eaten.
  if (!all && !isNamed(tokens.slice(0, length), words)) return null;
  const rest = [...(head.length > 0 ? before : []), left].join(' ').trim();
  const alone = rest === '' || saysNoMore(rest, words) || isPolite(rest, words);
  const of = all ? 'all' : head.length === 0 ? 'nothing' : 'words';
  return { allergies, of, rest: alone ? '' : rest.replaceAll('|', '.').replace(/ ,/g, ',') };
}

/** Allergens by their own names, and no food that has them. */
function isNamed(tokens: readonly string[], words: AllergyWords): boolean {
  const singles = tokens.map(single);
  for (let at = 0; at < singles.length;) {
    const found = words.lexicon.at(singles, at);
    if (found?.byName === false) return false;
    at += found?.length ?? 1;
  }
  return true;
}

function isPolite(text: string, words: AllergyWords): boolean {
  return tokensOf(text).every((token) => words.polite.has(token) || words.around.has(token));
}
