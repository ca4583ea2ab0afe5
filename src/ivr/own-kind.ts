import type { ItemRequests } from '../understanding/item-request-parser.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';

/**
 * What was said about food, where dishes of a part of the menu are spoken of: "una de jamón y una
 * de queso", after "tres pizzas", are two pizzas.
 */
export function parseOfKind(turn: Turn, raw: string, categoryId: string | null): ItemRequests {
  const { words, search } = turn.context;
  const { ownKind } = turn.vocabulary.food;
  const said = parseItemRequests(raw, words, search);
  if (ownKind === null || categoryId === null) return said;
  const [kind = ''] = words.tokens(words.nameOf(categoryId));
  const named = parseItemRequests(plain(raw).replace(ownKind, `$1 ${kind}$2 de `), words, search);
  return dishes(named) > dishes(said) ? named : said;
}

function dishes({ itemRequests }: ItemRequests): number {
  return itemRequests.filter(({ itemIds }) => itemIds.length > 0).length;
}
