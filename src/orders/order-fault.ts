import { isRecord } from '../common/is-record.js';

/** An expected failure, as a value: a stable code and a sentence for the caller. */
export interface OrderFault {
  readonly ok: false;
  readonly error: string;
  readonly message: string;
}

/** Makes an expected failure: a stable code and a sentence a waiter could say. */
export function fault(error: string, message: string): OrderFault {
  return { ok: false, error, message };
}

/** Tells a fault from any value that does not carry `ok: false`. */
export function isFault(value: unknown): value is OrderFault {
  return isRecord(value) && value['ok'] === false;
}
