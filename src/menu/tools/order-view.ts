import { missingForPlacing } from '../../orders/order-changes.js';
import type { Order, OrderCustomer, OrderLine } from '../../orders/order.js';
import { orderMoment } from '../spoken/english.js';
import type { Spoken } from '../spoken/spoken.js';

/** A line as a model sees it; empty fields are left out. */
export function lineView(line: OrderLine) {
  const { lineId, itemId, name, quantity, options, note, totalCents } = line;
  return {
    lineId,
    itemId,
    name,
    quantity,
    ...(options.length > 0 && { options: options.map(({ optionId }) => optionId) }),
    ...(note !== null && { note }),
    totalCents,
  };
}

/** The amounts of an order, without those that are zero; `spoken` is the total in words. */
export function totalsView(order: Order, spoken: Spoken) {
  const { subtotalCents, discountCents, deliveryFeeCents, taxCents, totalCents } = order;
  return {
    subtotalCents,
    ...(order.promotion && { promotion: order.promotion.code, discountCents }),
    ...(deliveryFeeCents > 0 && { deliveryFeeCents }),
    taxCents,
    totalCents,
    spoken: spoken.cents(totalCents),
  };
}

/** An order as a model sees it, with what it lacks before it can be placed. */
export function orderView(order: Order, spoken: Spoken, now: Date) {
  return {
    state: order.state,
    ...(order.allergies.length > 0 && { allergies: order.allergies }),
    lines: order.lines.map(lineView),
    customer: customerView(order.customer),
    ...readyView(order, spoken, now),
    ...totalsView(order, spoken),
    ...stillNeeded(order),
  };
}

/** The customer as a model sees them; of the phone number only the last four digits. */
export function customerView({ name, phone, fulfilment, address }: OrderCustomer) {
  return {
    fulfilment,
    ...(name !== null && { name }),
    ...(phone !== null && { phoneEndsIn: phone.slice(-4) }),
    ...(address !== null && { address }),
  };
}

/** The time the caller wants the order at, also in words; nothing for as soon as possible. */
export function readyView({ readyAt }: Pick<Order, 'readyAt'>, spoken: Spoken, now: Date) {
  if (readyAt === null) return {};
  return { readyAt, readyAtSpoken: spoken.moment(orderMoment(readyAt), now) };
}

/** What the order lacks before it can be placed, as a sentence for the caller. */
export function stillNeeded(order: Order) {
  const missing = order.state === 'draft' ? missingForPlacing(order) : null;
  return missing ? { stillNeeded: missing.message } : {};
}
