import { parseItemRequests } from '../understanding/item-request-parser.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import { dishCalled, subjectOf } from './subjects.js';
import type { Flow } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Most words of a dish that is refused. */
const MAX_WORDS = 4;

/**
 * "We'll skip that. One lasagna", of a dish that was only asked about: what is ordered instead. As
 * it was said where nothing else is ordered, or where a dish of the order may be meant.
 */
export function withoutDismissal(turn: Turn, said: Utterance): Utterance {
  const { state, context, vocabulary } = turn;
  const { asked = null, lastLineId, step } = state;
  const open = step.kind === 'main' || step.kind === 'more';
  if (!open || said.raw === '' || (lastLineId !== null && asked === null)) return said;
  const rest = plain(said.raw).replace(vocabulary.answers.declines, '').trim();
  if (rest === '' || rest === plain(said.raw)) return said;
  const { itemRequests } = parseItemRequests(rest, context.words, () => []);
  const orders = itemRequests.some(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId);
  return (orders && utteranceOf({ speech: rest }, vocabulary)) || said;
}

/**
 * "No tiramisu then, just the pizza": what is said behind the refusal of the dish under discussion,
 * which may be nothing. Null: that dish is not refused.
 */
export function* behindRefusal(turn: Turn, raw: string): Flow<string | null> {
  const said = plain(raw);
  const refusal = turn.vocabulary.answers.refuses.exec(said);
  if (refusal === null) return null;
  const order = yield* turn.order();
  const subject = subjectOf(turn, order);
  const behind = said.slice(refusal.index + refusal[0].length).split(' ');
  const isThat = (words: readonly string[]): boolean =>
    words.length > 0 &&
    dishCalled(turn, words.join(' '), subject, order)?.item.id === subject?.item.id;
  const most = Math.min(MAX_WORDS, behind.length);
  for (let count = 1; subject && count <= most; count++) {
    if (!isThat(behind.slice(0, count))) continue;
    // "No caesar salad": what it is called may go on.
    const end = isThat(behind.slice(count, count + 1)) ? count + 1 : count;
    const rest = behind.slice(end).join(' ');
    return rest.replace(turn.vocabulary.answers.behindRefusal, '').trim();
  }
  return null;
}
