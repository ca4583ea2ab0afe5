import fc from 'fast-check';
import { truncate } from './truncate.js';

describe('truncate', () => {
  it.each<[string, string, number, string]>([
    ['a text that fits', 'pizza', 5, 'pizza'],
    ['letters', 'pizza', 3, 'piz'],
    ['before half an emoji', 'ab🍕c', 3, 'ab'],
    ['behind an emoji', 'ab🍕c', 4, 'ab🍕'],
    ['before a family that is joined', 'ab👨‍👩‍👧c', 8, 'ab'],
    ['before a letter whose accent would be lost', 'cafe\u0301s', 4, 'caf'],
    ['before a flag', 'x🇮🇹', 3, 'x'],
    ['a character longer than the limit', `e${'\u0301'.repeat(9)}`, 4, 'e\u0301\u0301\u0301'],
    ['such a one between code points', `🍕${'\u{1F3FB}'.repeat(9)}`, 5, '🍕\u{1F3FB}'],
  ])('cuts %s', (_, text, length, expected) => {
    expect(truncate(text, length)).toBe(expected);
  });

  it('is a beginning that fits, with no half of a pair at its end', () => {
    const unit = fc.oneof(fc.constantFrom('🍕', '👨‍👩‍👧', 'e\u0301', '\r\n', '各'), fc.string());
    fc.assert(
      fc.property(fc.string({ unit }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const cut = truncate(text, length);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(length);
        expect(cut).not.toMatch(/[\uD800-\uDBFF]$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
