import { missingForPlacing } from '../../orders/order-changes.js';
import type { Order, OrderCustomer, OrderLine } from '../../orders/order.js';
import type { Spoken } from '../spoken/spoken.js';

/** A line as the model sees it, without what is empty. */
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

/** What the order costs; `spoken` is the total in words. Amounts that are zero are left out. */
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

/** The whole order, and what it still needs before it can be placed. */
export function orderView(order: Order, spoken: Spoken) {
  return {
    state: order.state,
    lines: order.lines.map(lineView),
    customer: customerView(order.customer),
    ...totalsView(order, spoken),
    ...stillNeeded(order),
  };
}

/** The phone number by its last digits alone: enough to ask "the number ending in 0100?". */
export function customerView({ name, phone, fulfilment, address }: OrderCustomer) {
  return {
    fulfilment,
    ...(name !== null && { name }),
    ...(phone !== null && { phoneEndsIn: phone.slice(-4) }),
    ...(address !== null && { address }),
  };
}

/** What the caller has to be asked for next, as a sentence. */
export function stillNeeded(order: Order) {
  const missing = order.state === 'draft' ? missingForPlacing(order) : null;
  return missing ? { stillNeeded: missing.message } : {};
}
