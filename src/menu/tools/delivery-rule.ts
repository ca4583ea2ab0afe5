import { fault, type OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import type { Business } from '../catalogue/menu-document.js';
import { areaAnswer } from '../delivery-area.js';
import { ENGLISH_SPOKEN } from '../spoken/english.js';
import { areaIn } from '../spoken/in-language.js';

/** The fault of an order for delivery where the restaurant does not deliver. */
export const NO_DELIVERY = fault(
  'no_delivery',
  'I am sorry, we do not deliver. You can pick your order up here.',
);

/**
 * Why an order cannot be delivered to its address; null when it can, is picked up, or has no
 * address yet. Faults: `no_delivery`, `outside_area`, and `postal_code_missing` and
 * `house_number_missing`, which ask for what the address lacks.
 */
export function deliveryFault(
  { customer }: Pick<Order, 'customer'>,
  { delivery }: Pick<Business, 'delivery'>,
): OrderFault | null {
  if (customer.fulfilment !== 'delivery') return null;
  if (delivery === null) return NO_DELIVERY;
  if (customer.address === null) return null;
  switch (areaAnswer(customer.address, delivery.area)) {
    case 'inside':
    case 'unchecked':
      return null;
    case 'outside': {
      const area = areaIn(ENGLISH_SPOKEN, delivery.area);
      return fault(
        'outside_area',
        `I am sorry, that address is outside our delivery area, ${area}. You can pick your order up here.`,
      );
    }
    case 'postal-code':
      return fault(
        'postal_code_missing',
        'I am not sure that we deliver there. What is the postal code?',
      );
    case 'house-number':
      return fault(
        'house_number_missing',
        'I am not sure that we deliver there. What is the house number?',
      );
  }
}
