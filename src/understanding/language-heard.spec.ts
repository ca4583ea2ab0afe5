import { languageHeard } from './language-heard.js';

const MENU = new Set('pepperoni margherita the works'.split(' '));
const heard = (text: string, spoken: string) =>
  languageHeard(text, spoken, (word) => MENU.has(word));

describe('the language of a sentence', () => {
  it.each([
    'hola quiero una pizza grande por favor',
    'y también una coca de lata',
    '¿cuánto tardan en llegar?',
    'soy alérgico al maní',
  ])('is Spanish on an English call: %s', (text) => {
    expect(heard(text, 'en-US')).toEqual({ language: 'es', how: 'clear' });
  });

  it.each([
    'can i get a large pepperoni',
    'actually can you make the pizza medium',
    "that's all for now",
    'is that gonna be ready in twenty minutes',
  ])('is English on a Spanish call: %s', (text) => {
    expect(heard(text, 'es-MX')).toEqual({ language: 'en', how: 'clear' });
  });

  it('is only likely for few words', () => {
    expect(heard('para recoger', 'en')).toEqual({ language: 'es', how: 'likely' });
    expect(heard("that's it", 'es')).toEqual({ language: 'en', how: 'likely' });
  });

  it.each([
    ['dame un large de pepperoni', 'es'],
    ['can i get una coca cola y un large pepperoni', 'es'],
    ['large pepperoni', 'es'],
    ['pepperoni the works', 'es'],
    ['maria lopez', 'en'],
    ['ok', 'en'],
    ['a large pepperoni and the tacos de la casa', 'en'],
  ])('is not told by names, or by words of both: %s', (text, spoken) => {
    expect(heard(text, spoken)).toBeNull();
  });
});
