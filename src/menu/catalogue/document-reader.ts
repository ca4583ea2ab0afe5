import { isRecord } from '../../common/is-record.js';

/** An object of a document whose shape is not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object within a document and where it stands, as a JSON pointer. */
export interface Entry {
  readonly path: string;
  readonly fields: Fields;
}

/** The objects of the array `parent[key]`; whatever has another shape is left out. */
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

/** The array itself, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
