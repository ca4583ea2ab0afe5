import type { AppConfig } from '../../config/app-config.js';
import { fault, type OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';

/**
 * Why only a person may take this order; null when it may be placed. The limits themselves are
 * allowed. Faults: `too_many_orders`, `order_too_large`; each says how the caller gets to a person
 * and names the tool for it. The draft stays as it is.
 *
 * @param placed how many orders the call has placed.
 */
export function limitFault(
  { totalCents }: Pick<Order, 'totalCents'>,
  placed: number,
  { limits, twilio }: Pick<AppConfig, 'limits' | 'twilio'>,
): OrderFault | null {
  const staffed = twilio.humanNumbers.length > 0;
  const how = staffed ? 'I can put you through to one of us.' : 'One of us can call you back.';
  const tool = staffed ? 'transfer_to_human' : 'leave_callback_note';
  if (placed >= limits.maxOrdersPerCall) {
    const sentence = 'Any further order in this call has to be taken by a person.';
    return fault('too_many_orders', `${sentence} ${how}`, tool);
  }
  if (totalCents > limits.maxOrderCents) {
    return fault(
      'order_too_large',
      `An order this large has to be taken by a person. ${how}`,
      tool,
    );
  }
  return null;
}
