import { lastLine, likeDish, optionChange, sendChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import { nextRequest } from '../ordering.js';
import type { Turn } from '../turn.js';
import { fits, parse } from './amend-dishes.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import { numberOf, plain } from '../../understanding/words.js';

/** So many of a line, and what they shall be like. */
interface Part {
  readonly quantity: number;
  readonly optionRequests: readonly OptionRequest[];
}

/**
 * "One with pineapple and the other with ham", after several of a dish: each part becomes a line of
 * its own; what no part is about stays as it is. False: nothing of the kind was said.
 */
export function* amendParts(turn: Turn, raw: string, draft: Draft | null): Flow<boolean> {
  const all = plain(raw);
  const { moves, recounts, changes } = turn.vocabulary;
  // "No, two large and one small" says how many there are to be.
  const resets = recounts.resets.test(all) && !recounts.another.test(all);
  const sizes = resets && !draft ? all.replace(moves.lead, '').split(recounts.eachSize) : [];
  const sized = sizes.length > 1;
  const said = sized ? sizes : all.split(changes.eachPart);
  const [first, second] = said;
  if (first === undefined || second === undefined) return false;
  const line = draft
    ? { ...draft, quantity: draft.quantity ?? 1, name: '', lineId: '' }
    : lastLine(turn, yield* turn.order());
  if (!line || (line.quantity < said.length && !sized)) return false;
  const parts = said.flatMap(
    (one, index) =>
      (sized ? sizedPart(turn, line.itemId, one) : partIn(turn, one, index === 0)) ?? [],
  );
  const count = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  const fit = parts.every(({ optionRequests }) =>
    optionRequests.length === 0 ? true : fits(turn, line, optionChange(null, optionRequests)),
  );
  const wishes = parts.some(({ optionRequests }) => optionRequests.length > 0);
  if (parts.length !== said.length || !fit || !wishes) return false;
  if (count > line.quantity && !sized) return false;
  // Of a dish half chosen, all are told of, and something else of each.
  if (draft && (count < line.quantity || parts.some((part) => part.optionRequests.length === 0)))
    return false;
  const requests = parts.map((part) =>
    likeDish(turn, line, {
      itemIds: [line.itemId],
      unsure: false,
      categoryId: null,
      words: line.name,
      ...part,
    }),
  );
  const left = sized ? 0 : line.quantity - count;
  turn.set({ pending: [...requests, ...turn.state.pending] });
  if (draft) {
    yield* nextRequest(turn);
    return true;
  }
  if (left > 0) yield* sendChange(turn, line.lineId, { quantity: left });
  else yield* turn.run('remove_item', { lineId: line.lineId });
  return true;
}

/** What is said of so many dishes; null where another dish is named, or no number before the first. */
function partIn(turn: Turn, words: string, first: boolean): Part | null {
  const { itemRequests, optionRequests } = parse(turn, words);
  if (itemRequests.length > 0) return null;
  const { words: menuWords } = turn.context;
  const { articles } = menuWords.vocabulary.food;
  const number = menuWords
    .tokens(words)
    .map((token) => (articles.has(token) ? 1 : numberOf(token)))
    .find((one) => one !== null);
  if (first && number === undefined) return null;
  return { quantity: number ?? 1, optionRequests };
}

/** "One caesar", of a salad: so many with a choice that the dish cannot do without. */
function sizedPart(turn: Turn, itemId: string, said: string): Part | null {
  const { menu, words } = turn.context;
  const { articles, fillers, plus } = words.vocabulary.food;
  const item = menu.item(itemId);
  const tokens = words.tokens(said);
  const number = tokens.map((one) => (articles.has(one) ? 1 : numberOf(one))).find(Boolean) ?? 1;
  const choice = tokens.filter(
    (one) => numberOf(one) === null && ![articles, fillers, plus].some((known) => known.has(one)),
  );
  const called = choice.join(' ');
  const options = item && called !== '' ? words.optionsCalled(item, called, false) : [];
  const isChoice = options.some(({ group }) => group.min > 0);
  if (!isChoice) return null;
  return { quantity: number, optionRequests: [{ words: called, minus: false }] };
}
