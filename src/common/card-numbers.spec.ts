import fc from 'fast-check';
import { maskCardNumbers } from './card-numbers.js';

describe('maskCardNumbers', () => {
  it.each([
    ['my card is 4111 1111 1111 1111 thanks', 'my card is **** thanks'],
    ['4111-1111-1111-1111', '****'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '****'],
    ['378282246310005', '****'],
    ['it is 2 4111111111111111', 'it is ****'],
  ])('hides the card number in "%s"', (text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked);
  });

  it.each([
    'call me at +1 212 555 0142',
    '118 Mulberry Street, New York 10013',
    'two large pizzas',
    // Sixteen digits that fail the check.
    '3416 7211 0684 0388',
  ])('leaves "%s" as it is', (text) => {
    expect(maskCardNumbers(text)).toBe(text);
  });

  it('hides every number with a valid check digit, however it is grouped', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 });
    fc.assert(
      fc.property(digits, fc.constantFrom('', ' ', '-', '. '), (front, gap) => {
        const number = [...front, checkDigit(front)];
        const masked = maskCardNumbers(`pay with ${number.join(gap)} please`);
        expect(masked).toBe('pay with **** please');
      }),
    );
  });
});

/** What makes the digits before it fulfil the Luhn check. */
function checkDigit(front: readonly number[]): number {
  const sum = front.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
