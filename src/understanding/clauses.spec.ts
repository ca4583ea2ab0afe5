import { ENGLISH_CLAUSES } from './vocabulary/english-clauses.js';
import { SPANISH_CLAUSES } from './vocabulary/spanish-clauses.js';
import { clausesOf } from './clauses.js';

const ENGLISH = [
  'make it a large | and throw in a can of coke',
  'nope | can I get two more waters | and then that is it',
  'take the calamari off | and give her a bruschetta instead',
  'a lasagna | does that have egg in it',
  'a large hawaiian | make it two',
  'how much do you charge for delivery',
  'what did I just order',
  "a coke | and I don't want the tiramisu",
  'tiramisu take that off',
  'you have two lasagnas I want one',
  'the diavola make it a large',
  'for the second one add olives',
  "Okay, one diavola, | and that's everything",
  'do you deliver to Brooklyn',
  'what time do you close on Sunday',
  'a margherita and a coke and two waters',
  'large pepperoni with extra cheese',
  'yes | but make it two',
  'add olives to the margherita',
  'no onions on the second one',
  'Anna',
  '',
];

const SPANISH = [
  'que sea grande | y agrégame una coca de lata',
  'la lasaña lleva huevo',
  'dos hawaianas y una coca',
  'una hawaiana | y agrégame una coca',
  'solo quiero dos tiramisús',
  'a la otra ponle jamón',
  'no quiero los calamares',
  'una coca | ya no quiero la sopa',
  'sí | pero cámbiela por una grande',
];

describe('An utterance', () => {
  it.each(ENGLISH)('is cut where the caller begins something new: %s', (cut) => {
    const parts = cut.split(' | ');
    const said = parts.join(' ');
    expect(clausesOf(said, ENGLISH_CLAUSES)).toEqual(said === '' ? [''] : parts);
  });

  it.each(SPANISH)('in Spanish is cut likewise: %s', (cut) => {
    const parts = cut.split(' | ');
    expect(clausesOf(parts.join(' '), SPANISH_CLAUSES)).toEqual(parts);
  });

  it('of any length is cut into few parts, and none of it is lost', () => {
    const said = "and make it two and I'll take a coke ".repeat(60).trim();
    const parts = clausesOf(said, ENGLISH_CLAUSES);
    expect(parts.length).toBeLessThanOrEqual(16);
    expect(parts.join(' ')).toBe(said);
  });
});
