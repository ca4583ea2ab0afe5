import { languageCodeOf } from './language-codes.js';

describe('The code of a language tag', () => {
  it.each([
    ['en-US', 'en'],
    ['es-MX', 'es'],
    ['es', 'es'],
    ['fi-FI', 'fi'],
    ['fil-PH', 'tl'],
    ['nb-NO', 'no'],
    ['cmn-Hans-CN', 'cmn'],
    ['yue-CN', 'yue'],
  ])('%s is %s', (tag, code) => {
    expect(languageCodeOf(tag)).toBe(code);
  });

  it.each(['xx', 'quz-PE', 'constructor'])('is not known for %s', (tag) => {
    expect(languageCodeOf(tag)).toBeNull();
  });
});
