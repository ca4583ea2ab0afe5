import { lastLine, optionChange } from '../line-changes.js';
import type { Draft, Flow } from '../ivr-state.js';
import type { ItemRequest, OptionRequest } from '../../understanding/item-request.js';
import { nextRequest, takeRequests } from '../ordering.js';
import type { Turn } from '../turn.js';
import { amendCalled } from './amend-called.js';
import { amendLast, lacksAnyway, parse } from './amend-dishes.js';
import { isQuestion, statesAllergy } from '../../understanding/commands.js';
import { answerQuestion, notFound } from './food-questions.js';
import type { Utterance } from '../../understanding/utterance.js';
import { heardAs } from '../../understanding/heard-as.js';
import { maskWishes, wishBehind } from '../../understanding/wishes.js';
import { plain } from '../../understanding/words.js';

/** Most wishes that wait for a dish. */
const MAX_WISHES = 5;

/** Dishes, options for the last one, or a question. */
export function* takeFood(
  turn: Turn,
  { raw, doubtful }: Utterance,
  draft: Draft | null,
): Flow<boolean> {
  const { itemRequests, optionRequests, quantity } = parse(turn, raw);
  const orders =
    turn.vocabulary.questions.orders.test(plain(raw)) &&
    itemRequests.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure);
  const wishes = optionRequests.filter(({ note }) => note).map(({ words }) => words);
  const onlyWishes =
    itemRequests.length === 0 && wishes.length > 0 && wishes.length === optionRequests.length;
  // "Do you have napkins?"
  const gives = onlyWishes && turn.vocabulary.questions.gives.test(plain(raw));
  const asking = onlyWishes ? withoutWishes(turn, raw) : raw;
  if (
    (isQuestion(asking, turn.vocabulary) && !orders && !gives) ||
    statesAllergy(raw, turn.vocabulary)
  )
    return yield* answerQuestion(turn, { itemRequests, optionRequests, quantity }, raw, draft);
  const known = itemRequests.filter(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId);
  const [first] = itemRequests;
  if (first && known.length === 0 && !draft && asksHeard(turn, raw, doubtful)) return true;
  if (first && known.length === 0 && optionRequests.length === 0) return notFound(turn, first, raw);
  if (!draft && (yield* refusesExtra(turn, raw, itemRequests))) return true;
  if (doubtful && draft === null && known.length > 0) {
    turn.goTo({ kind: 'doubt', itemRequests: known });
    return true;
  }
  // What else was named waits until the dish half chosen is complete.
  if (draft) turn.set({ pending: [...turn.state.pending, ...known] });
  const { step } = turn.state;
  if (
    'itemRequest' in step &&
    step.itemRequest &&
    known.length === 0 &&
    optionRequests.length > 0
  ) {
    // The dish is still in question: what it shall be like is about that one.
    const { itemRequest } = step;
    const wanted = [...itemRequest.optionRequests, ...optionRequests].slice(-10);
    turn.set({ step: { ...step, itemRequest: { ...itemRequest, optionRequests: wanted } } });
    if (wishes.length > 0) turn.say('wishNoted', { words: wishes.join(', ') });
    return true;
  }
  if (onlyWishes && draft === null && (yield* turn.order()).lines.length === 0) {
    turn.set({ wishes: [...(turn.state.wishes ?? []), ...wishes].slice(-MAX_WISHES) });
    turn.say('wishNoted', { words: wishes.join(', ') });
    return true;
  }
  if (!draft && (yield* amendCalled(turn, raw, { itemRequests, optionRequests, quantity }))) {
    if (turn.state.pending.length > 0) yield* nextRequest(turn);
    return true;
  }
  const counted = !draft && known.length === 0 && quantity !== null;
  if (counted && (yield* likeLast(turn, raw, quantity, optionRequests))) return true;
  const amended =
    optionRequests.length > 0 &&
    (yield* amendLast(turn, draft, optionChange(null, optionRequests)));
  if (!draft && known.length > 0) yield* takeRequests(turn, itemRequests);
  if (amended || known.length > 0) return true;
  return draft === null && (yield* lacksAnyway(turn, optionRequests));
}

/** "Add bacon", which neither the dish spoken of last nor the menu has. */
function* refusesExtra(
  turn: Turn,
  raw: string,
  [itemRequest, ...others]: readonly ItemRequest[],
): Flow<boolean> {
  if (!itemRequest || others.length > 0 || itemRequest.quantity !== null) return false;
  const several = itemRequest.itemIds.length > 1;
  if (!itemRequest.unsure && !(several && turn.vocabulary.changes.extras.test(plain(raw))))
    return false;
  const line = lastLine(turn, yield* turn.order());
  if (!line || !turn.vocabulary.changes.puts.test(plain(raw))) return false;
  turn.say('notPossible', { words: itemRequest.words, item: line.name });
  return true;
}

/** "And a small one with ham", after a margherita: one more of them. */
function* likeLast(
  turn: Turn,
  raw: string,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): Flow<boolean> {
  if (!turn.vocabulary.changes.adds.test(plain(raw))) return false;
  const item = turn.context.menu.item(lastLine(turn, yield* turn.order())?.itemId ?? '');
  const { words } = turn.context;
  const sized =
    item !== undefined &&
    optionRequests.some(
      (one) =>
        one.note !== true &&
        words.optionsCalled(item, one.words, one.minus).some(({ group }) => group.min > 0),
    );
  if (!sized) return false;
  yield* takeRequests(turn, [
    {
      itemIds: [item.id],
      unsure: false,
      categoryId: null,
      quantity,
      optionRequests,
      words: item.name,
    },
  ]);
  return true;
}

/** What was said beside wishes: "that should be well done" asks nothing. */
function withoutWishes({ vocabulary, context }: Turn, raw: string): string {
  const { text, notes } = maskWishes(raw, vocabulary, context.words.namesLikeWishes);
  return text
    .split(' ')
    .filter((word) => wishBehind(word, notes) === null)
    .join(' ');
}

/** "A large the avila": asks whether the dish that sounds like that is meant. */
function asksHeard(turn: Turn, raw: string, doubtful: boolean): boolean {
  const { menu } = turn.context;
  const heard = heardAs(raw, menu, turn.vocabulary, !doubtful);
  if (heard === null) return false;
  const { quantity, optionRequests } = parse(turn, heard.rest);
  const { id, name } = heard.item;
  const dish = { itemIds: [id], unsure: false, categoryId: null, quantity, words: name };
  turn.goTo({ kind: 'doubt', itemRequests: [{ ...dish, optionRequests }] });
  return true;
}
