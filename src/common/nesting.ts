/**
 * Deepest nesting of lists and objects in what others write; no document of this product has half
 * of it. Recursive readers and writers, `JSON.stringify` among them, fail at some thousands.
 */
const DEEPEST = 32;

/** True for a value of JSON that is nested more deeply than any document is. */
export function isNestedTooDeeply(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isNestedTooDeeply(part, levels - 1));
}
