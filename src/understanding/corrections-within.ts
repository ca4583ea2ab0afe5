import type { MenuWords } from './menu-words.js';
import { numberOf, plain } from './words.js';

/**
 * What was said behind a correction, in two: the corrected words, and further dishes behind them.
 * "Large and a caesar salad" are "large" and "a caesar salad"; what begins with a dish is not cut.
 *
 * @param namesDish whether a dish is named in some words.
 */
export function correctionAndMore(
  clause: string,
  words: MenuWords,
  namesDish: (said: string) => boolean,
): readonly [string, string | null] {
  const { food } = words.vocabulary;
  const said = plain(clause).split(' ');
  const at = said.findIndex(
    (word, index) => index > 0 && food.joints.has(word) && beginsDish(words, said[index + 1] ?? ''),
  );
  if (at < 0) return [clause, null];
  const corrected = said.slice(0, at).join(' ');
  return namesDish(corrected) ? [clause, null] : [corrected, said.slice(at + 1).join(' ')];
}

function beginsDish(words: MenuWords, word: string): boolean {
  const [token = ''] = words.tokens(word);
  return words.vocabulary.food.articles.has(token) || numberOf(token) !== null;
}
