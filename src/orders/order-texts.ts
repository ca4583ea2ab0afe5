import { maskCards } from '../common/card-numbers.js';
import type { OrderCustomer, OrderLine } from './order.js';

/** The parts of an order that hold words of the caller. */
interface Worded {
  readonly lines: readonly OrderLine[];
  readonly customer: OrderCustomer;
}

/** Masks card data in notes, name and address, also where a number is spread over several. */
export function withoutCardData({ lines, customer }: Worded): Worded {
  const words = [...lines.map(({ note }) => note), customer.name, customer.address];
  const { texts } = maskCards(words.map((text) => text ?? ''));
  const kept = words.map((text, index) => (text === null ? null : (texts[index] ?? null)));
  const [name = null, address = null] = kept.slice(lines.length);
  return {
    lines: lines.map((line, index) => ({ ...line, note: kept[index] ?? null })),
    customer: { ...customer, name, address },
  };
}
