import { lastLine } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { numberOf, plain } from '../../understanding/words.js';
import type { Turn } from '../turn.js';
import { parse } from './amend-dishes.js';

/**
 * "And half a dozen buffalo", after wings with barbecue sauce; "and two medium", after a large
 * pizza: more of the dish spoken of last, in another of the ways that it has to be chosen in. False:
 * nothing of the kind was said.
 */
export function* otherKind(turn: Turn, raw: string): Flow<boolean> {
  const { vocabulary, context } = turn;
  if (!vocabulary.recounts.another.test(plain(raw))) return false;
  const line = lastLine(turn, yield* turn.order());
  const item = context.menu.item(line?.itemId ?? '');
  if (!line || !item) return false;
  const tokens = context.words.tokens(raw);
  const { articles } = vocabulary.food;
  const at = tokens.findIndex((token) => articles.has(token) || numberOf(token) !== null);
  const count = articles.has(tokens[at] ?? '') ? 1 : numberOf(tokens[at]);
  if (at < 0 || count === null) return false;
  // "On second thought, make it a large" adds none.
  const [first = ''] = tokens;
  if (!vocabulary.food.joints.has(first) && !vocabulary.recounts.another.test(first)) return false;
  const { itemRequests, optionRequests, quantity } = parse(turn, tokens.slice(at + 1).join(' '));
  if (itemRequests.length > 0 || quantity !== null) return false;
  const differs = (one: OptionRequest) =>
    one.note !== true &&
    context.words
      .optionsCalled(item, one.words, one.minus)
      .some(({ group, option }) => group.min > 0 && !line.optionIds.includes(option.id));
  if (!optionRequests.some(differs)) return false;
  const dish = { itemIds: [item.id], unsure: false, categoryId: null, words: item.name };
  const again = { ...dish, quantity: count, optionRequests };
  turn.set({ pending: [...turn.state.pending, again] });
  return true;
}
