import { alike, numberOf, spokenChoice, tokensOf } from './words.js';
import { ENGLISH } from './vocabulary/english.js';

describe('words', () => {
  it.each([
    ['Two Margheritas', ['2', 'margherita']],
    ['twenty-four wings', ['24', 'wing']],
    ['twenty four', ['24']],
    ['half a dozen', ['6']],
    ['a couple of jalapeños', ['2', 'jalapeno']],
    ['one hundred', ['1', 'hundred']],
    ['twenty, twenty', ['20', '20']],
    ['', []],
  ])('takes "%s" apart', (text, tokens) => {
    expect(tokensOf(text, ENGLISH)).toEqual(tokens);
  });

  it.each([
    ['three', 3],
    ['number two', 2],
    ['the second one', 2],
    ['option four please', 4],
    ['for', 4],
    ['to', 2],
    ['twelve', 12],
    ['two pizzas', null],
    ['zero', null],
    ['', null],
  ])('hears the choice in "%s"', (text, choice) => {
    expect(spokenChoice(text, ENGLISH)).toBe(choice);
  });

  it('knows numbers from 1 to 99', () => {
    expect(['0', '1', '99', '100', 'x', undefined].map(numberOf)).toEqual([
      null,
      1,
      99,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['lasanya', 'lasagna', true],
    ['margareta', 'margherita', true],
    ['coke', 'cake', false],
    ['wings', 'wingz', true],
    ['cod', 'cow', false],
    ['pizza', 'pasta', false],
  ])('compares %s with %s', (one, other, same) => {
    expect(alike(one, other)).toBe(same);
    expect(alike(other, one)).toBe(same);
  });
});
