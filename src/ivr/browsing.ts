import type { Draft, Flow, IvrStep } from './ivr-state.js';
import { asksPrice } from '../understanding/commands.js';
import { tellPrice } from './information.js';
import { homeStep } from './ordering.js';
import { offerDish } from './subjects.js';
import type { Turn } from './turn.js';

/** Steps between the order and its read-back. */
const CLOSING: readonly IvrStep['kind'][] = [
  'fulfilment',
  'name',
  'address',
  'address-check',
  'address-part',
];

/** Most dishes that are named beside an open question. */
const MAX_LISTED = 8;

/** Tells the order: with a key for each line, or in between where another question is open. */
export function* viewOrder(turn: Turn, text: string): Flow {
  const { kind } = turn.state.step;
  if (yield* tellTotal(turn, text)) {
    // The dishes were told before: the price alone is news.
    if (kind === 'order') turn.goTo(homeStep(turn));
    return;
  }
  const order = yield* turn.order();
  const between = CLOSING.includes(kind) && order.lines.length > 0;
  if (between && !turn.vocabulary.customer.fixOrder.test(text)) {
    turn.say('order', { order: turn.orderInWords(order), total: order.total });
  } else turn.goTo({ kind: 'order', page: 0 });
}

/** Says what the order comes to, where only that was asked; false: it was not, or there is no order. */
export function* tellTotal(turn: Turn, text: string): Flow<boolean> {
  const { lines, total } = yield* turn.order();
  const { step, aboutItemId } = turn.state;
  const offered = step.kind === 'offer-item' ? step : null;
  // "And how much is it", of a dish that was asked about.
  const ofDish = (offered !== null || lines.length === 0) && !/\btotal\b/.test(text);
  if (aboutItemId !== undefined && ofDish && asksPrice(text, turn.vocabulary)) {
    tellPrice(turn, aboutItemId, offered?.optionRequests ?? []);
    if (offered === null) offerDish(turn, aboutItemId, true);
    return true;
  }
  const asksOne =
    turn.vocabulary.questions.advice.ofOne.test(text) && asksPrice(text, turn.vocabulary);
  const line = asksOne ? lines.at(-1) : undefined;
  if (line) {
    tellPriceOf(turn, line);
    return true;
  }
  if (!turn.vocabulary.answers.total.test(text)) return false;
  // "Do you deliver to Mott Street, and how much is it": the fee is told.
  if (lines.length === 0)
    return turn.hasSaid('deliversTo') || turn.hasSaid('delivery') || tellDraft(turn);
  turn.say('orderTotal', { total });
  return true;
}

/** What the dish half chosen comes to as far as it is known; false: there is none. */
function tellDraft(turn: Turn): boolean {
  const { step } = turn.state;
  if (!('draft' in step)) return false;
  tellPriceOf(turn, step.draft);
  return true;
}

/** What one dish costs with the choices that it has. */
function tellPriceOf(turn: Turn, { itemId, optionIds }: Pick<Draft, 'itemId' | 'optionIds'>): void {
  const { words } = turn.context;
  const chosen = optionIds.flatMap((id) => words.requestFor(id) ?? []);
  tellPrice(turn, itemId, chosen);
}

/** "What is your most popular pizza?" is about a part of the menu. */
export function browse(turn: Turn, text: string): void {
  const categoryId = partCalled(turn, text);
  if (categoryId === null) turn.goTo({ kind: 'categories', page: 0 });
  else turn.goTo({ kind: 'items', categoryId, page: 0, itemRequest: null });
}

/** "What desserts do you have", while another question is open; false: no part of the menu is named. */
export function listPart(turn: Turn, text: string): boolean {
  const categoryId = partCalled(turn, text);
  if (categoryId === null) return false;
  const names = turn.available(categoryId).map(({ name }) => name);
  const group = turn.spoken.named(turn.context.words.nameOf(categoryId));
  turn.say('groupChoices', { group, choices: names.slice(0, MAX_LISTED).join(', ') });
  return true;
}

/** The part of the menu that is named in a text; null: none. */
export function partCalled({ context: { words } }: Turn, text: string): string | null {
  return words.tokens(text).flatMap((token) => words.categoryOf(token) ?? [])[0] ?? null;
}
