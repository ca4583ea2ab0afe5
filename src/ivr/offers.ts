import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { ToolResult } from '../menu/tools/tool.js';
import { offerIn } from '../menu/spoken/in-language.js';
import { plain } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import { fieldsOf, lineOf, textOf } from './tool-results.js';
import type { Turn } from './turn.js';

/** So many words of its description make clear which offer is meant. */
const MIN_DESCRIBED = 2;
/** Longest code, in characters: a spelled one has as many words. */
const MAX_CODE_LENGTH = 20;

/** Puts an offer on the order, or says why it does not count. */
export function* applyOffer(turn: Turn, code: string): Flow {
  const result = yield* earned(turn, code);
  if (!result.ok) {
    const waits = result.error === 'promotion_not_applicable';
    const { lines } = yield* turn.order();
    // Before anything is ordered, it goes without saying that nothing counts for it.
    if (!waits || lines.length > 0) turn.tellFault(result);
    if (!waits) return;
    turn.set({ offerKept: code });
    return turn.say('offerKept', { name: nameOf(turn, code) ?? code });
  }
  turn.set({ offerKept: null });
  const name = nameOf(turn, code) ?? code;
  turn.say('offerApplied', { name, total: textOf(result['spoken']) ?? '' });
}

/** Tries an offer; a dish that is free with what is ordered is put on the order for it. */
function* earned(turn: Turn, code: string): Flow<ToolResult> {
  const result = yield* turn.run('apply_promotion', { code });
  const item = result.ok ? null : yield* freeDish(turn, code);
  if (item === null) return result;
  const added = yield* turn.run('add_item', { itemId: item.id, quantity: 1, options: [] });
  const line = added.ok ? lineOf(fieldsOf(added)['added']) : null;
  if (!line) return result;
  const again = yield* turn.run('apply_promotion', { code });
  if (again.ok) turn.sayAdded(turn.lineInWords(line));
  else yield* turn.run('remove_item', { lineId: line.lineId });
  return again;
}

/** The one dish that an offer gives, where the order has what earns it and lacks that dish alone. */
function* freeDish(turn: Turn, code: string): Flow<CatalogueItem | null> {
  const { menu } = turn.context;
  const promotion = menu.promotion(code);
  if (promotion?.kind !== 'free_item' || promotion.itemIds.length !== 1) return null;
  const item = menu.item(promotion.itemIds[0] ?? '');
  if (!item || turn.unavailable(item) !== null || item.groups.some(({ min }) => min > 0))
    return null;
  const { lines, fulfilment } = yield* turn.order();
  const { categoryIds = [], itemIds = [], fulfilment: way = null } = promotion.conditions ?? {};
  const anything = categoryIds.length + itemIds.length === 0;
  const earns = lines.some(
    ({ itemId }) =>
      anything ||
      itemIds.includes(itemId) ||
      categoryIds.includes(menu.item(itemId)?.category.id ?? ''),
  );
  const here = turn.state.mentioned ?? fulfilment;
  const isThere = lines.some(({ itemId }) => itemId === item.id);
  return earns && !isThere && (way === null || way === here) ? item : null;
}

function nameOf({ context, spoken }: Turn, code: string): string | null {
  const promotion = context.menu.promotion(code);
  return promotion ? offerIn(spoken, promotion).name : null;
}

/**
 * Puts an offer that was wanted before on the order as soon as it counts.
 *
 * @param last the order is about to be read back: it is told when the offer does not count.
 */
export function* applyKeptOffer(turn: Turn, last = false): Flow {
  const { offerKept } = turn.state;
  if (offerKept === undefined || offerKept === null) return;
  const result = yield* earned(turn, offerKept);
  if (!result.ok && !last) return;
  turn.set({ offerKept: null });
  const name = nameOf(turn, offerKept) ?? offerKept;
  if (result.ok) turn.say('offerApplied', { name, total: textOf(result['spoken']) ?? '' });
  else turn.tellFault(result);
}

/** "The free garlic knots and a large pepperoni": the offer is wanted as well as the dish. */
export function keepFreeDish(turn: Turn, text: string): void {
  const code = offerCalled(turn, text);
  const promotion = code === null ? undefined : turn.context.menu.promotion(code);
  if (promotion?.kind === 'free_item') turn.set({ offerKept: promotion.code });
}

/** Says what an offer is, and leaves the order as it is. */
export function tellOffer(turn: Turn, code: string): void {
  const { context, spoken } = turn;
  const promotion = context.menu.promotion(code);
  if (!promotion) return;
  const { name, description } = offerIn(spoken, promotion);
  turn.say('offers', { offers: `${name}: ${description}` });
}

/** The offer of the menu, of those that everyone is told of, that was called by its name. */
export function offerCalled(turn: Turn, text: string): string | null {
  const { context, vocabulary } = turn;
  const said = text.split(' ');
  const called = context.menu.promotions.filter(({ name, code, listed }) => {
    const words = plain(nameOf(turn, code) ?? name)
      .split(' ')
      .filter((word) => word !== vocabulary.offer);
    return listed !== false && words.every((word) => said.includes(word));
  });
  return called.length === 1 ? (called[0]?.code ?? null) : null;
}

/** The code of an offer that is not listed, among the words of a caller who knows it. */
export function privateCodeSaid({ context }: Turn, text: string): string | null {
  const words = text.split(' ');
  for (const start of words.keys()) {
    for (let end = start + 1; end <= words.length; end++) {
      const said = words.slice(start, end).join('');
      if (said.length > MAX_CODE_LENGTH) break;
      const promotion = context.menu.promotion(said);
      if (promotion?.listed === false) return promotion.code;
    }
  }
  return null;
}

/** The offer among those read out whose code or name was said; "offer" alone names none. */
export function namedOffer(turn: Turn, text: string): string | null {
  const said = text.split(' ');
  const named = turn.state.choices.filter((code) => {
    const written = turn.context.menu.promotion(code)?.name ?? '';
    const words = plain(`${nameOf(turn, code) ?? ''} ${written} ${code}`).split(' ');
    return words.some(
      (word) => word.length > 3 && word !== turn.vocabulary.offer && said.includes(word),
    );
  });
  return named.length === 1 ? (named[0] ?? null) : offerDescribed(turn, said);
}

/** "So the third one is free?": the offer that alone is described with most of the words. */
function offerDescribed({ state, context, spoken }: Turn, said: readonly string[]): string | null {
  const told = state.choices.map((code) => {
    const promotion = context.menu.promotion(code);
    const words = plain(promotion ? offerIn(spoken, promotion).description : '').split(' ');
    const common = new Set(words.filter((word) => word.length > 3 && said.includes(word)));
    return { code, count: common.size };
  });
  const most = Math.max(...told.map(({ count }) => count));
  const [only, ...others] = told.filter(({ count }) => count === most);
  return most >= MIN_DESCRIBED && others.length === 0 ? (only?.code ?? null) : null;
}
