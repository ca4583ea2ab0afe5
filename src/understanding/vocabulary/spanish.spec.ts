import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMenu } from '../../menu/catalogue/parse-menu.js';
import { MenuSearch } from '../../menu/menu-search.js';
import { allergenQuestion, commandOf, isQuestion } from '../commands.js';
import type { Command } from './vocabulary.js';
import { menuWords } from '../menu-words.js';
import { parseItemRequests } from '../item-request-parser.js';
import { spokenChoice, tokensOf } from '../words.js';
import { SPANISH } from './spanish.js';

const parsed = parseMenu(readFileSync('test/fixtures/menu.json', 'utf8'));
if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
const { menu } = parsed;
const search = new MenuSearch(menu);

const SAID: readonly (readonly [Command, readonly string[]])[] = [
  [
    'person',
    ['operadora', 'Quiero hablar con alguien', '¿Me comunica con el gerente?', 'Una persona'],
  ],
  ['repeat', ['¿Cómo?', 'Repítalo, por favor.', 'No entendí', 'otra vez', 'Buenas tardes']],
  ['back', ['regresar', 'atrás', 'volver']],
  ['next', ['más', 'siguiente', 'más opciones']],
  ['main', ['menú principal', 'volver al menú principal']],
  ['help', ['ayuda', '¿Qué puedo decir?']],
  [
    'yes',
    ['Sí.', 'Claro que sí', 'Está bien', 'sí, por favor', 'correcto', 'así es', 'de acuerdo'],
  ],
  ['no', ['No.', 'No, gracias', 'no está bien', 'olvídelo', 'todavía no']],
  [
    'done',
    [
      'Es todo.',
      'No, nada más, gracias',
      'eso sería todo',
      'listo',
      'no quiero nada más',
      'confirmar el pedido',
    ],
  ],
  ['cancel', ['cancela mi pedido', 'borrar todo', 'empezar de nuevo']],
  ['view', ['mi pedido', '¿Qué llevo hasta ahora?', '¿Cuánto es?', 'quiero cambiar mi pedido']],
  ['business', ['¿A qué hora cierran?', '¿Dónde están?', '¿Hacen entregas a domicilio?']],
  ['offers', ['¿Tienen promociones?', 'tengo un cupón']],
  [
    'browse',
    ['menú', '¿Qué tienen?', 'Hola, quiero ordenar', 'quiero hacer un pedido', 'otra cosa'],
  ],
  ['goodbye', ['adiós', 'gracias, hasta luego']],
];

describe('commands in Spanish', () => {
  it.each(SAID.flatMap(([command, texts]) => texts.map((text) => [text, command] as const)))(
    'takes "%s" for %s',
    (text, command) => {
      expect(commandOf(text, SPANISH)).toBe(command);
    },
  );

  it.each([
    'dos pizzas grandes de pepperoni',
    'sin cebolla',
    'quita la coca de mi pedido',
    'quiero una pizza para una persona',
    'gracias',
    'que sean dos',
    '',
  ])('takes "%s" for none', (text) => {
    expect(commandOf(text, SPANISH)).toBeNull();
  });

  it('is quick about any number of answers in a row', () => {
    const answers = 'esta bien todo esta bien claro que si no es correcto no gracias'.split(' ');
    const sentence = fc.array(fc.constantFrom(...answers, 'por favor', 'me', 'x'), {
      minLength: 40,
      maxLength: 70,
    });
    fc.assert(
      fc.property(sentence, fc.constantFrom('', ' zzz'), (words, end) => {
        const startedAt = performance.now();
        commandOf(words.join(' ') + end, SPANISH);
        expect(performance.now() - startedAt).toBeLessThan(500);
      }),
    );
    for (const answer of ['esta bien ', 'no es correcto ', 'claro que si ', 'nada mas ']) {
      expect(commandOf(`${answer.repeat(40)}zzz`, SPANISH)).toBeNull();
    }
  });

  it('tells a question from an order', () => {
    expect(isQuestion('¿Tienen sushi?', SPANISH)).toBe(true);
    expect(isQuestion('¿Cuánto cuesta la coca?', SPANISH)).toBe(true);
    expect(isQuestion('Quiero una coca', SPANISH)).toBe(false);
    expect(isQuestion('que sean dos', SPANISH)).toBe(false);
    expect(allergenQuestion('¿El pesto lleva nueces?', SPANISH)).toContain('el pesto');
    expect(allergenQuestion('¿Cuánto cuesta el pesto?', SPANISH)).toBeNull();
  });
});

describe('numbers in Spanish', () => {
  it.each([
    ['dos margaritas', ['2', 'margarita']],
    ['veintidós', ['22']],
    ['treinta y cinco alitas', ['35', 'alita']],
    ['cuarenta y un cafés', ['41', 'cafe']],
    ['media docena de jalapeños', ['6', 'jalapeno']],
    ['treinta y queso', ['30', 'y', 'queso']],
  ])('takes "%s" apart', (text, tokens) => {
    expect(tokensOf(text, SPANISH)).toEqual(tokens);
  });

  it.each([
    ['tres', 3],
    ['la segunda', 2],
    ['el número cuatro, por favor', 4],
    ['una', 1],
    ['dos pizzas', null],
  ])('hears the choice in "%s"', (text, choice) => {
    expect(spokenChoice(text, SPANISH)).toBe(choice);
  });
});

describe('food in Spanish', () => {
  const words = menuWords(menu, SPANISH);
  const understood = (text: string): string =>
    parseItemRequests(text, words, (query) => search.search({ query }).items)
      .itemRequests.map(({ quantity, itemIds, categoryId, words: heard, optionRequests }) =>
        [
          quantity ?? '',
          itemIds.length > 0 ? itemIds.join('|') : (categoryId ?? `(${heard})`),
          ...optionRequests.map(
            (optionRequest) => `${optionRequest.minus ? '-' : '+'}${optionRequest.words}`,
          ),
        ]
          .filter((part) => part !== '')
          .join(' '),
      )
      .join('; ');

  it.each([
    ['dos pizzas grandes de pepperoni con queso extra', '2 pepperoni +grandes +queso'],
    ['una pepperoni grande y una margherita chica', '1 pepperoni +grande; 1 margherita +chica'],
    ['quisiera una hawaiana sin cebolla y con champiñones', '1 hawaiian -cebolla +champiñones'],
    ['una pizza hawaiana con masa delgada', '1 hawaiian +masa delgada'],
    ['una botella de coca y unas papas fritas', '1 coca-cola +botella; 1 french-fries'],
    ['tres cannoli y dos cafés', '3 cannoli; 2 espresso'],
    ['pan de ajo', 'garlic-bread'],
    ['una pizza', '1 pizzas'],
    ['una ensalada', '1 salads'],
    ['dos órdenes de alitas', '2 chicken-wings'],
    ['me regala una pizza grande de jamón y piña', '1 hawaiian +grande'],
    ['espagueti a la boloñesa', 'bolognese +espagueti'],
    ['y para tomar una lata de coca', '1 coca-cola +lata'],
    ['una pepperoni con orilla de queso', '1 pepperoni +orilla queso'],
    ['sushi', '(sushi)'],
    ['una coca para mi esposa', '1 coca-cola'],
  ])('understands "%s" as %s', (text, expected) => {
    expect(understood(text)).toBe(expected);
  });

  it('understands every dish by its name on the menu', () => {
    for (const { id, name } of menu.items) {
      const { itemRequests } = parseItemRequests(
        `dos ${name}`,
        words,
        (query) => search.search({ query }).items,
      );
      expect([name, itemRequests[0]?.itemIds]).toEqual([name, [id]]);
    }
  });
});
