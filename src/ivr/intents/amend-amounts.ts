import { changeLine, lastLine, linesCalled, optionChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import { portionsOf } from '../portions.js';
import type { Turn } from '../turn.js';
import { requestLike } from './restate.js';
import { amendDraft, amendLast } from './amend-dishes.js';
import { numberOf, spokenChoice } from '../../understanding/words.js';

/**
 * Other numbers of the dish spoken of last, or of one that is named: "two of those", "double that",
 * "one less", "just one gelato". Null: nothing of the kind was said.
 *
 * @param text without the polite words around it.
 * @param said with them.
 */
export function* amendAmount(
  turn: Turn,
  text: string,
  said: string,
  draft: Draft | null,
): Flow<boolean | null> {
  const { changes } = turn.vocabulary;
  const number = (pattern: RegExp) => counted(turn, pattern.exec(text)?.slice(1));
  const [, few, of] = changes.justSoMany.exec(said) ?? [];
  const only = few === undefined ? null : spokenChoice(few, turn.vocabulary);
  if (only !== null && (yield* justSoMany(turn, draft, only, of ?? null))) return true;
  const ofEach = number(changes.ofEach);
  if (ofEach !== null && !draft) {
    const { lines } = yield* turn.order();
    for (const line of lines) yield* changeLine(turn, line, optionChange(ofEach));
    return lines.length > 0;
  }
  const quantity = number(changes.soMany);
  if (quantity !== null) return yield* amendLast(turn, draft, optionChange(quantity));
  if (changes.sameAgain.test(text)) return yield* more(turn, draft, 1);
  if (changes.double.test(text)) return yield* more(turn, draft, null);
  const doubled = changes.doubleLine.exec(text)?.[1];
  if (doubled !== undefined && (yield* asManyAgain(turn, draft, doubled))) return true;
  const added = number(changes.soManyMore);
  if (added !== null) return yield* more(turn, draft, added);
  const fewer = number(changes.soManyLess);
  return fewer === null ? null : yield* more(turn, draft, -fewer);
}

function counted(turn: Turn, groups: readonly (string | undefined)[] = []): number | null {
  const words = groups.find((group) => group !== undefined);
  if (words === undefined) return null;
  const heard = turn.vocabulary.numbers.sounds.get(words) ?? words;
  return numberOf(turn.context.words.tokens(heard).join(' '));
}

/** No more than so many of the last dish, or of the one that is called so. */
function* justSoMany(
  turn: Turn,
  draft: Draft | null,
  quantity: number,
  of: string | null,
): Flow<boolean> {
  if (of === null) return yield* amendLast(turn, draft, optionChange(quantity));
  if (draft) return false;
  const [line, ...others] = linesCalled(turn, yield* turn.order(), of);
  if (!line || others.length > 0 || line.quantity <= quantity) return false;
  yield* changeLine(turn, line, optionChange(quantity));
  return true;
}

function* asManyAgain(turn: Turn, draft: Draft | null, of: string): Flow<boolean> {
  if (draft) return false;
  const order = yield* turn.order();
  const last = turn.context.menu.item(lastLine(turn, order)?.itemId ?? '');
  // "Double the cheese" is more of it on the dish.
  if (last && turn.context.words.optionsCalled(last, of, false).length > 0) return false;
  const [line, ...others] = linesCalled(turn, order, of);
  if (!line || others.length > 0) return false;
  yield* changeLine(turn, line, optionChange(line.quantity * 2));
  return true;
}

/** So many more of the dish spoken of last, or fewer; null: as many again. */
function* more(turn: Turn, draft: Draft | null, added: number | null): Flow<boolean> {
  const line = draft ? null : lastLine(turn, yield* turn.order());
  const dish = draft ?? line;
  if (!dish) return false;
  const item = turn.context.menu.item(dish.itemId);
  const isPieces = item && portionsOf(turn.context.words, item, added ?? 1) !== 'portions';
  if (line && added !== null && isPieces) {
    turn.set({ pending: [...turn.state.pending, requestLike(turn, line, added)] });
    return true;
  }
  const quantity = (dish.quantity ?? 1) + (added ?? dish.quantity ?? 1);
  if (draft) return quantity > 0 && (yield* amendDraft(turn, draft, optionChange(quantity)));
  if (quantity > 0) return yield* amendLast(turn, null, optionChange(quantity));
  if (quantity === 0 && line) yield* changeLine(turn, line, { kind: 'remove' });
  return quantity === 0;
}
