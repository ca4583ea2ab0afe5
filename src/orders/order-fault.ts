import type { OrderFault } from './order.js';

/** Makes an expected failure: a stable code and a sentence a waiter could say. */
export function fault(error: string, message: string): OrderFault {
  return { ok: false, error, message };
}

/** Tells a fault from any value that does not carry `ok: false`. */
export function isFault(value: unknown): value is OrderFault {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}
