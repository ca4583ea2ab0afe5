import { callerWords, duration, money, shortSpan } from './format.js';

describe('What pages show', () => {
  it('is made of keys that were pressed, beside words', () => {
    expect(callerWords('Two pizzas.')).toBe('Two pizzas.');
    expect(callerWords('[The caller pressed the keys 1 2 #.]')).toBe('Keys 1 2 #');
    expect(callerWords('[The caller pressed the keys ****.]')).toBe('Keys ****');
  });

  it.each([
    [duration(42_900), '0:42'],
    [duration(727_000), '12:07'],
    [duration(3_729_000), '1:02:09'],
    [duration(-5), '0:00'],
    [shortSpan(999.4), '999 ms'],
    [shortSpan(1_250), '1.3 s'],
    [money(123_450), '$1,234.50'],
  ])('is %s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
