import { allergenTokens } from '../menu/allergens/allergen-words.js';
import { asksPrice, statesAllergy } from '../understanding/commands.js';
import type { ContentsQuestion } from '../understanding/contents-question.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/**
 * "And the cannoli, is that okay with nuts?": a question that names an allergen and one dish, or
 * points at the dish under discussion, in any order of words. Null: an order, a wish to leave
 * something out, or another question.
 */
export function looseContents(turn: Turn, raw: string): ContentsQuestion | null {
  const { vocabulary, context } = turn;
  const { allergies, answers, food, questions } = vocabulary;
  const said = plain(raw);
  if (!allergies.asksLoosely.test(said) || asksPrice(raw, vocabulary)) return null;
  if (statesAllergy(raw, vocabulary) || questions.orders.test(said) || answers.takes.test(said))
    return null;
  const words = said.split(' ');
  if (words.some((word) => food.minus.has(word))) return null;
  const dishes = parseItemRequests(said, context.words, () => []).itemRequests.filter(
    ({ itemIds }) => itemIds.length > 0,
  );
  const [dish, ...others] = dishes;
  if (others.length > 0 || dish?.unsure === true) return null;
  if (!dish && !words.some((word) => word !== '' && allergies.thatDish.test(word))) return null;
  // "Garlic nuts" are a dish, and no question for nuts.
  const named = plain(dish?.words ?? '').split(' ');
  const rest = words.filter((word) => !named.includes(word)).join(' ');
  const what = allergies.lexicon.in(allergenTokens(rest));
  return what.length > 0 ? { dish: dish?.words ?? '', what, said } : null;
}
