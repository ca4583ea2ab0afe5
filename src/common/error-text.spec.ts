import { errorText } from './error-text.js';

describe('The text of an error', () => {
  it('is its message', () => {
    expect(errorText(new RangeError('too large'))).toBe('too large');
  });

  it('is its code when it has no message, as when every address of a host refuses', () => {
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(errorText(refused)).toBe('ECONNREFUSED');
  });

  it('is its name when it has neither', () => {
    expect(errorText(new TypeError())).toBe('TypeError');
  });

  it.each([
    ['gone', 'gone'],
    [404, '404'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ message: 7 }, '[object Object]'],
  ])('is the thrown value %p itself when that is no error', (thrown, text) => {
    expect(errorText(thrown)).toBe(text);
  });
});
