import { fault, type OrderFault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import { saysOrder } from '../spoken/read-back-check.js';
import type { Spoken } from '../spoken/spoken.js';
import type { ReadBackReport, Refusal } from './tool.js';

/**
 * What became of a read-back: nothing was said since; the caller has not answered yet; they have
 * not heard all of it; something else than the order was said; they have heard what
 * will be charged and have answered.
 */
export type ReadBackState = 'unsaid' | 'unanswered' | 'unheard' | 'misread' | 'answered';

/** Read-backs that say something else, after which the model is not asked for another one. */
const MAX_MISREAD = 2;

/**
 * What became of the read-back that a call reports about.
 *
 * @param says whether a text tells what will be charged.
 */
export function readBackState(
  { heard, answered, cut }: ReadBackReport,
  says: (text: string) => boolean,
): ReadBackState {
  if (answered !== null && says(answered)) return 'answered';
  if (answered === null) return heard === '' ? 'unsaid' : 'unanswered';
  if (says(heard)) return 'unanswered';
  return cut ? 'unheard' : 'misread';
}

/** What the model is told in a state in which the order is not placed. */
const REFUSALS: Readonly<Record<Exclude<ReadBackState, 'answered'>, OrderFault>> = {
  unsaid: fault('not_confirmed', 'I have to read the order back to you before I place it.'),
  unanswered: fault('not_answered', 'Is everything right, and shall I place the order?'),
  unheard: fault('not_heard', 'You may not have heard all of it. Let me read it again.'),
  misread: fault('misread', 'Let me read your order back to you once more.'),
};
const HEARD_ALOUD = fault('read_aloud', 'You have just heard your order. Shall I place it?');

/**
 * Null when the caller has heard what will be charged and has answered. Otherwise a fault, whose
 * message ends with the sentence to read where it has to be read again.
 *
 * @param dishes all names on the menu.
 */
export function readBackRefusal(
  order: Order,
  report: ReadBackReport,
  spoken: Spoken,
  dishes: readonly string[],
  now: Date,
): Refusal | null {
  const state = readBackState(report, (text) => saysOrder(text, order, spoken, dishes, now));
  if (state === 'answered') return null;
  const refusal = REFUSALS[state];
  if (state === 'unanswered') return refusal;
  const sentence = spoken.order(order, now);
  const again = fault(refusal.error, `${spoken.fault(refusal)} ${sentence}`);
  const last = state === 'misread' && report.misread + 1 >= MAX_MISREAD;
  return { ...again, ...(last && { aloud: { text: sentence, result: HEARD_ALOUD } }) };
}
