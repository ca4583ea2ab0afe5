import * as fc from 'fast-check';
import { didYouMean, editDistance, nearest, probablyMeant } from './nearest.js';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['MAX_CONCURENT_CALLS', 'MAX_CONCURRENT_CALLS', 1],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways, 0 for equals alone, and never longer than the longer text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('a name with a slip in it', () => {
  const known = ['welcome', 'goodbye', 'busy', 'noHuman'];

  it.each([
    ['welcom', 'welcome'],
    ['goodby', 'goodbye'],
    ['bussy', 'busy'],
    ['adieu', null],
    ['toy', null],
  ])('of %j is %j', (name, meant) => {
    expect(probablyMeant(name, known)).toBe(meant);
  });

  it('has a nearest known name however far that is', () => {
    expect(nearest('toy', known)).toBe('busy');
    expect(nearest('toy', [])).toBeNull();
    expect(probablyMeant('toy', [])).toBeNull();
  });

  it('completes a message, or adds nothing to it', () => {
    expect(didYouMean('welcom', known)).toBe('; did you mean "welcome"?');
    expect(didYouMean('adieu', known)).toBe('');
  });
});
