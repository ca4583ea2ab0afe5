import { ENGLISH } from './vocabulary/english.js';
import type { Command } from './vocabulary/vocabulary.js';
import { allergenQuestion, bare, commandOf, isQuestion } from './commands.js';

const SAID: readonly (readonly [Command, readonly string[]])[] = [
  [
    'person',
    [
      'operator',
      'Can I speak to a person, please?',
      'a real human',
      'get me the manager',
      'I want to talk to someone',
      'representative',
    ],
  ],
  [
    'repeat',
    [
      'Repeat that, please.',
      'Sorry?',
      'What did you say?',
      'can you say that again',
      'pardon',
      'say it again please',
    ],
  ],
  ['back', ['go back', 'back', 'previous page']],
  ['next', ['more', 'next', 'what else']],
  [
    'main',
    ['main menu', 'go back to the main menu', "I'd like to place an order", 'I want to order'],
  ],
  ['help', ['help', 'what can I say?']],
  [
    'yes',
    [
      'Yes.',
      'yeah',
      'Yes, please.',
      "that's right",
      'yep, correct',
      'sounds good',
      'sure',
      'Okay.',
      'yes that is correct',
      'exactly',
      'go ahead',
    ],
  ],
  [
    'no',
    [
      'No.',
      'nope',
      'No, thanks.',
      "no that's wrong",
      'not really',
      "that's not right",
      'nah',
      'never mind',
    ],
  ],
  [
    'done',
    [
      "That's all.",
      "No, that's it, thank you.",
      'nothing else',
      "I'm done",
      'that will be all',
      'checkout',
      'place my order',
      'finish the order',
      "we're all set",
    ],
  ],
  [
    'cancel',
    ['cancel my order', 'cancel everything', 'start over', 'cancel', 'delete the whole order'],
  ],
  [
    'view',
    [
      "What's in my order?",
      'read my order',
      'what do I have so far',
      "what's the total",
      'how much is it',
      'my order',
    ],
  ],
  [
    'business',
    [
      'What are your hours?',
      'when do you close',
      'where are you located',
      'do you deliver',
      'how long does it take',
    ],
  ],
  [
    'offers',
    ['do you have any deals', 'any specials today', 'I have a coupon', 'what offers do you have'],
  ],
  ['browse', ["What's on the menu?", 'menu', 'what do you have', 'order something else']],
  ['goodbye', ['bye', 'thanks goodbye', 'hang up']],
];

describe('commandOf', () => {
  it.each(SAID.flatMap(([command, texts]) => texts.map((text) => [text, command] as const)))(
    'takes "%s" for %s',
    (text, command) => {
      expect(commandOf(text, ENGLISH)).toBe(command);
    },
  );

  it.each([
    'two large pepperoni pizzas',
    'a lunch special',
    'no onions',
    'take the cola off',
    'I want a margherita',
    'thanks',
    'make that two',
    'order a pizza',
    'pizza for one person',
    '',
  ])('takes "%s" for none', (text) => {
    expect(commandOf(text, ENGLISH)).toBeNull();
  });
});

describe('bare', () => {
  it.each([
    ['Um, hi, can I get a coke please', 'get a coke'],
    ['Okay.', 'okay'],
    ['please', 'please'],
  ])('leaves of "%s" what counts', (text, rest) => {
    expect(bare(text, ENGLISH)).toBe(rest);
  });
});

describe('questions', () => {
  it.each([
    ['Do you have sushi?', true],
    ['How much is a coke?', true],
    ['Can you tell me about the lasagna', true],
    ['Can I have a coke?', false],
    ['a coke', false],
  ])('tells whether "%s" is one', (text, expected) => {
    expect(isQuestion(text, ENGLISH)).toBe(expected);
  });

  it('leaves the dish of a question about allergens', () => {
    expect(allergenQuestion('Does the pesto contain nuts?', ENGLISH)?.trim()).toMatch(
      /^does the pesto\s*$/,
    );
    expect(allergenQuestion('How much is the pesto?', ENGLISH)).toBeNull();
  });
});
