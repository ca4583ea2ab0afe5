import fc from 'fast-check';
import { illegalTexts, legalText } from './legal-text.js';

/** XML 1.0, production 2, `Char`. */
const XML_CHARS = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
/** Any UTF-16 units, lone surrogates and control characters among them. */
const anyText = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });

describe('legalText', () => {
  it.each<[string, string, string]>([
    ['NUL', 'two\u0000pizzas', 'two pizzas'],
    ['several in a row', 'two\u0001\u001F\uFFFFpizzas', 'two pizzas'],
    ['a control character before a line end', 'two\u0007\npizzas', 'two \npizzas'],
    ['a high surrogate alone', 'two\uD83Cpizzas', 'two pizzas'],
    ['a low surrogate alone', 'two\uDF55pizzas', 'two pizzas'],
    ['surrogates the wrong way round', 'a\uDF55\uD83Cb', 'a b'],
    ['DEL and C1, as of a file that is not UTF-8', 'Luigi\u007F\u0092s', 'Luigi s'],
    ['a code point that is none', 'a\u{1FFFE}b\uFDD0c', 'a b c'],
  ])('puts a space in the place of %s', (_, text, expected) => {
    expect(legalText(text)).toBe(expected);
  });

  it.each(['Zoë’s\tpizza\r\n', '🍕👨‍👩‍👧', 'שלום\u200F', 'می‌خواهم', '披萨', '\uFFFD'])(
    'leaves %j as it is',
    (text) => {
      expect(legalText(text)).toBe(text);
      expect(illegalTexts([text])).toEqual([]);
    },
  );

  it('makes of any text one that XML can hold, and reports just those that it changes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const legal = legalText(text);
        expect(legal).toMatch(XML_CHARS);
        expect(legalText(legal)).toBe(legal);
        expect(illegalTexts({ text }).length > 0).toBe(legal !== text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('illegalTexts', () => {
  it('names each text and each key by its path, in order', () => {
    const document: unknown = JSON.parse(
      String.raw`{"a":[{"name":"x"},{"name":"🍕y\u0007"}],"b\u0000":"z","c":{"__proto__":"\ud800"}}`,
    );
    expect(illegalTexts(document)).toEqual([
      { path: [], fault: "has the key 'b ' with the control character U+0000 at 2" },
      { path: ['a', '1', 'name'], fault: 'holds the control character U+0007 at 3' },
      { path: ['c', '__proto__'], fault: 'holds the illegal character U+D800 at 1' },
    ]);
  });

  it('looks into any depth', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5_000)}"\\u0001"${']'.repeat(5_000)}`);
    expect(illegalTexts(deep)).toHaveLength(1);
  });
});
