import type { Draft, Flow } from '../ivr-state.js';
import { changeLine, likeDish, swapLine } from '../line-changes.js';
import { dropDish, nextRequest } from '../ordering.js';
import type { Turn } from '../turn.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import { isQuestion } from '../../understanding/commands.js';
import { plain } from '../../understanding/words.js';
import type { OrderedLine } from '../tool-results.js';
import { parse } from './amend-dishes.js';
import { ofSameKind } from './amend-swaps.js';
import { dishesIn, inWords, isOwnName, outlineOf, type Mention } from './outline.js';

/**
 * "No, calamari, I said calamari, not cannoli", and "actually no, a diavola" while a hawaiian is
 * being put together: another dish in the place of the one that was heard. False: nothing of the
 * kind was said.
 */
export function* meantInstead(turn: Turn, raw: string, draft: Draft | null): Flow<boolean> {
  const said = plain(raw);
  if (isQuestion(raw, turn.vocabulary)) return false;
  return (yield* denied(turn, raw, draft)) || (yield* rather(turn, said, draft));
}

/** A dish that was heard is denied, and another one is named, once or more often. */
function* denied(turn: Turn, raw: string, draft: Draft | null): Flow<boolean> {
  const outline = yield* outlineOf(turn, raw, draft);
  if (outline === null) return false;
  const { text, mentions } = outline;
  for (const match of text.matchAll(turn.vocabulary.moves.deniesDish)) {
    const at = dishesIn(text.slice(0, match.index));
    const gone = mentions[at];
    if (!gone || !(gone.ofDraft || gone.lines.length === 1)) continue;
    const before = inWords(outline, text.slice(0, match.index), 0);
    const after = inWords(outline, text.slice(match.index + match[0].length), at + 1);
    const rest = `${before} ${after}`.trim();
    const meant = onlyDish(turn, withoutLead(turn, rest), gone);
    if (meant === null || outline.lines.some(({ itemId }) => meant.itemIds.includes(itemId)))
      continue;
    yield* replaceDish(turn, gone, meant, draft);
    return true;
  }
  return false;
}

/** Behind words that take back, another dish of its kind comes in the place of the one spoken of last. */
function* rather(turn: Turn, said: string, draft: Draft | null): Flow<boolean> {
  const { moves, recounts } = turn.vocabulary;
  const behind = moves.meantBefore.exec(said)?.[0] ?? '';
  const rest = withoutLead(turn, said.slice(0, said.length - behind.length));
  const lead = `${said.slice(0, said.length - behind.length - rest.length)} ${behind}`;
  // "Actually" may begin one more dish, once the last one is complete.
  const takes = draft ? moves.takesBack : moves.deniesLast;
  if (!takes.test(lead) || recounts.another.test(rest) || moves.pairs.test(rest)) return false;
  if (turn.vocabulary.changes.make.test(rest)) return false;
  const { menu } = turn.context;
  const { lines } = yield* turn.order();
  const dish = draft ?? lines.find(({ lineId }) => lineId === turn.state.lastLineId);
  const counted = rest.replace(turn.vocabulary.changes.article, '');
  const [asked, ...more] = parse(turn, counted).itemRequests;
  if (!dish || !asked || more.length > 0) return false;
  // "No, pepperoni" may be about what is on the dish.
  if (counted === rest && namesExtra(turn, dish.itemId, rest)) return false;
  if (counted === rest && moves.bareDenial.test(lead) && !isOwnName(turn, asked.itemIds, rest))
    return false;
  const meant = ofSameKind(turn, menu.item(dish.itemId), asked, rest);
  const [id = '', ...others] = meant.itemIds;
  const known = id === dish.itemId || lines.some(({ itemId }) => itemId === id);
  const isLike = menu.item(id)?.category.id === menu.item(dish.itemId)?.category.id;
  if (meant.unsure || others.length > 0 || known) return false;
  if (!isLike && !moves.replaces.test(lead)) return false;
  const line = 'lineId' in dish ? [dish as OrderedLine] : [];
  const gone = { itemIds: [dish.itemId], ofDraft: draft !== null, lines: line };
  const quantity = meant.quantity ?? dish.quantity;
  yield* replaceDish(turn, gone, { ...meant, quantity }, draft);
  return true;
}

function* replaceDish(
  turn: Turn,
  gone: Pick<Mention, 'itemIds' | 'ofDraft' | 'lines'>,
  meant: ItemRequest,
  draft: Draft | null,
): Flow {
  const { menu } = turn.context;
  const kindOf = (ids: readonly string[]) => menu.item(ids[0] ?? '')?.category.id;
  const isLike = kindOf(gone.itemIds) === kindOf(meant.itemIds);
  const [line] = gone.lines;
  if (draft && gone.ofDraft) {
    const instead = isLike ? likeDish(turn, draft, meant) : meant;
    turn.set({ pending: [instead, ...turn.state.pending] });
    return yield* dropDish(turn, draft);
  }
  if (!line) return;
  const { step } = turn.state;
  if (isLike) yield* swapLine(turn, line, meant);
  else {
    yield* changeLine(turn, line, { kind: 'remove' });
    turn.set({ pending: [meant, ...turn.state.pending] });
  }
  if (draft) turn.goTo(step);
  else yield* nextRequest(turn);
}

/** The one dish of these words, named once or more often; null: none, several, or another thing too. */
function onlyDish(turn: Turn, words: string, { itemIds }: Mention): ItemRequest | null {
  const item = turn.context.menu.item(itemIds[0] ?? '');
  const itemRequests = parse(turn, words).itemRequests.map((one) =>
    ofSameKind(turn, item, one, words),
  );
  const [first, ...again] = itemRequests;
  const [id, ...others] = first?.itemIds ?? [];
  if (!first || id === undefined || others.length > 0 || itemIds.includes(id)) return null;
  const isOne = itemRequests.every((one) => !one.unsure && one.itemIds.join() === id);
  if (!isOne) return null;
  const all = [first, ...again];
  const quantity = all.map((one) => one.quantity).find((one) => one !== null) ?? null;
  return { ...first, quantity, optionRequests: all.flatMap((one) => one.optionRequests) };
}

/** Without the words that begin a correction and count for nothing. */
function withoutLead({ vocabulary: { moves } }: Turn, said: string): string {
  return said.replace(moves.lead, '');
}

/** Whether something that the dish can have, or comes with, is among these words. */
function namesExtra({ context: { menu, words } }: Turn, itemId: string, said: string): boolean {
  const item = menu.item(itemId);
  const tokens = words.tokens(said);
  return (
    item !== undefined &&
    tokens.some((_, at) => words.optionAt(tokens, at, item)?.found.group.min === 0)
  );
}
