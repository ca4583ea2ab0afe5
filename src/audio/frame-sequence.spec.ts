import fc from 'fast-check';
import { FrameSequence } from './frame-sequence.js';

function counted(numbers: readonly number[]) {
  const sequence = new FrameSequence();
  const arrivals = numbers.map((number) => sequence.take(number));
  const { lost, late, repeated } = sequence;
  return { lost, late, repeated, arrivals };
}

describe('FrameSequence', () => {
  it.each([
    ['in order, wherever they start', [7, 8, 9], { lost: 0, late: 0, repeated: 0 }],
    ['with a hole', [1, 2, 6], { lost: 3, late: 0, repeated: 0 }],
    ['swapped', [1, 3, 2, 4], { lost: 0, late: 1, repeated: 0 }],
    ['twice', [1, 2, 2, 3], { lost: 0, late: 0, repeated: 1 }],
    ['twice, long after', [1, 2, 3, 4, 5, 2], { lost: 0, late: 0, repeated: 1 }],
    ['late and then again', [1, 3, 2, 2], { lost: 0, late: 1, repeated: 1 }],
    ['counted anew', [5_000, 5_001, 1, 2, 3], { lost: 0, late: 0, repeated: 0 }],
    ['far ahead', [1, 2, 100_000, 100_001], { lost: 0, late: 0, repeated: 0 }],
  ])('judges frames %s', (_, numbers, expected) => {
    expect(counted(numbers)).toMatchObject(expected);
  });

  it('says of each frame how it came', () => {
    expect(counted([1, 3, 2, 3]).arrivals).toEqual(['in-order', 'in-order', 'late', 'repeated']);
  });

  it('finds what was lost and what came twice, whatever the order within half a second', () => {
    const fates = fc.array(fc.constantFrom('once', 'twice', 'never'), { maxLength: 200 });
    fc.assert(
      fc.property(fates, fc.infiniteStream(fc.nat({ max: 24 })), (list, delays) => {
        // The first and the last frame come, so that there is something to be lost between.
        const all = ['once', ...list, 'once'];
        const sent = all.flatMap((fate, index) => {
          const copies = fate === 'never' ? 0 : fate === 'twice' ? 2 : 1;
          const edge = index === 0 || index === all.length - 1;
          return Array.from({ length: copies }, () => ({
            index,
            at: index + (edge ? 0 : (delays.next().value ?? 0)),
          }));
        });
        sent.sort((a, b) => a.at - b.at);
        const { lost, repeated } = counted(sent.map(({ index }) => index));
        expect({ lost, repeated }).toEqual({
          lost: all.filter((fate) => fate === 'never').length,
          repeated: all.filter((fate) => fate === 'twice').length,
        });
      }),
    );
  });
});
