import { parseItemRequests } from '../understanding/item-request-parser.js';
import { bare } from '../understanding/commands.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import type { Turn } from './turn.js';

/** Most words that take a dish back. */
const MAX_BACK = 7;

/** "Scratch that one", "forget the salad", of the dish that is asked about. */
export function isTakenBack(turn: Turn, utterance: Utterance): boolean {
  const { onlyThat } = turn.vocabulary.changes;
  return removed(turn, utterance).some((what) => onlyThat.test(what) || isKindAsked(turn, what));
}

/** "Scratch the second one", while the second dish of the order is asked about. */
export function* isCountedBack(turn: Turn, utterance: Utterance): Flow<boolean> {
  const { changes, numbers } = turn.vocabulary;
  const counted = removed(turn, utterance).flatMap(
    (what) => changes.ordinalLine.exec(what)?.[1] ?? [],
  );
  if (counted.length === 0) return false;
  const { lines } = yield* turn.order();
  return counted.some((word) => numbers.ordinals.indexOf(word) === lines.length);
}

/**
 * "Scrap that, a lasagna", "forget the salad, make it a minestrone", of the dish that is asked about:
 * both parts. Null: nothing of it is taken back, or nothing comes instead.
 */
export function takenBackFor(
  turn: Turn,
  said: Utterance,
): readonly [back: Utterance, instead: Utterance] | null {
  const { context, vocabulary } = turn;
  const spoken = said.raw.split(/\s+/);
  for (let count = 2; count <= MAX_BACK && count < spoken.length; count++) {
    const back = utteranceOf({ speech: spoken.slice(0, count).join(' ') }, vocabulary);
    if (back === null || !isTakenBack(turn, back)) continue;
    const rest = spoken.slice(count).join(' ');
    // "Make it a minestrone" changes no other dish.
    const made = vocabulary.changes.make.exec(bare(rest, vocabulary))?.[1] ?? rest;
    const { itemRequests } = parseItemRequests(made, context.words, context.search);
    const instead = utteranceOf({ speech: made }, vocabulary);
    if (instead !== null && itemRequests.length > 0) return [back, instead];
  }
  return null;
}

/** What shall go, in the words of the caller. */
function removed({ vocabulary }: Turn, { text, command }: Utterance): readonly string[] {
  const { remove, takeOff, onlyThat } = vocabulary.changes;
  const { idle } = vocabulary.answers;
  if (command !== null) return [];
  const words = text.split(' ');
  const end = words.findLastIndex((word) => !idle.has(word) || onlyThat.test(word));
  return [text, words.slice(0, end + 1).join(' ')]
    .flatMap((said) => [remove, takeOff].flatMap((pattern) => pattern.exec(said)?.slice(1) ?? []))
    .filter((what) => what !== undefined);
}

/** Whether words name the dish half chosen, or the part of the menu of the dish in question. */
function isKindAsked({ context, vocabulary, state: { step } }: Turn, what: string): boolean {
  const { menu, words } = context;
  const dish = 'draft' in step ? step.draft.itemId : 'itemId' in step ? step.itemId : '';
  const kind = step.kind === 'items' ? step.categoryId : menu.item(dish)?.category.id;
  const { articles, determiners, fillers } = vocabulary.food;
  const tokens = words
    .tokens(what)
    .filter((token) => ![articles, determiners, fillers].some((known) => known.has(token)));
  const item = 'draft' in step ? menu.item(dish) : undefined;
  const isNamed = item !== undefined && words.coverage(item, tokens).alike === tokens.length;
  return (
    tokens.length > 0 && (isNamed || tokens.every((token) => words.categoryOf(token) === kind))
  );
}

/** "Forget the garlic knots", which are on the order: it chooses none of the dishes asked about. */
export function* changesOther(
  turn: Turn,
  { raw, text }: Utterance,
  asked: readonly string[],
): Flow<boolean> {
  const { context, vocabulary } = turn;
  const changes =
    vocabulary.changes.remove.test(text) || vocabulary.recounts.changes.test(plain(raw));
  if (!changes) return false;
  const { itemRequests } = parseItemRequests(raw, context.words, context.search);
  const { lines } = yield* turn.order();
  return itemRequests.some(({ itemIds }) =>
    itemIds.some((id) => !asked.includes(id) && lines.some(({ itemId }) => itemId === id)),
  );
}

/**
 * Whether a part behind a no changes the order, rather than ends it. A number there is one of dishes:
 * "no, we need three".
 */
export function isChangeIn({ vocabulary, context: { words } }: Turn): (part: Utterance) => boolean {
  return ({ raw }) =>
    vocabulary.recounts.changes.test(plain(raw)) ||
    words.tokens(raw).some((token) => Number(token) > 1);
}
