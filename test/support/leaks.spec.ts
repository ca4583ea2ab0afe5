import { leaksOf, printedLine, type Said, saidIn } from './leaks.js';

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

describe('What a server process prints', () => {
  const inScenario = saidIn({
    name: 'an order',
    greeting: 'Hello, this is Luigi.',
    turns: [
      {
        caller: 'A large pepperoni for Anna, please.',
        steps: [
          { tools: [{ name: 'set_customer', arguments: { name: 'Anna Berg' } }] },
          { say: ['One large pepperoni.', 'Is that all for now?'] },
        ],
      },
    ],
  });
  const before = '[VoicePlate] 4711  - 11/26/2026, 5:49:41 PM   ERROR [ToolBox] ';

  it.each([
    `${before}Tool failed { reason: 'Unexpected token in "a large pepperoni for"' }`,
    `${before}Tool failed { name: '\u001B[32mBerg\u001B[39m' }`,
    "  words: 'One large Pepperoni.',",
    'Error: Anna Berg is no number',
  ])('tells what was said: %s', (text) => {
    expect(leaksOf([printedLine(text)], inScenario)).toHaveLength(1);
  });

  it.each([
    `${before}Is that all for now? { callSid: 'CA1', error: 'TypeError' }`,
    `${before}Hello, this is Luigi.`,
    "  callSid: 'CA1',",
  ])('tells nothing: %s', (text) => {
    expect(leaksOf([printedLine(text)], inScenario)).toEqual([]);
  });
});
