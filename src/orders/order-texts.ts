import { maskCards } from '../common/card-numbers.js';
import type { OrderCustomer, OrderFlag, OrderLine } from './order.js';
import { freeWords, optionsNamed, type PricedOption } from './price-words.js';

/** The parts of an order that hold words of the caller. */
interface Worded {
  readonly lines: readonly OrderLine[];
  readonly customer: OrderCustomer;
  readonly allergies: readonly string[];
}

/** Masks card data in notes, name, address and allergies, also where a number is spread over several. */
export function withoutCardData({ lines, customer, allergies }: Worded): Worded {
  const notes = lines.map(({ note }) => note);
  const words = [...notes, customer.name, customer.address, ...allergies];
  const { texts } = maskCards(words.map((text) => text ?? ''));
  const kept = words.map((text, index) => (text === null ? null : (texts[index] ?? null)));
  const [name = null, address = null, ...named] = kept.slice(lines.length);
  return {
    lines: lines.map((line, index) => ({ ...line, note: kept[index] ?? null })),
    customer: { ...customer, name, address },
    allergies: named.map((text) => text ?? ''),
  };
}

/**
 * The flags of an order: what its notes, name, address and allergies say about a price, and the priced options
 * that notes name in place of ordering them.
 */
export function priceFlags(
  { lines, customer, allergies }: Worded,
  priced: readonly PricedOption[],
): readonly OrderFlag[] {
  const ofText = (text: string | null, lineId: string | null): OrderFlag[] =>
    text === null ? [] : freeWords(text).map((words) => ({ lineId, reason: 'price', words }));
  return [
    ...lines.flatMap((line) =>
      line.note === null
        ? []
        : [
            ...ofText(line.note, line.lineId),
            ...optionsNamed(line.note, line, priced).map((words): OrderFlag => ({
              lineId: line.lineId,
              reason: 'priced-option',
              words,
            })),
          ],
    ),
    ...ofText(customer.name, null),
    ...ofText(customer.address, null),
    ...allergies.flatMap((text) => ofText(text, null)),
  ];
}
