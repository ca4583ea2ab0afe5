import { ENGLISH_NAMES } from './vocabulary/english-names.js';
import { SPANISH_NAMES } from './vocabulary/spanish-names.js';
import { nameGiven, nameIn } from './names.js';

describe('nameIn', () => {
  it.each([
    ['the name is bob', 'Bob'],
    ['bob for pickup', 'Bob'],
    ["yeah mike's fine", 'Mike'],
    ['mike is fine', 'Mike'],
    ["it's under Garcia", 'Garcia'],
    ['put it under Garcia', 'Garcia'],
    ['just put Dave', 'Dave'],
    ['you can put Dave', 'Dave'],
    ['make it out to Dave', 'Dave'],
    ["Dave's good", 'Dave'],
    ['Dave works', 'Dave'],
    ["that'd be Dave", 'Dave'],
    ["it'd be for Sarah", 'Sarah'],
    ['Sarah with an h', 'Sarah'],
    ["bob with two b's", 'Bob'],
    ['B O B', 'Bob'],
    ['B. O. B.', 'Bob'],
    ['M-I-K-E', 'Mike'],
    ['Anna, A N N A', 'Anna'],
    ['Ana spelled A N N A', 'Anna'],
    ['John Smythe, S M Y T H E', 'John Smythe'],
    ['D as in David, A, V, E', 'Dave'],
    ['A double N A', 'Anna'],
    ['Mike 2', 'Mike'],
    ['Mike two', 'Mike'],
    ['first name Jennifer', 'Jennifer'],
    ['last name Johnson please', 'Johnson'],
    ['Mr. Johnson', 'Mr. Johnson'],
    ["Anna and that's all", 'Anna'],
    ['Robert but everyone calls me Bob', 'Bob'],
    ["it's for my wife Linda", 'Linda'],
    ["under my wife's name Linda", 'Linda'],
    ['my name is Mike and the phone number is 555 1234', 'Mike'],
    ["O'Brien", "O'Brien"],
    ['Maria del Carmen', 'Maria Del Carmen'],
    ['Anna-Lena', 'Anna-Lena'],
    ['Pepper', 'Pepper'],
    ['Grace', 'Grace'],
    ['Noah', 'Noah'],
    ['Forrest', 'Forrest'],
    ['Justin', 'Justin'],
    ['Soren', 'Soren'],
  ])('finds in "%s" %s', (said, name) => {
    expect(nameIn(said, ENGLISH_NAMES)).toBe(name);
  });

  it.each([
    'why do you need my name',
    'how long will it take',
    'can you hear me',
    'I already told you',
    'same as always',
    'where are you',
    'fuck you',
    'my name',
    'can I add a cannoli',
    'and two margheritas',
    "that's wrong",
    'whatever',
    'hello',
    '555 1234',
    'no',
  ])('finds none in "%s"', (said) => {
    expect(nameIn(said, ENGLISH_NAMES)).toBeNull();
  });

  it.each([
    ['me llamo Juan', 'Juan'],
    ['a nombre de García por favor', 'García'],
    ['póngalo a nombre de Lucía', 'Lucía'],
    ['soy Ana', 'Ana'],
    ['J U A N', 'Juan'],
    ['Ana con una n', 'Ana'],
    ['Juan dos', 'Juan'],
    ['para mi esposa Linda', 'Linda'],
    ['Pedro y es todo', 'Pedro'],
    ['María Fernanda', 'María Fernanda'],
    ['Sofía', 'Sofía'],
    ['Esteban', 'Esteban'],
    ['Conchita', 'Conchita'],
    ['Noé', 'Noé'],
  ])('finds in the Spanish "%s" %s', (said, name) => {
    expect(nameIn(said, SPANISH_NAMES)).toBe(name);
  });

  it.each([
    '¿para qué quiere mi nombre?',
    'ya le dije',
    '¿cuánto tarda?',
    'quiero agregar un tiramisú',
  ])('finds none in the Spanish "%s"', (said) => {
    expect(nameIn(said, SPANISH_NAMES)).toBeNull();
  });
});

describe('nameGiven', () => {
  const isName = (words: string): boolean => !/pizza/.test(words);

  it.each([
    ['pickup and the name is bob', 'Bob', 'pickup'],
    ['pickup for bob', 'Bob', 'pickup'],
    ['bob for pickup', 'Bob', 'for pickup'],
    ['pickup under Garcia', 'Garcia', 'pickup'],
    ['my name is Bob and I want a lasagna', 'Bob', 'and i want a lasagna'],
    ['hi this is Anna, two lasagnas please', 'Anna', 'hi two lasagnas please'],
    ["it's for bob", 'Bob', ''],
    ['name is bob, B O B, and a coke', 'Bob', 'and a coke'],
  ])('finds in "%s" %s beside the rest', (said, name, rest) => {
    const given = nameGiven(said, ENGLISH_NAMES, isName);
    expect(given?.name).toBe(name);
    expect(
      given?.rest
        .toLowerCase()
        .replace(/[,\s]+/g, ' ')
        .trim(),
    ).toBe(rest);
  });

  it.each([
    'the name is wrong',
    'this is ridiculous',
    "it's for lunch",
    'pickup for two',
    'pickup for seven',
    'call me back',
    'this is taking forever',
    'two lasagnas for pickup',
    "it's for pizza",
    'pickup',
  ])('finds none in "%s"', (said) => {
    expect(nameGiven(said, ENGLISH_NAMES, isName)).toBeNull();
  });
});
