/**
 * Where `actual` is not as `expected` says, one line each; empty when it fits. Objects may
 * have more keys than expected, lists must have the same length.
 */
export function differences(actual: unknown, expected: unknown, path = 'order'): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      const found = Array.isArray(actual) ? `${actual.length} entries` : JSON.stringify(actual);
      return [`${path}: expected ${expected.length} entries, found ${found}`];
    }
    return expected.flatMap((entry, index) =>
      differences(actual[index], entry, `${path}[${index}]`),
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    const found = (typeof actual === 'object' && actual !== null ? actual : {}) as Readonly<
      Record<string, unknown>
    >;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(found[key], value, `${path}.${key}`),
    );
  }
  if (actual === expected) return [];
  return [`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`];
}
