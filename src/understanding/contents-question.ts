import { allergenTokens, allergiesIn } from '../menu/allergens/allergen-words.js';
import type { AllergyWords } from './vocabulary/allergy-words.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { plain } from './words.js';

/** A question about what is in a dish. */
export interface ContentsQuestion {
  /** What the dish is called; empty: none is named. */
  readonly dish: string;
  /**
   * As an order keeps allergies. `mine`: those of the caller. `all`: what there is. `same`: what was
   * stated or asked before, "does it have any".
   */
  readonly what: readonly string[] | 'mine' | 'all' | 'same';
  /** The words of the question, in which more may be said of the dish: "is it okay with shrimp". */
  readonly said?: string;
}

/** A question that goes on from the one before: "and nuts", "what about the pesto". */
export interface FollowUp {
  /** Allergens that are asked about instead; empty: `rest` is another dish or part of the menu. */
  readonly what: readonly string[];
  readonly rest: string;
}

/** Most words of one thing that is asked about: "jamón de cerdo". */
const MAX_ASKED_WORDS = 3;
/** Most words of a dish in a question that goes on. */
const MAX_FOLLOWING = 5;

/** What a question about the contents of a dish asks; null for any other text. */
export function contentsQuestion(
  raw: string,
  { allergies: words }: Vocabulary,
): ContentsQuestion | null {
  const said = plain(raw).replace(words.beforeQuestion, '');
  for (const [patterns, kind] of [
    [words.asks, 'any'],
    [words.asksAllergen, 'allergen'],
    [words.asksForMine, 'mine'],
    [words.asksSame, 'same'],
  ] as const) {
    for (const pattern of patterns) {
      const match = pattern.exec(said);
      if (match === null) continue;
      const groups = match.groups ?? {};
      const dish = groups['dish'] ?? '';
      if (words.noDish.test(dish)) continue;
      if (kind === 'mine' || kind === 'same') return { dish, what: kind, said };
      if (groups['what'] === undefined) return { dish, what: 'all', said };
      if (isSame(groups['what'], words)) return { dish, what: 'same', said };
      const what = whatIn(groups['what'], kind === 'allergen', words, words.servedWith.test(said));
      if (what !== null) return { dish, what, said };
    }
  }
  return null;
}

/**
 * The question in the last part of what was said, and the words before it: "I have to be careful, do
 * the knots have any". Null when no part of it is one.
 */
export function questionInside(
  raw: string,
  vocabulary: Vocabulary,
): { readonly before: string; readonly question: ContentsQuestion } | null {
  const said = plain(raw);
  for (const { index } of said.matchAll(vocabulary.allergies.opensQuestion)) {
    const question = contentsQuestion(said.slice(index), vocabulary);
    if (question !== null) return { before: said.slice(0, index), question };
  }
  return null;
}

/** What a short question takes over from the one before it; null when it is no such question. */
export function followUp(
  raw: string,
  { allergies: words, food, numbers, polite }: Vocabulary,
): FollowUp | null {
  const said = plain(raw);
  const rest = said.replace(words.goesOn, '').replace(words.afterWhat, '');
  // Politeness alone goes on with nothing: "the alfredo, please".
  if (rest === '' || rest.length >= said.replace(polite.after, '').length) return null;
  const tokens = allergenTokens(rest.replace(words.beforeWhat, ''));
  let named = 0;
  for (let at = 0; at < tokens.length;) {
    const found = words.lexicon.at(tokens, at);
    if (found === null && !words.joints.has(tokens[at] ?? '')) break;
    at += found?.length ?? 1;
    named = at;
  }
  if (named === tokens.length) return { what: words.lexicon.in(tokens), rest: '' };
  // "And a pesto", "and two of them" is an order.
  const [first = '', ...others] = rest.split(' ');
  const counts = food.articles.has(first) || numbers.units.includes(first) || /^\d/.test(first);
  // "Okay, a margherita on that" goes on with nothing.
  const goesOn = words.goesOn.test(said);
  const asks =
    food.determiners.has(first) || (goesOn && said.split(' ').length - others.length > 2);
  return !counts && asks && others.length < MAX_FOLLOWING ? { what: [], rest } : null;
}

/** An ingredient that a question about a dish goes on with: "and onions"; null: it is no such question. */
export function ingredientNext(
  raw: string,
  { allergies: words, food, numbers }: Vocabulary,
): string | null {
  const said = plain(raw);
  const next = said.replace(words.goesOn, '');
  const rest = next.replace(words.afterWhat, '');
  const [first = ''] = rest.split(' ');
  if (rest === '' || next === said || rest.split(' ').length > 2) return null;
  const counts = [food.articles, food.determiners].some((set) => set.has(first));
  return counts || numbers.units.includes(first) || /\d/.test(rest) || words.noWhat.test(rest)
    ? null
    : rest;
}

function isSame(text: string, words: AllergyWords): boolean {
  return words.sameWhat.test(text.replace(words.afterWhat, ''));
}

function whatIn(
  text: string,
  allergensOnly: boolean,
  words: AllergyWords,
  served: boolean,
): readonly string[] | null {
  const cleaned = text.replace(words.beforeWhat, '').replace(words.afterWhat, '');
  if (words.noWhat.test(cleaned) || words.calledSo.test(cleaned)) return null;
  const tokens = allergenTokens(cleaned);
  // "Does it come with bread" asks for the bread, and for no gluten.
  const isFood = served && !tokens.some((_, at) => words.lexicon.at(tokens, at)?.byName === true);
  if (isFood && tokens.length <= MAX_ASKED_WORDS) return [cleaned];
  const known = words.lexicon.in(allergenTokens(cleaned));
  const what = allergiesIn(cleaned);
  const own = what.filter((one) => !known.some((id) => id === one));
  if (what.length === 0 || (allergensOnly && own.length > 0)) return null;
  return own.every((one) => one.split(' ').length <= MAX_ASKED_WORDS) ? what : null;
}
