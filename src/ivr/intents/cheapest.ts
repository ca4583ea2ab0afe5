import { plain } from '../../understanding/words.js';
import { tellItem } from '../information.js';
import type { Flow } from '../ivr-state.js';
import type { Turn } from '../turn.js';

/** "What's the cheapest pizza": tells it and offers it. False: no part of the menu is asked for so. */
export function* tellCheapest(turn: Turn, raw: string): Flow<boolean> {
  if (!turn.vocabulary.questions.cheapest.test(plain(raw))) return false;
  const { words } = turn.context;
  const [categoryId] = words.tokens(raw).flatMap((token) => words.categoryOf(token) ?? []);
  if (categoryId === undefined) return false;
  const [item] = turn.available(categoryId).toSorted((a, b) => a.priceCents - b.priceCents);
  if (item) yield* tellItem(turn, item, false);
  return item !== undefined;
}
