import { isRecord } from '../common/is-record.js';

/**
 * The codes of all expected failures, of an order or of a tool that works on it. Each has a
 * sentence in every language (`src/menu/spoken`); a code without one fails the type check.
 */
export const FAULT_CODES = [
  // What the caller asked for.
  'allergy_too_late',
  'invalid_phone',
  'invalid_price',
  'invalid_quantity',
  'is_category',
  'no_longer_on_menu',
  'not_available_now',
  'note_too_long',
  'option_unavailable',
  'order_full',
  'no_orders_ahead',
  'outside_area',
  'phone_missing',
  'phone_not_called_back',
  'promotion_not_active',
  'promotion_not_applicable',
  'ready_time_unclear',
  'ready_too_far',
  'ready_too_soon',
  'ready_while_closed',
  'sold_out',
  'too_few_options',
  'too_long',
  'too_many_options',
  'unavailable',
  'unknown_category',
  'unknown_item',
  'unknown_line',
  'unknown_option',
  'unknown_promotion',
  // What an order lacks before it can be placed.
  'address_missing',
  'house_number_missing',
  'postal_code_missing',
  'ready_time_missing',
  'already_placed',
  'below_minimum',
  'closed',
  'empty_order',
  'misread',
  'name_missing',
  'no_delivery',
  'not_answered',
  'not_confirmed',
  'not_heard',
  'order_too_large',
  'read_aloud',
  'too_many_orders',
  // What went wrong on our side.
  'contended',
  'internal',
  'interrupted',
  'moved',
  'not_saved',
  'not_taken',
  'timeout',
  // What a model got wrong.
  'invalid_arguments',
  'unknown_tool',
  // What the kitchen asked for over HTTP.
  'bad_cursor',
  'illegal_step',
  'unknown_order',
] as const;

/** The code of an expected failure; stable, part of what a model is told. */
export type FaultCode = (typeof FAULT_CODES)[number];

/** An expected failure, as a value. */
export type OrderFault = {
  readonly ok: false;
  readonly error: FaultCode;
  /** A sentence in English that can be said to the caller. */
  readonly message: string;
  /** The tool with which the model goes on; absent: it finds out by itself. */
  readonly goOnWith?: string;
  /** The next time at which the order can be ready, in ISO 8601 with its offset. */
  readonly possibleAt?: string;
};

/** Makes an expected failure. */
export function fault(error: FaultCode, message: string, goOnWith?: string): OrderFault {
  return { ok: false, error, message, ...(goOnWith !== undefined && { goOnWith }) };
}

/** Whether a value is an expected failure: an object with `ok: false`. */
export function isFault(value: unknown): value is OrderFault {
  return isRecord(value) && value['ok'] === false;
}
