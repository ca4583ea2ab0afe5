import { DateTime } from 'luxon';
import { fault, isFault, type OrderFault } from '../../orders/order-fault.js';
import { ENGLISH_TIMES } from '../ready/english-times.js';
import { isoMinute, readyTime, readyTimeFault, type ReadyTerms } from '../ready/ready-time.js';
import { SPANISH_TIMES } from '../ready/spanish-times.js';
import { readTimeAnswer } from '../ready/time-wish.js';

/** A date with a time of day, as models write it. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * The time in a tool's argument as it is kept on an order; null: as soon as possible. Takes words of
 * English and Spanish, and ISO 8601, whose local times are those of the business. Faults:
 * `ready_time_unclear`, `ready_too_soon`, `ready_while_closed`, `ready_too_far`, `no_orders_ahead`.
 */
export function readyGiven(said: string, terms: ReadyTerms): string | null | OrderFault {
  const text = said.trim();
  if (ISO.test(text)) {
    const moment = DateTime.fromISO(text.replace(' ', 'T'), { zone: terms.business.timezone });
    if (!moment.isValid) return unclear();
    return readyTimeFault(moment, terms, 0) ?? isoMinute(moment);
  }
  const wish = readTimeAnswer(text, ENGLISH_TIMES) ?? readTimeAnswer(text, SPANISH_TIMES);
  if (wish === null) return unclear();
  const moment = readyTime(wish, terms);
  return moment === null || isFault(moment) ? moment : isoMinute(moment);
}

function unclear(): OrderFault {
  return fault('ready_time_unclear', 'At what time would you like it?');
}
