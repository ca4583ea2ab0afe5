import { languageWish } from './language-wish.js';

const SPANISH = [
  'Hablo español',
  'español por favor',
  'Español.',
  'en español',
  'En español, por favor.',
  'do you speak Spanish',
  'in Spanish please',
  'Do you guys speak any Spanish?',
  'is there anyone who speaks Spanish',
  'Can we do this in Spanish?',
  'can I talk to someone in Spanish',
  'I only speak Spanish',
  'solo hablo español',
  'Disculpe, ¿habla usted español?',
  '¿hablan español?',
  'me puede atender en español',
  'prefiero hablar en español',
  'Prefiero español.',
  'Spanish please',
  'Hi, Spanish, please.',
  'switch to Spanish',
  'could you change the language to Spanish please',
  'cambiar a español',
  'Para español.',
  "I don't speak English",
  'no hablo inglés',
  'no hablo mucho inglés',
  'no entiendo inglés',
  'No English.',
  'my English is not very good',
  "my mother doesn't speak English",
  "don't you speak Spanish?",
  'podemos hablar en español',
  'I would prefer Spanish',
  'Do you have a Spanish speaking person?',
  'Spanish speaker please',
  'quisiera hacer mi pedido en español',
  'can I order in Spanish',
  'ablo español',
  'I want Spanish',
  'uh sorry español gracias',
  'No, no hablo inglés. En español, por favor.',
  'puede hablarme en español',
  'let us go on in Spanish',
  'I am more comfortable with Spanish',
];
const ENGLISH = [
  'in English please',
  'English',
  'English please',
  'do you speak English',
  'Can we go back to English?',
  'back to English please',
  'inglés por favor',
  'en inglés',
  'hablo inglés',
  '¿habla inglés?',
  "I don't speak Spanish",
  "Sorry, I don't understand Spanish.",
  'no hablo español',
  'no entiendo español',
  'switch to English',
  'cambiar a inglés por favor',
  'mejor en inglés',
  'volver al inglés',
  'I speak English',
  'no Spanish',
  'podemos seguir en inglés',
  'can you say that in English',
  'My Spanish is not good.',
  'anyone there who speaks English',
  'I would rather speak English',
];
const NONE = [
  'Spanish olives',
  'the Spanish pizza',
  'a large Spanish pizza',
  'one margherita with Spanish onions please',
  'can I get the Spanish one',
  'I would like the Spanish omelette',
  'una tortilla española',
  'pizza con jamón español',
  'una pizza española grande',
  'an English muffin',
  'the English breakfast please',
  'do you have Spanish olives',
  'do you have Spanish wine',
  'what is in the Spanish pizza',
  'is the Spanish pizza spicy',
  'a pizza with Spanish chorizo and English mustard',
  'salsa inglesa por favor',
  'no Spanish onions please',
  'without Spanish olives',
  'with English mustard',
  'how do you say that in Spanish',
  'what is it called in English',
  '¿cómo se dice en inglés?',
  'my name is Joan English',
  'Mr. English',
  'English Street 12',
  '12 English Street',
  'I live on Spanish Fort Avenue',
  'talk to me about the Spanish pizza',
  'a large margherita please',
  'Italian sausage please',
  'the french fries',
  'una italiana',
  'is that ok',
  'delivery please',
];

describe('A wish for a language', () => {
  it.each(SPANISH)('is heard, for Spanish: %s', (text) => {
    expect(languageWish(text, 'en')?.language).toBe('es');
  });

  it.each(ENGLISH)('is heard, for English: %s', (text) => {
    expect(languageWish(text, 'es')?.language).toBe('en');
  });

  it.each(['do you speak Italian', 'hablan francés?', 'anyone here speak Mandarin'])(
    'is heard, for one that no line speaks: %s',
    (text) => expect(languageWish(text, 'en')).toMatchObject({ language: null }),
  );

  it.each(NONE)('is not heard in: %s', (text) => {
    expect(languageWish(text, 'en')).toBeNull();
    expect(languageWish(text, 'es')).toBeNull();
  });

  it.each([
    ['En español, por favor. Quiero una margarita grande.', 'Quiero una margarita grande.'],
    ['Do you speak Spanish? A large margherita.', 'A large margherita.'],
    ['quiero una margarita grande en español', 'quiero una margarita grande'],
  ])('leaves what else was said: %s', (text, rest) => {
    expect(languageWish(text, 'en')?.rest).toContain(rest);
  });

  it.each(['continue ', 'en ', 'in the ', 'no me ', 'speak to ', 'change it back ', 'what is in '])(
    'is looked for quickly in a long text: %s',
    (words) => {
      const startedAt = performance.now();
      languageWish(words.repeat(2_400 / words.length), 'en');
      expect(performance.now() - startedAt).toBeLessThan(200);
    },
  );
});
