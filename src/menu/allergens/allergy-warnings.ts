import type { Order, OrderLine } from '../../orders/order.js';
import type { Menu } from '../catalogue/menu.js';
import type { Spoken } from '../spoken/spoken.js';
import { presenceOf } from './dish-contents.js';

/**
 * What the caller of an order has to hear about some of its lines because of the allergies on it:
 * what a dish contains, and what is not known of it. Null: nothing.
 */
export function allergyWarning(
  { allergies }: Pick<Order, 'allergies'>,
  lines: readonly OrderLine[],
  menu: Menu,
  spoken: Spoken,
): string | null {
  const sentences = lines.flatMap((line) => {
    const item = menu.item(line.itemId);
    const dish = item && {
      item,
      options: line.options.flatMap(({ optionId }) => menu.option(item, optionId) ?? []),
    };
    const found = allergies.map((allergy) => ({
      allergy,
      presence: dish ? presenceOf(allergy, dish) : 'unknown',
    }));
    const those = (wanted: string): readonly string[] =>
      found.filter(({ presence }) => presence === wanted).map(({ allergy }) => allergy);
    const contained = those('contained');
    const unknown = those('unknown');
    return [
      ...(contained.length > 0 ? [spoken.allergies.warning(line.name, contained)] : []),
      ...(unknown.length > 0 ? [spoken.allergies.unknown(line.name, unknown)] : []),
    ];
  });
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ');
}

/**
 * The warning about the newest or changed line, as a part of a tool's result.
 *
 * @param noted allergies that its note has brought onto the order: they concern all lines.
 */
export function warningAbout(
  order: Order,
  line: OrderLine | undefined,
  menu: Menu,
  spoken: Spoken,
  noted: readonly string[] = [],
): { readonly warning?: string } {
  const others = order.lines.filter((one) => one !== line);
  const sentences = [
    noted.length > 0 ? spoken.allergies.noted(noted) : null,
    allergyWarning(order, line ? [line] : [], menu, spoken),
    allergyWarning({ allergies: noted }, others, menu, spoken),
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? {} : { warning: sentences.join(' ') };
}
