import { recordingsOf, sentencesOf, wordsOf } from './recorded-speech.js';

describe('recorded speech', () => {
  it('takes a text apart into sentences', () => {
    expect(sentencesOf("Thanks for calling Luigi's. What would you like? Press 1! ...")).toEqual([
      "Thanks for calling Luigi's.",
      'What would you like?',
      'Press 1!',
    ]);
    expect(sentencesOf(' ')).toEqual([]);
  });

  it.each([
    ["I'm sorry — none of us can come.", 'im-sorry-none-of-us-can-come'],
    ['It is $12.50, at 6:40 PM.', 'it-is-12-50-at-6-40-pm'],
    ['twenty-three', 'twenty-three'],
    ['Año, piñas.', 'año-piñas'],
  ])('names %j', (text, name) => expect(wordsOf(text)).toBe(name));

  const recordings = {
    'your-order-number-is': 'number',
    'your-order': 'order',
    four: '4',
    twenty: '20',
    'four-two': '42',
    'thank-you-ben': 'ben',
  };

  it.each([
    ['Thank you, Ben.', ['ben']],
    ['Your order number is four two four.', ['number', '42', '4']],
    ['Your order: twenty-four.', ['order', '20', '4']],
    ['Thank you, Eve.', null],
    ['Your order number is five.', null],
    ['...', null],
    ['Constructor.', null],
  ])('plays for %j the longest parts that there are', (sentence, parts) =>
    expect(recordingsOf(sentence, recordings)).toEqual(parts),
  );
});
