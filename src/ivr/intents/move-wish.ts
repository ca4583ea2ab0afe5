import { changeLine, optionChange, sendChange } from '../line-changes.js';
import type { Flow } from '../ivr-state.js';
import type { OptionRequest } from '../../understanding/item-request.js';
import type { OrderedLine } from '../tool-results.js';
import type { Turn } from '../turn.js';
import { optionRequestsIn } from './amend-dishes.js';
import { inWords, type Outline } from './outline.js';

/**
 * "The mushrooms go on the pepperoni, not the margherita": what was put on one line is put on
 * another. False: nothing of the kind was said, or no other line alone has it.
 */
export function* moveWish(turn: Turn, outline: Outline): Flow<boolean> {
  const { text, lines } = outline;
  const what = turn.vocabulary.recounts.moves.exec(text)?.slice(1).find(Boolean);
  if (what === undefined) return false;
  const wishes = optionRequestsIn(turn, inWords(outline, what, 0), false);
  const [to, ...others] = outline.mentions[what.split('@').length - 1]?.lines ?? [];
  if (!to || others.length > 0) return false;
  const from = lines.filter(
    (line) => line !== to && wishes.every((one) => chosen(turn, line, one).length > 0),
  );
  const [source, ...more] = from;
  if (!source || more.length > 0) return false;
  const moved = wishes.flatMap((one) => chosen(turn, source, one));
  const options = source.optionIds.filter((id) => !moved.includes(id));
  yield* sendChange(turn, source.lineId, { options });
  yield* changeLine(turn, to, optionChange(null, wishes));
  return true;
}

/** What is meant of the options of a line that it could do without. */
function chosen(
  { context: { menu, words } }: Turn,
  { itemId, optionIds }: OrderedLine,
  wish: OptionRequest,
): readonly string[] {
  const item = menu.item(itemId);
  const options = item ? words.optionsCalled(item, wish.words, false) : [];
  return options
    .filter(({ group, option }) => group.min === 0 && optionIds.includes(option.id))
    .map(({ option }) => option.id);
}
