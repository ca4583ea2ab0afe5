import { NATIONAL_DIGITS, telephoneNumber } from '../common/caller-number.js';
import type { ForgottenCaller } from '../ops/caller-traces.js';
import type { Order } from './order.js';

/**
 * The order as accounting needs it: what was sold, when, at which prices, with which discount, fee
 * and tax, pickup or delivery, and the order's numbers. Name, telephone number, address, the
 * allergies, which are about a person's health, and the notes, which are the caller's own words, are
 * taken out, and the flags with them. It is a new version.
 */
export function withoutCustomer(order: Order): Order {
  return {
    ...order,
    version: order.version + 1,
    lines: order.lines.map((line) => ({ ...line, note: null })),
    customer: { ...order.customer, name: null, phone: null, address: null },
    allergies: [],
    flags: [],
  };
}

/** Whether the order was made in one of the caller's calls, or is to be called back there. */
export function isOfCaller(
  { callSid, customer }: Pick<Order, 'callSid' | 'customer'>,
  { identity, callSids }: ForgottenCaller,
): boolean {
  if (callSids.includes(callSid)) return true;
  const number = telephoneNumber(identity)?.slice(1);
  const phone = customer.phone?.replace(/\D/g, '') ?? '';
  if (number === undefined || phone === '') return false;
  return number === phone || (phone.length >= NATIONAL_DIGITS && number.endsWith(phone));
}
