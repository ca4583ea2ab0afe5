import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { dollars } from './money.js';
import { fault, isFault, type OrderFault } from './order-fault.js';
import { chosenOptions } from './orderable.js';
import type { Orderable } from './orderable.js';
import { priceFlags, withoutCardData } from './order-texts.js';
import type { LineOption, Order, OrderCustomer, OrderLine, OrderState } from './order.js';
import { priced } from './pricing.js';
import type { OrderPricing, PricingRules } from './pricing.js';
import { promotionFault } from './promotion.js';

/** Largest quantity of a line. */
export const MAX_QUANTITY = 50;
/** Most lines of an order. */
export const MAX_LINES = 50;
/** Longest note to the kitchen, in characters. */
export const MAX_NOTE_LENGTH = 200;

/** Most allergies of an order. */
const MAX_ALLERGIES = 20;
/** Longest word for an allergy, in characters. */
export const MAX_ALLERGY_LENGTH = 60;

const MAX_CUSTOMER_LENGTH = { name: 80, phone: 20, address: 200 } as const;

/** How an item is ordered: quantity, options and note. */
export interface LineChoice {
  /** Whole, 1 to 50. */
  readonly quantity: number;
  readonly optionIds: readonly string[];
  readonly note: string | null;
}

/** The states that may follow each state; the kitchen's steps begin at `placed`. */
const NEXT_STATES: Readonly<Record<OrderState, readonly OrderState[]>> = {
  draft: [],
  placed: ['accepted', 'cancelled'],
  accepted: ['preparing', 'cancelled'],
  preparing: ['ready', 'cancelled'],
  ready: ['completed'],
  completed: [],
  cancelled: [],
};

/** An empty draft, with the allergies of the call. Its pricing is set by the first change. */
export function newOrder(start: {
  readonly id: string;
  readonly callSid: string;
  readonly now: Date;
  readonly allergies?: readonly string[];
}): Order {
  return {
    allergies: start.allergies ?? [],
    id: start.id,
    callSid: start.callSid,
    number: null,
    version: 1,
    state: 'draft',
    lines: [],
    promotion: null,
    customer: { name: null, phone: null, fulfilment: 'pickup', address: null },
    readyAt: null,
    flags: [],
    pricing: {
      taxPpm: 0,
      deliveryFeeCents: 0,
      deliveryFeeTaxed: false,
      deliveryMinimumCents: 0,
    },
    subtotalCents: 0,
    discountCents: 0,
    deliveryFeeCents: 0,
    taxCents: 0,
    totalCents: 0,
    confirmationId: null,
    createdAt: start.now.toISOString(),
    updatedAt: start.now.toISOString(),
    placedAt: null,
    promisedAt: null,
  };
}

/** Adds a line to the order. */
export function addLine(
  order: Order,
  item: Orderable,
  choice: LineChoice,
  rules: PricingRules,
): Order | OrderFault {
  if (order.lines.length >= MAX_LINES) {
    return fault('order_full', `That is as much as one order can hold, ${MAX_LINES} lines.`);
  }
  const made = lineOf(item, choice, `L${order.version + 1}`);
  if (isFault(made)) return made;
  return changed(order, { lines: [...order.lines, made] }, rules);
}

/**
 * Changes parts of a line. If the options change, price and options are taken from `item`,
 * otherwise they stay. `item` is null when it is no longer on the menu.
 */
export function changeLine(
  order: Order,
  lineId: string,
  change: Partial<LineChoice>,
  item: Orderable | null,
  rules: PricingRules,
): Order | OrderFault {
  const line = order.lines.find((candidate) => candidate.lineId === lineId);
  if (!line) return unknownLine();
  const choice: LineChoice = {
    quantity: change.quantity ?? line.quantity,
    optionIds: change.optionIds ?? line.options.map(({ optionId }) => optionId),
    note: change.note === undefined ? line.note : change.note,
  };
  const wantsMore = change.optionIds !== undefined || choice.quantity > line.quantity;
  if (wantsMore && (item === null || item.unavailable !== null)) {
    const gone = `The ${line.name} is no longer on the menu.`;
    return fault('unavailable', item?.unavailable ?? gone);
  }
  const made =
    change.optionIds !== undefined && item !== null
      ? lineOf(item, choice, lineId)
      : lineAs(line, choice);
  if (isFault(made)) return made;
  return changed(
    order,
    { lines: order.lines.map((candidate) => (candidate === line ? made : candidate)) },
    rules,
  );
}

/** Removes a line from the order. */
export function removeLine(order: Order, lineId: string, rules: PricingRules): Order | OrderFault {
  if (!order.lines.some((line) => line.lineId === lineId)) return unknownLine();
  return changed(order, { lines: order.lines.filter((line) => line.lineId !== lineId) }, rules);
}

/** What a caller says about themselves and about how and when they get the order. */
export type CustomerDetails = Partial<OrderCustomer & Pick<Order, 'readyAt'>>;

/** Sets parts of the customer, the fulfilment and the time; parts that are left out stay. */
export function setCustomer(
  order: Order,
  details: CustomerDetails,
  rules: PricingRules,
): Order | OrderFault {
  const customer: OrderCustomer = {
    name: cleaned(details.name, order.customer.name),
    phone: cleaned(details.phone, order.customer.phone),
    address: cleaned(details.address, order.customer.address),
    fulfilment: details.fulfilment ?? order.customer.fulfilment,
  };
  for (const key of ['name', 'phone', 'address'] as const) {
    if ((customer[key]?.length ?? 0) > MAX_CUSTOMER_LENGTH[key]) {
      return fault('too_long', `That ${key} is too long, please make it shorter.`);
    }
  }
  const readyAt = details.readyAt === undefined ? order.readyAt : details.readyAt;
  return changed(order, { customer, readyAt }, rules);
}

/**
 * Notes allergies on the order, or takes them back. Each stands there once, as an id of the menu or
 * in the caller's word.
 */
export function noteAllergies(
  order: Order,
  allergies: readonly string[],
  how: 'stated' | 'withdrawn',
  rules: PricingRules,
): Order | OrderFault {
  const named = allergies.map((one) => one.trim().toLowerCase()).filter((one) => one !== '');
  const next =
    how === 'stated'
      ? [...new Set([...order.allergies, ...named])]
      : order.allergies.filter((one) => !named.includes(one));
  if (next.length > MAX_ALLERGIES || next.some((one) => one.length > MAX_ALLERGY_LENGTH)) {
    return fault('too_long', 'That is too long for the kitchen, please make it shorter.');
  }
  return changed(order, { allergies: next }, rules);
}

/** Applies a promotion by its code; it replaces an earlier one. */
export function applyPromotion(
  order: Order,
  code: string,
  rules: PricingRules,
): Order | OrderFault {
  const wanted = code.trim().toLowerCase();
  const promotion = rules.promotions.find((running) => running.code.toLowerCase() === wanted);
  if (!promotion) return fault('unknown_promotion', 'There is no offer with that code right now.');
  const scope = { lines: order.lines, fulfilment: order.customer.fulfilment };
  const notEarned = promotionFault(promotion, scope);
  if (notEarned) return notEarned;
  const applied = { code: promotion.code, name: promotion.name, discountCents: 0 };
  return changed(order, { promotion: applied }, rules);
}

/** Removes the promotion of the order, if there is one. */
export function removePromotion(order: Order, rules: PricingRules): Order | OrderFault {
  return changed(order, { promotion: null }, rules);
}

/**
 * Marks this version as read back to the caller and gives it a `confirmationId`: a digest of id and
 * version, so that any replica gives the same one for the same version.
 */
export function readBack(order: Order): Order | OrderFault {
  if (order.state !== 'draft') return alreadyPlaced();
  if (order.lines.length === 0) return emptyOrder();
  if (order.confirmationId !== null) return order;
  const digest = createHash('sha256').update(`${order.id} ${order.version}`).digest('hex');
  return { ...order, confirmationId: digest.slice(0, 12) };
}

/** The minutes that the caller of a placed order was told; null: a time was wished, or none is known. */
export function quotedMinutes({ readyAt, placedAt, promisedAt }: Order): number | null {
  if (readyAt !== null || placedAt === null || promisedAt === null) return null;
  return Math.round((Date.parse(promisedAt) - Date.parse(placedAt)) / 60_000);
}

/** What the order lacks before it can be placed, the confirmation apart; null when nothing. */
export function missingForPlacing(order: Order): OrderFault | null {
  const { customer, pricing, subtotalCents } = order;
  if (order.lines.length === 0) return emptyOrder();
  if (customer.name === null) {
    return fault('name_missing', 'I need a name for the order.');
  }
  if (customer.fulfilment === 'pickup') return null;
  if (customer.address === null) {
    return fault('address_missing', 'I need an address to deliver to.');
  }
  if (subtotalCents < pricing.deliveryMinimumCents) {
    const least = dollars(pricing.deliveryMinimumCents);
    return fault('below_minimum', `Delivery needs an order of at least ${least}.`);
  }
  return null;
}

/**
 * Places the order if this version was read back. An order that the same confirmation has placed
 * is returned as it is, with what was promised then.
 *
 * @param minutes until an order without a wished time is ready; null: nothing is promised.
 */
export function place(
  order: Order,
  confirmationId: string,
  now: Date,
  minutes: number | null,
): Order | OrderFault {
  const confirmed = order.confirmationId !== null && order.confirmationId === confirmationId;
  if (order.state !== 'draft') return confirmed ? order : alreadyPlaced();
  const missing = missingForPlacing(order);
  if (missing) return missing;
  if (!confirmed) {
    return fault('not_confirmed', 'I have to read the order back to you before I place it.');
  }
  const placedAt = now.toISOString();
  const promisedAt = promiseOf(order, now, minutes);
  return { ...order, state: 'placed', version: order.version + 1, placedAt, promisedAt };
}

/** Moves a placed order one step on in the kitchen. */
export function advance(order: Order, state: OrderState): Order | OrderFault {
  if (!NEXT_STATES[order.state].includes(state)) {
    return fault('illegal_step', `An order that is ${order.state} cannot become ${state}.`);
  }
  return { ...order, state, version: order.version + 1 };
}

/**
 * Makes the next version of a draft: new totals, no confirmation. All changes of a draft go through
 * here. If nothing differs, the order itself is returned, with its confirmation.
 */
function changed(
  order: Order,
  change: Partial<Pick<Order, 'lines' | 'customer' | 'promotion' | 'readyAt' | 'allergies'>>,
  rules: PricingRules,
): Order | OrderFault {
  if (order.state !== 'draft') return alreadyPlaced();
  const { promotion: applied, ...words } = { ...order, ...change };
  const { lines, customer, allergies } = withoutCardData(words);
  const { readyAt } = words;
  const promotion = rules.promotions.find((running) => running.code === applied?.code) ?? null;
  const pricing: OrderPricing = {
    taxPpm: rules.taxPpm,
    deliveryFeeCents: rules.deliveryFeeCents,
    deliveryFeeTaxed: rules.deliveryFeeTaxed,
    deliveryMinimumCents: rules.deliveryMinimumCents,
  };
  const totals = priced({ lines, fulfilment: customer.fulfilment }, promotion, pricing);
  const { discountCents } = totals;
  const next: Order = {
    ...order,
    allergies,
    lines,
    customer,
    readyAt,
    flags: priceFlags({ lines, customer, allergies }, rules.pricedOptions),
    pricing,
    promotion: promotion && { code: promotion.code, name: promotion.name, discountCents },
    ...totals,
  };
  if (!Number.isSafeInteger(totals.totalCents)) {
    return fault('invalid_price', 'I cannot work out a price for that order.');
  }
  if (isDeepStrictEqual(next, order)) return order;
  return { ...next, version: order.version + 1, confirmationId: null };
}

function promiseOf({ readyAt }: Order, now: Date, minutes: number | null): string | null {
  if (readyAt !== null) return new Date(readyAt).toISOString();
  return minutes === null ? null : new Date(now.getTime() + minutes * 60_000).toISOString();
}

function lineOf(item: Orderable, choice: LineChoice, lineId: string): OrderLine | OrderFault {
  if (item.unavailable !== null) return fault('unavailable', item.unavailable);
  const options = chosenOptions(item, choice.optionIds);
  if (isFault(options)) return options;
  const { itemId, categoryId, name, priceCents } = item;
  const line = { lineId, itemId, categoryId, name, unitPriceCents: priceCents, options };
  return lineAs(line, choice);
}

function lineAs(
  line: Omit<OrderLine, 'quantity' | 'note' | 'totalCents'>,
  { quantity, note }: LineChoice,
): OrderLine | OrderFault {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    return fault('invalid_quantity', `I can take between 1 and ${MAX_QUANTITY} of one thing.`);
  }
  const words = cleaned(note, null);
  if (words !== null && words.length > MAX_NOTE_LENGTH) {
    return fault('note_too_long', 'That note is too long for the kitchen, please make it shorter.');
  }
  const { lineId, itemId, categoryId, name, unitPriceCents, options } = line;
  const totalCents = unitCents(unitPriceCents, options) * quantity;
  return {
    lineId,
    itemId,
    categoryId,
    name,
    quantity,
    unitPriceCents,
    options,
    note: words,
    totalCents,
  };
}

function unitCents(priceCents: number, options: readonly LineOption[]): number {
  return options.reduce((sum, option) => sum + option.priceDeltaCents, priceCents);
}

/** Trimmed text; null when it is blank; `before` when it is undefined. */
function cleaned(words: string | null | undefined, before: string | null): string | null {
  if (words === undefined) return before;
  const trimmed = words?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function unknownLine(): OrderFault {
  return fault('unknown_line', 'I cannot find that in your order.');
}

function emptyOrder(): OrderFault {
  return fault('empty_order', 'There is nothing in the order yet.');
}

function alreadyPlaced(): OrderFault {
  return fault('already_placed', 'That order has been placed already.');
}
