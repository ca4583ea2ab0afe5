import { englishList } from '../../common/english-list.js';
import type { Order, OrderLine } from '../../orders/order.js';
import type { Spoken } from './spoken.js';
import { spokenCents, spokenClock, spokenNumber, spokenOpenState } from './english.js';

/** English. */
export const ENGLISH_SPOKEN: Spoken = {
  number: (value) => spokenNumber(value),
  cents: spokenCents,
  list: englishList,
  openState: spokenOpenState,
  hours(windows) {
    if (windows.length === 0) return 'closed';
    return englishList(
      windows.map(({ open, close }) => `${spokenClock(open)} to ${spokenClock(close)}`),
    );
  },
  order: spokenOrder,
  allergens(name, allergens) {
    if (allergens === null) return `It is not known what allergens the ${name} contains.`;
    if (allergens.length === 0) return `The ${name} has no allergens among its listed ingredients.`;
    return `The ${name} contains ${englishList(allergens.map((one) => one.replace('-', ' ')))}.`;
  },
  fault: ({ message }) => message,
};

function spokenOrder(order: Order): string {
  const { customer, promotion, discountCents, deliveryFeeCents, taxCents, totalCents } = order;
  const where =
    customer.fulfilment === 'delivery' ? `for delivery to ${customer.address}` : 'for pickup';
  const extras = [
    ...(promotion ? [`${spokenCents(discountCents)} off with the offer ${promotion.name}`] : []),
    ...(deliveryFeeCents > 0 ? [`${spokenCents(deliveryFeeCents)} delivery`] : []),
    ...(taxCents > 0 ? [`${spokenCents(taxCents)} tax`] : []),
  ];
  const including = extras.length > 0 ? `, including ${englishList(extras)}` : '';
  return (
    `You have ${order.lines.map(spokenLine).join('; ')}; ${where}, ` +
    `under the name ${customer.name}. The total is ${spokenCents(totalCents)}${including}. ` +
    'Is that right?'
  );
}

function spokenLine({ quantity, name, options, note }: OrderLine): string {
  const chosen = options.map((option) => option.name.toLowerCase());
  const details = [...chosen, ...(note === null ? [] : [`with the note ${note}`])];
  return [`${spokenNumber(quantity)} ${name}`, ...details].join(', ');
}
