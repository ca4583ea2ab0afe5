import { truncate } from '../../common/truncate.js';
import { optionChange, changeLine, changeLines, lastLine, linesCalled } from '../line-changes.js';
import type { Draft, Flow, LineChange, OptionRequest } from '../ivr-state.js';
import { applyOptionRequests } from './option-requests.js';
import { dropDish, completeDish } from '../ordering.js';
import type { Turn } from '../turn.js';
import { parseItemRequests, type ItemRequests } from './item-request-parser.js';
import { numberOf } from './words.js';

/** `failed`: the utterance is a change of something that is not in the order. `none`: it is no change. */
export type AmendResult = 'done' | 'failed' | 'none';

/** Longest words of one wish, in characters. */
const MAX_WORDS_LENGTH = 60;

type Change = Extract<LineChange, { readonly kind: 'change' }>;

/**
 * Changes by voice: "make that two", "no onions", "add olives to the margherita", "remove the
 * cola", "change the cola to a sprite". They are about the dish half chosen or the newest line,
 * unless another one is named.
 */
export function* amend(turn: Turn, text: string, draft: Draft | null): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  const many = changes.soMany.exec(text)?.[1];
  const quantity = many === undefined ? null : numberOf(turn.context.words.tokens(many).join(' '));
  if (quantity !== null) return outcome(yield* amendLast(turn, draft, optionChange(quantity)));
  if (changes.sameAgain.test(text)) return outcome(yield* oneMore(turn, draft));
  const made = changes.make.exec(text)?.[1];
  if (made !== undefined) return yield* replace(turn, draft, made);
  const removed = (changes.remove.exec(text) ?? changes.takeOff.exec(text))?.[1];
  if (removed !== undefined) {
    return outcome(yield* remove(turn, draft, changes.leavesOut.test(text), removed));
  }
  const [, what, on] = changes.putOn.exec(text) ?? [];
  if (what === undefined || on === undefined) return 'none';
  const put = optionRequestsIn(turn, what, false);
  return (yield* amendNamed(turn, draft, on, optionChange(null, put))) ? 'done' : 'none';
}

/** Applies options or a number to the dish spoken of last. False: that dish does not have them. */
export function* amendLast(turn: Turn, draft: Draft | null, wanted: LineChange): Flow<boolean> {
  if (wanted.kind === 'remove') return false;
  if (draft) return yield* amendDraft(turn, draft, wanted);
  const line = lastLine(turn, yield* turn.order());
  if (!line || !fits(turn, line, wanted)) return false;
  yield* changeLine(turn, line, wanted);
  return true;
}

function outcome(done: boolean): AmendResult {
  return done ? 'done' : 'failed';
}

/** "Make it large", "make the cola two", "change the cola to a sprite". */
function* replace(turn: Turn, draft: Draft | null, words: string): Flow<AmendResult> {
  const { changes } = turn.context.words.vocabulary;
  if (changes.someOfThem.test(words)) return 'failed';
  const [before, after] = words.split(changes.into, 2);
  const wanted = parse(turn, after ?? words);
  const [itemRequest] = wanted.itemRequests;
  const quantity = wanted.quantity ?? itemRequest?.quantity ?? null;
  const optionRequests = [...wanted.optionRequests, ...(itemRequest?.optionRequests ?? [])];
  if (after === undefined) {
    if (!itemRequest)
      return outcome(yield* amendLast(turn, draft, optionChange(quantity, optionRequests)));
    return (yield* amendNamed(
      turn,
      draft,
      itemRequest.words,
      optionChange(quantity, optionRequests),
    ))
      ? 'done'
      : 'none';
  }
  const target = (before ?? '').replace(changes.articles, '');
  if (!itemRequest)
    return outcome(yield* amendNamed(turn, draft, target, optionChange(quantity, optionRequests)));
  if (draft || itemRequest.itemIds.length !== 1) return 'failed';
  const [line, ...others] = linesCalled(turn, yield* turn.order(), target);
  if (!line || others.length > 0) return 'failed';
  if (line.itemId === itemRequest.itemIds[0])
    yield* changeLine(turn, line, optionChange(quantity, optionRequests));
  else {
    yield* changeLine(turn, line, { kind: 'remove' });
    turn.set({ pending: wanted.itemRequests });
  }
  return 'done';
}

function* oneMore(turn: Turn, draft: Draft | null): Flow<boolean> {
  if (draft) return yield* amendDraft(turn, draft, optionChange((draft.quantity ?? 1) + 1));
  const line = lastLine(turn, yield* turn.order());
  return line !== null && (yield* amendLast(turn, null, optionChange(line.quantity + 1)));
}

/** A change of the dish that is called so. With a dish half chosen, it goes on with that one. */
function* amendNamed(
  turn: Turn,
  draft: Draft | null,
  words: string,
  wanted: Change,
): Flow<boolean> {
  const { changes } = turn.context.words.vocabulary;
  if (changes.onlyThat.test(words)) return yield* amendLast(turn, draft, wanted);
  if (draft && parse(turn, words).itemRequests[0]?.itemIds.includes(draft.itemId)) {
    return yield* amendDraft(turn, draft, wanted);
  }
  const called = linesCalled(turn, yield* turn.order(), words);
  const lines = called.filter((line) => fits(turn, line, wanted));
  if (lines.length === 0 || (draft && lines.length > 1)) return false;
  const { step } = turn.state;
  yield* changeLines(turn, lines, wanted, words);
  if (draft) turn.goTo(step);
  return true;
}

function* amendDraft(turn: Turn, draft: Draft, wanted: Change): Flow<boolean> {
  const item = turn.context.menu.item(draft.itemId);
  if (!item || !fits(turn, draft, wanted)) return false;
  const { optionIds, note, unmet } = applyOptionRequests(
    turn.context.words,
    item,
    wanted.optionRequests,
    draft,
  );
  if (unmet.length > 0) turn.say('notPossible', { words: unmet.join(', '), item: item.name });
  yield* completeDish(turn, {
    ...draft,
    optionIds,
    note,
    quantity: wanted.quantity ?? draft.quantity,
  });
  return true;
}

/** Takes a dish off the order, or something off a dish. */
function* remove(
  turn: Turn,
  draft: Draft | null,
  leavesOut: boolean,
  words: string,
): Flow<boolean> {
  const { changes } = turn.context.words.vocabulary;
  const [said = '', on] = words.split(changes.on, 2);
  const what = said.replace(changes.articles, '').replace(changes.article, '');
  const without = optionChange(null, optionRequestsIn(turn, what, true));
  if (on !== undefined) return yield* amendNamed(turn, draft, on, without);
  if (draft) {
    if (!changes.onlyThat.test(what)) return yield* amendDraft(turn, draft, without);
    yield* dropDish(turn, draft);
    return true;
  }
  const order = yield* turn.order();
  const last = lastLine(turn, order);
  if (!last) {
    turn.say('orderEmpty');
    return true;
  }
  if (changes.onlyThat.test(what)) {
    yield* changeLine(turn, last, { kind: 'remove' });
    return true;
  }
  const lines = linesCalled(turn, order, what);
  if (fits(turn, last, without) && (leavesOut || lines.length === 0)) {
    yield* changeLine(turn, last, without);
    return true;
  }
  const [line, ...others] = lines;
  const fewer = parse(turn, said).itemRequests[0]?.quantity ?? null;
  if (line && others.length === 0 && fewer !== null && fewer < line.quantity) {
    yield* changeLine(turn, line, optionChange(line.quantity - fewer));
    return true;
  }
  if (!line && parse(turn, what).itemRequests.every(({ itemIds }) => itemIds.length === 0))
    return false;
  yield* changeLines(turn, lines, { kind: 'remove' }, what);
  return true;
}

/** Whether a number is given or at least one of the requests can be met on the dish. */
function fits(
  turn: Turn,
  dish: {
    readonly itemId: string;
    readonly optionIds: readonly string[];
    readonly note: string;
  },
  { quantity, optionRequests }: Change,
): boolean {
  if (quantity !== null) return true;
  const item = turn.context.menu.item(dish.itemId);
  return (
    item !== undefined &&
    applyOptionRequests(turn.context.words, item, optionRequests, dish).unmet.length <
      optionRequests.length
  );
}

/** "Onions and olives" as two requests. */
function optionRequestsIn(turn: Turn, text: string, minus: boolean): readonly OptionRequest[] {
  const { words } = turn.context;
  const { and, articles } = words.vocabulary.changes;
  return text
    .split(and)
    .map((one) => ({
      words: truncate(words.tokens(one.replace(articles, '')).join(' '), MAX_WORDS_LENGTH),
      minus,
    }))
    .slice(0, 10);
}

function parse(turn: Turn, text: string): ItemRequests {
  return parseItemRequests(text, turn.context.words, turn.context.search);
}
