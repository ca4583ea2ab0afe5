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

describe('editDistance with a limit', () => {
  it('is the distance below the limit, and the limit or more above it', () => {
    const name = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(name, name, fc.nat(14), (a, b, limit) => {
        const distance = editDistance(a, b);
        const limited = editDistance(a, b, limit);
        if (distance < limit) expect(limited).toBe(distance);
        else expect(limited).toBeGreaterThanOrEqual(limit);
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

  it('is found whenever the nearest is near enough', () => {
    const name = fc.string({ maxLength: 16, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 5 }), (a, names) => {
        const meant = nearest(a, names);
        const near = meant !== null && editDistance(a, meant) * 4 <= meant.length;
        expect(probablyMeant(a, names)).toBe(near ? meant : null);
      }),
      { numRuns: 2000 },
    );
  });

  it('completes a message, or adds nothing to it', () => {
    expect(didYouMean('welcom', known)).toBe('; did you mean "welcome"?');
    expect(didYouMean('adieu', known)).toBe('');
  });
});
