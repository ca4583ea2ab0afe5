/**
 * What can be odd about a server event that is used all the same; label of
 * `provider_odd_events_total`:
 *
 * - `unreadable`: no JSON object with a type and what belongs to it; all of it is dropped.
 * - `audio`: a delta that holds nothing, or no base64.
 * - `item`: an output item of unknown type, or without what makes it one.
 * - `part`: a part of a message that is none.
 * - `id`: an id is missing.
 * - `field`: another field is missing or of the wrong kind.
 * - `error`: an `error` event without its type.
 */
export const ODDITIES = ['unreadable', 'audio', 'item', 'part', 'id', 'field', 'error'] as const;

/** One of `ODDITIES`. */
export type Oddity = (typeof ODDITIES)[number];

/** Told of each odd thing in an event; must not throw. */
export type OnOdd = (oddity: Oddity) => void;

/** An object as it came: the names are those of its type, the values may be anything. */
export type Wire<T> = { readonly [K in keyof T]?: unknown };

/** The value as an object; null when it is none. */
export function objectIn<T>(value: unknown): Wire<T> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Wire<T>) : null;
}

/** The value as a list; an empty one when it is none. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text that says something; null when it is none. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value as an amount; 0 when it is none. */
export function amountIn(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : 0;
}

/** Reads fields that an event must have, and tells of those that it has not. */
export class FieldReader {
  constructor(private readonly odd: OnOdd) {}

  /** Null when it is none. */
  object<T>(value: unknown, oddity: Oddity): Wire<T> | null {
    const object = objectIn<T>(value);
    if (object === null) this.odd(oddity);
    return object;
  }

  /** Empty when there is none. */
  id(value: unknown): string {
    const id = textIn(value);
    if (id === null) this.odd('id');
    return id ?? '';
  }

  /** Empty when it is none. */
  text(value: unknown): string {
    if (typeof value === 'string') return value;
    this.odd('field');
    return '';
  }
}
