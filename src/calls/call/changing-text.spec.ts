import fc from 'fast-check';
import { ChangingText, textOf, type TextPiece } from './changing-text.js';
import { bytesOf, charactersOf } from './growing-json.js';

/** What a store holds after a change, by bytes as Redis counts. */
function inBytes(before: string, pieces: readonly TextPiece[]): string {
  const bytes = Buffer.from(before);
  return pieces
    .map(({ from, length, added }) => bytes.subarray(from, from + length).toString() + added)
    .join('');
}

/** The same by characters as databases count. */
function inCharacters(before: string, pieces: readonly TextPiece[]): string {
  const characters = Array.from(before);
  return pieces
    .map(({ from, length, added }) => characters.slice(from, from + length).join('') + added)
    .join('');
}

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('jalapeño', '🍕 and 🍕', '\ud83c', '"\\\n\u0000'),
);
const item = fc.record({ text: words });
/** What happens to a list between two states. */
const step = fc.record({
  head: words,
  added: fc.array(item, { maxLength: 4 }),
  /** Replaces the item so far from the end. */
  replaced: fc.option(fc.record({ back: fc.nat(6), by: item })),
  dropped: fc.nat(2),
  list: fc.nat(1),
  lost: fc.boolean(),
});

describe('A changing text', () => {
  it.each([
    ['bytes', bytesOf, inBytes],
    ['characters', charactersOf, inCharacters],
  ])('is the JSON of its lists at every state, counted in %s', (_, measure, stored) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const text = new ChangingText([',"one":', ',"two":'], '}', measure);
        const lists: { text: string }[][] = [[], []];
        let kept = '';
        for (const { head, added, replaced, dropped, list, lost } of steps) {
          const changing = lists[list] ?? [];
          changing.splice(0, dropped);
          changing.push(...added);
          const at = changing.length - 1 - (replaced?.back ?? 0);
          if (replaced && at >= 0) changing[at] = replaced.by;
          if (lost) {
            text.forget();
            kept = '';
          }
          const pieces = text.change(
            `{"head":${JSON.stringify(head)}`,
            lists.map((items) => [...items]),
          );
          if (text.isWhole) expect(textOf(pieces)).toBe(stored(kept, pieces));
          kept = stored(kept, pieces);
          const [one, two] = lists;
          expect(kept).toBe(JSON.stringify({ head, one, two }));
          expect(measure(kept)).toBe(text.length);
        }
      }),
    );
  });

  it('tells of a list that has grown by one the new item alone', () => {
    const text = new ChangingText([''], '', bytesOf);
    const items = Array.from({ length: 5_000 }, (_, index) => ({ index }));
    text.change('', [items]);
    const pieces = text.change('', [[...items, { index: 5_000 }]]);
    expect(pieces.map(({ added }) => added)).toEqual(['', ',{"index":5000}]']);
  });
});
