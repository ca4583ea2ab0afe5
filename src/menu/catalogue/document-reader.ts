import { isRecord } from '../../common/is-record.js';

/** An object of a document that has not been validated. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object within a document and where it stands, as a JSON pointer. */
export interface Entry {
  readonly path: string;
  readonly fields: Fields;
}

/** The objects of the array `parent[key]`; values of other types are left out. */
export function entries(parent: Fields, key: string, path: string): Entry[] {
  return list(parent[key]).flatMap((fields, index) =>
    isRecord(fields) ? [{ path: `${path}/${key}/${index}`, fields }] : [],
  );
}

/** The object `parent[key]`, or an empty one. */
export function child(parent: Fields, key: string): Fields {
  const value = parent[key];
  return isRecord(value) ? value : {};
}

/** The value if it is an array, otherwise an empty array. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
