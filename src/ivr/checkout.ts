import { truncate } from '../common/truncate.js';
import type { ToolResult } from '../menu/tools/tool.js';
import type { FaultCode } from '../orders/order-fault.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { cutAll } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import { fieldsOf, numberIn, textOf } from './tool-results.js';
import type { Turn } from './turn.js';

type Refusal = Extract<ToolResult, { readonly ok: false }>;

const MAX_ADDRESS_LENGTH = 180;
/** The order has changed since the read-back, or the caller has not heard it as it is. */
const READ_BACK_AGAIN: readonly FaultCode[] = [
  'not_confirmed',
  'not_answered',
  'not_heard',
  'misread',
];

/** Asks for what an order still needs, and reads it back once nothing is missing. */
export function* checkout(turn: Turn): Flow {
  const { delivery } = turn.context.menu.business;
  const { mentioned } = turn.state;
  turn.set({ interrupted: null });
  if (mentioned !== null) yield* setFulfilment(turn, mentioned);
  const order = yield* turn.order();
  if (order.placed || order.lines.length === 0) {
    turn.say('orderEmpty');
    return turn.goTo({ kind: 'categories', page: 0 });
  }
  const { daySaid = null } = turn.state;
  if (daySaid !== null) return turn.goTo({ kind: 'ready-time', earliest: null, day: daySaid });
  const settled = turn.state.settled || order.fulfilment === 'delivery';
  if (!settled && delivery) return turn.goTo({ kind: 'fulfilment' });
  const minimum = delivery?.minimumCents ?? 0;
  if (order.fulfilment === 'delivery' && order.subtotalCents < minimum) {
    tellLack(turn, minimum, order.subtotalCents);
    return turn.goTo({ kind: 'minimum' });
  }
  if (order.fulfilment === 'delivery' && order.address === null) {
    return turn.goTo({ kind: 'address' });
  }
  if (order.name === null) return turn.goTo({ kind: 'name' });
  turn.goTo({ kind: 'confirm', confirmationId: null });
}

/**
 * Says once that an order for delivery is below the minimum, and how much it lacks whenever that has
 * changed.
 */
export function* tellMinimum(turn: Turn): Flow {
  const minimum = turn.context.menu.business.delivery?.minimumCents ?? 0;
  const { mentioned, minimumTold } = turn.state;
  const order = yield* turn.order();
  if ((mentioned ?? order.fulfilment) !== 'delivery') return;
  const isChanged = turn.hasSaid('added') || turn.hasSaid('changed') || turn.hasSaid('removed');
  if (minimumTold && !isChanged) return;
  if (order.lines.length > 0) tellLack(turn, minimum, order.subtotalCents);
}

/** Says what an order of so many cents lacks to a minimum, which is told once. */
export function tellLack(turn: Turn, minimum: number, subtotal: number): void {
  if (subtotal >= minimum) return;
  if (!turn.state.minimumTold) turn.tell(turn.spoken.deliveryMinimum(minimum));
  turn.say('minimumLacks', { amount: turn.spoken.cents(minimum - subtotal) });
  turn.set({ minimumTold: true });
}

/** Notes pickup or delivery on the order. */
export function* setFulfilment(turn: Turn, fulfilment: 'pickup' | 'delivery'): Flow {
  const result = yield* turn.run('set_customer', { fulfilment });
  turn.set({ mentioned: null, settled: true });
  if (!result.ok) turn.tellFault(result);
}

/** Places the order and says goodbye, or says what stands in the way. */
export function* placeOrder(turn: Turn, confirmationId: string): Flow {
  const result = yield* turn.run('place_order', { confirmationId });
  if (!result.ok) {
    if (READ_BACK_AGAIN.includes(result.error)) {
      turn.set({ readBackFor: undefined });
      return turn.goTo({ kind: 'confirm', confirmationId: null });
    }
    return yield* refused(turn, result);
  }
  const { number: placed, readyInMinutes, readyAtSpoken, fulfilment } = fieldsOf(result);
  const number = digitByDigit(turn, textOf(placed) ?? '');
  const time = textOf(readyAtSpoken);
  if (time === null) {
    const minutes = turn.spoken.number(numberIn(readyInMinutes), 'minutes');
    turn.say(fulfilment === 'delivery' ? 'placedDelivery' : 'placed', { number, minutes });
  } else {
    turn.say(fulfilment === 'delivery' ? 'placedDeliveryAt' : 'placedAt', { number, time });
  }
  yield* farewell(turn);
}

/** Says why the order cannot be placed, and goes on with a person or with what can be put right. */
export function* refused(turn: Turn, fault: Refusal): Flow {
  turn.tellFault(fault, yield* whatIsOff(turn, fault));
  if (fault.possibleAt !== undefined) {
    return turn.goTo({ kind: 'ready-time', earliest: fault.possibleAt, day: null });
  }
  if (fault.error !== 'order_too_large' && fault.error !== 'too_many_orders') {
    return turn.goTo({ kind: 'fix' });
  }
  if (!turn.state.missed && (yield* transfer(turn))) return;
  turn.goTo({ kind: 'callback', forOrder: true });
}

/** The dish or option of the order that is sold out, which the sentence in English names. */
function* whatIsOff(
  turn: Turn,
  { error, message }: Refusal,
): Flow<{ readonly name: string } | undefined> {
  if (error !== 'sold_out' && error !== 'option_unavailable') return undefined;
  const { menu } = turn.context;
  const { lines } = yield* turn.order();
  return lines
    .flatMap(({ name, itemId, optionIds }) => {
      const item = menu.item(itemId);
      const options = optionIds.flatMap((id) => (item && menu.option(item, id)) ?? []);
      return [{ name }, ...options];
    })
    .filter(({ name }) => message.includes(name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** Says goodbye and ends the call. */
export function* farewell(turn: Turn): Flow {
  turn.say('goodbye');
  yield* hangUp(turn);
}

/** Ends the call after what was said. */
export function* hangUp(turn: Turn): Flow {
  yield* turn.run('end_call');
  turn.end('hang-up');
}

/** Puts the caller through to a person; false when there is none. */
export function* transfer(turn: Turn): Flow<boolean> {
  if (!turn.context.person) return false;
  const result = yield* turn.run('transfer_to_human');
  if (!result.ok) return false;
  turn.say('transferring');
  turn.end('transfer');
  return true;
}

/** An order number as it is said: "four two seven". */
export function digitByDigit({ spoken }: Turn, number: string): string {
  return number
    .split('')
    .map((sign) => (/\d/.test(sign) ? spoken.number(Number(sign)) : sign))
    .join(' ');
}

/** The address in "it's 5 Spring Street, like I said"; null when too little was said for one. */
export function addressIn({ vocabulary, context }: Turn, raw: string): string | null {
  const { beforeAddress, politeEnd, addressEnd, street, houseNumber } = vocabulary.customer;
  const [said = ''] = cutAll(beforeAddress, raw.trim()).split(addressEnd, 1);
  const address = cutAll(politeEnd, said).trim();
  if (!/\p{L}{2}/u.test(address) || address.includes('*')) return null;
  const number = houseNumber.exec(address)?.[0];
  const named = number !== undefined && /\p{L}{2}/u.test(address.slice(number.length));
  // "Forty five Mott" is an address, "two pepperonis" is none.
  const enough =
    /\d/.test(address) ||
    street.test(address) ||
    (named &&
      parseItemRequests(address, context.words, () => []).itemRequests.every(
        ({ itemIds, categoryId }) => itemIds.length === 0 && categoryId === null,
      ));
  return enough ? truncate(address, MAX_ADDRESS_LENGTH) : null;
}
