import fc from 'fast-check';
import { ownText } from './own-text.js';

describe('ownText', () => {
  it('is the same text, of any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(ownText(text)).toBe(text)),
    );
  });

  it('does not keep the text alive that it was cut out of', () => {
    const kept: string[] = [];
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < 2_000; number += 1) {
      const whole = Buffer.alloc(500_000, 'x').toString('latin1');
      kept.push(ownText(whole.slice(number, number + 40)));
    }
    // As parts of the whole texts they would hold a gigabyte.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500_000_000);
    expect(kept).toHaveLength(2_000);
  });
});
