import fc from 'fast-check';
import { SentenceSplitter } from './sentence-splitter.js';

function split(text: string): string[] {
  const splitter = new SentenceSplitter();
  const sentences = [...splitter.push(text)];
  const rest = splitter.flush();
  return rest === null ? sentences : [...sentences, rest];
}

describe('The sentence splitter', () => {
  it('gives a sentence as soon as the next one begins', () => {
    const splitter = new SentenceSplitter();
    expect(splitter.push('One large pepperoni')).toEqual([]);
    expect(splitter.push('.')).toEqual([]);
    expect(splitter.push(' Would')).toEqual(['One large pepperoni.']);
    expect(splitter.push(' you like a drink?')).toEqual([]);
    expect(splitter.flush()).toBe('Would you like a drink?');
  });

  it('puts short ones together', () => {
    expect(split('Yes. We are open now. What would you like?')).toEqual([
      'Yes. We are open now.',
      'What would you like?',
    ]);
  });

  it.each([
    ['a price', 'That makes 12.50 dollars in all for the two of them'],
    ['a title', 'I have put it under the name of Dr. Brown, is that right'],
    ['a time', 'You can pick it up today at around 5 p.m. at our front door'],
    ['an initial', 'The order is now in the name of J. Smith, is that right'],
    ['an address', 'We are on the corner at 12 Main St. near the old station'],
  ])('does not cut in %s', (_what, text) => {
    expect(split(text)).toEqual([text]);
  });

  it.each([
    ['Is that everything for you? Anything to drink with it', 2],
    ['We have it in “three sizes.” Which of them would you like', 2],
    ['That is a wonderful choice! Anything to drink with it', 2],
    ['Let me see what we have… There is a garden special', 2],
    ['一つの大きなペパロニピザをご注文いただきました。お飲み物はいかがですか', 2],
    ['The first is margherita\nThe second is pepperoni', 2],
  ])('cuts %j into %i', (text, count) => {
    expect(split(text)).toHaveLength(count);
  });

  it('cuts what has no end at a clause, and at a word where there is none', () => {
    const clauses = split(`${'a long list of toppings, '.repeat(20)}and so on`);
    expect(clauses.slice(0, -1).every((part) => part.endsWith(','))).toBe(true);
    const words = split('word '.repeat(120));
    expect(words.every((part) => /^(word ?)+$/.test(part))).toBe(true);
  });

  it('has nothing to say about marks alone', () => {
    expect(split(' … !')).toEqual([]);
  });

  it('loses nothing, keeps the order and the limits, however the text arrives', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9äé€$'-]{1,30}[.,!?…]{0,2}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 120 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (words, sizes) => {
          const text = words.join(' ');
          const splitter = new SentenceSplitter();
          const sentences: string[] = [];
          for (let at = 0; at < text.length;) {
            const size = sizes.next().value as number;
            sentences.push(...splitter.push(text.slice(at, at + size)));
            at += size;
          }
          const rest = splitter.flush();
          if (rest !== null) sentences.push(rest);
          const letters = (some: string) => some.replaceAll(/[^\p{L}\p{N}]/gu, '');
          expect(letters(sentences.join(''))).toBe(letters(text));
          expect(sentences.every((sentence) => sentence.length <= 240)).toBe(true);
          expect(sentences.slice(0, -1).every((sentence) => sentence.length >= 19)).toBe(true);
          expect(sentences).toEqual(split(text));
        },
      ),
    );
  });
});
