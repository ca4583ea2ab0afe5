import { leaksOf, type Said } from './overheard.js';

const said: Said = {
  sentences: ['I would like two large pizzas', 'Yes.'],
  details: new Set(['Anna', '12 Elm Road']),
  totals: new Set([4028]),
};

describe('leaksOf', () => {
  it.each([
    [{ reason: 'Unexpected token in "would like two"' }],
    [{ deep: { list: ['for Anna'] } }],
    [{ stack: 'Error: 12 Elm Road\n    at x' }],
    [{ totalCents: 4028 }],
    [{ text: 'That is $40.28' }],
  ])('finds what was said in %j', (values) => {
    expect(leaksOf([{ message: 'Tool failed', values }], said)).toHaveLength(1);
  });

  it.each([
    [{ callSid: 'CA4028', error: 'SyntaxError', at: ['at Anna (/x.js:1:1)'] }],
    [{ url: 'http://127.0.0.1:40280', ms: 40 }],
    [{ name: 'Annabel', two: 'large' }],
  ])('has nothing against %j', (values) => {
    expect(leaksOf([{ message: 'Tool failed', values }], said)).toEqual([]);
  });
});
