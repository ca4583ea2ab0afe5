import type { ItemRequest } from '../../understanding/item-request.js';
import { plain } from '../../understanding/words.js';
import type { Flow } from '../ivr-state.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';

/**
 * "I'll risk it with the knots", of knots that are on the order: one that is named with its article,
 * without a number or a wish, is no other one. Gives back the dishes that are new; where none is,
 * what to change about the one that was named is asked, and null comes back.
 */
export function* newOnes(
  turn: Turn,
  raw: string,
  known: readonly ItemRequest[],
): Flow<readonly ItemRequest[] | null> {
  const said = plain(raw);
  if (known.length === 0 || turn.vocabulary.recounts.another.test(said)) return known;
  const { lines } = yield* turn.order();
  const again = new Map(known.map((one) => [one, lineNamed(turn, said, one, lines)]));
  const news = known.filter((one) => again.get(one) === undefined);
  const line = [...again.values()].findLast((one) => one !== undefined);
  if (!line) return known;
  if (news.length > 0) return news;
  turn.goTo({ kind: 'line', lineId: line.lineId });
  return null;
}

function lineNamed(
  { context: { menu, words: menuWords }, vocabulary: { food } }: Turn,
  said: string,
  { itemIds, categoryId, unsure, quantity, optionRequests, words }: ItemRequest,
  lines: readonly OrderedLine[],
): OrderedLine | undefined {
  const [before = ''] = ` ${said}`.split(` ${plain(words)}`, 1);
  const article = before.split(' ').at(-1) ?? '';
  if (words === '' || !food.determiners.has(article) || food.articles.has(article))
    return undefined;
  const item = menu.item(itemIds[0] ?? '');
  const wished = optionRequests.some(
    (one) => one.note ?? (item && menuWords.optionsCalled(item, one.words, one.minus).length > 0),
  );
  if (quantity !== null || wished) return undefined;
  // "The pizza" sounds like many of them.
  if (unsure && itemIds.length === 1) return undefined;
  // "The pizza" is a kind, though some of them are called so.
  const [token = '', ...more] = menuWords.tokens(words);
  const kind = categoryId ?? (more.length === 0 ? menuWords.categoryOf(token) : null);
  return lines.find(
    ({ itemId }) =>
      itemIds.includes(itemId) || (kind !== null && menu.item(itemId)?.category.id === kind),
  );
}
