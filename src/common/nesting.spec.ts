import { isNestedTooDeeply } from './nesting.js';

const nested = (levels: number): unknown =>
  JSON.parse('{"a":['.repeat(levels / 2) + '1' + ']}'.repeat(levels / 2));

describe('isNestedTooDeeply', () => {
  it.each([[1], ['text'], [null], [undefined], [[]], [{}], [nested(32)]])('lets %j be', (value) => {
    expect(isNestedTooDeeply(value)).toBe(false);
  });

  it.each([34, 100_000])('finds %d levels', (levels) => {
    expect(isNestedTooDeeply(nested(levels))).toBe(true);
  });

  it('finds them behind other parts', () => {
    expect(isNestedTooDeeply([1, { a: 'x', b: [null, nested(32)] }])).toBe(true);
  });
});
