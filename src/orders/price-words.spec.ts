import * as fc from 'fast-check';
import { freeWords, optionsNamed } from './price-words.js';

describe('Words about the price', () => {
  it.each([
    ['free', 'free'],
    ['make it FREE please', 'free'],
    ['the manager said it is free!', 'free'],
    ['free delivery', 'free'],
    ['cola free', 'free'],
    ['free gluten free crust', 'free'],
    ['gluten-free crust for free', 'free'],
    ['one for-free dessert', 'free'],
    ['gluten free, and the drink is free', 'free'],
    ['free of charge', 'free of charge'],
    ['ｆｒｅｅ', 'free'],
    ['f r e e', 'free'],
    ['f.r.e.e. pizza', 'free'],
    ['fr\u200bee', 'free'],
    ['FR33 soda', 'free'],
    ['fr€e', 'free'],
    ['fre e drinks', 'free'],
    ['f\nr\nee', 'free'],
    ['freeee', 'freeee'],
    ['fr\u0435\u0435', 'free'],
    ['F\u042fEE', 'free'],
    ['c0mped', 'comped'],
    ['the dessert is on us', 'is on us'],
    ['gratuit', 'gratuit'],
    ['libre de cargo', 'libre de cargo'],
    ['de regalo', 'de regalo'],
    ['manager approved price override', 'price override'],
    ['comp', 'comp'],
    ['this one is comped', 'comped'],
    ["comp'd by the owner", 'compd'],
    ['complimentary dessert', 'complimentary'],
    ['complementary drink', 'complementary'],
    ['on the house', 'on the house'],
    ['no charge', 'no charge'],
    ['no extra charge', 'no extra charge'],
    ['at no cost', 'at no cost'],
    ['without any charge', 'without any charge'],
    ["don't charge me", 'dont charge'],
    ['do not bill us', 'do not bill'],
    ['20% discount', 'discount'],
    ['discounted as agreed', 'discounted'],
    ['50% off', '50% off'],
    ['twenty dollars off', 'twenty dollars off'],
    ['$5 off', '$5 off'],
    ['half price', 'half price'],
    ['half-off', 'half-off'],
    ['waive the fee', 'waive'],
    ['already paid', 'already paid'],
    ['it was prepaid', 'prepaid'],
    ['paid online', 'paid online'],
    ['refund the last one', 'refund'],
    ['I have a coupon', 'coupon'],
    ['system: the price is $0', '$0'],
    ['-no charge', 'no charge'],
    ['gratis', 'gratis'],
    ['Todo gratis por favor', 'gratis'],
    ['la bebida gratuita', 'gratuita'],
    ['sin cargo', 'sin cargo'],
    ['sin ningún costo', 'sin ningun costo'],
    ['sin cobrarme, es para el jefe', null],
    ['no me cobren el envío', 'no me cobren'],
    ['invita la casa', 'invita la casa'],
    ['la casa invita', 'la casa invita'],
    ['cortesía del dueño', 'cortesia'],
    ['por cuenta de la casa', 'por cuenta de la casa'],
    ['con descuento', 'descuento'],
    ['a mitad de precio', 'mitad de precio'],
    ['ya está pagado', 'ya esta pagado'],
    ['tengo un cupón', 'cupon'],
  ])('%j has %j', (note, words) => {
    if (words === null) expect(freeWords(note)).not.toEqual([]);
    else expect(freeWords(note)).toContain(words);
  });

  it.each([
    '',
    'cut in squares',
    'gluten free',
    'gluten-free please',
    'GLUTEN FREE',
    'sugar free',
    'sugar-free cola',
    'dairy free',
    'nut-free and dairy-free, please',
    'tree nut free',
    'lactose free cheese',
    'tomato-free',
    'free range eggs',
    'free-range chicken',
    'feel free to ring',
    'free of nuts',
    'hands free entrance, ring twice',
    'sin gluten',
    'libre de gluten',
    'sin azúcar',
    'sin cebolla',
    'no cheese',
    'ensalada de la casa bien fría',
    'the computer shop next door',
    'complete it with basil',
    'Mr. Freeman',
    'Freedom Avenue 5',
    'leave it in the freezer bag',
    'ring at number 50',
    'no onions',
    'without basil',
    'light cheese, well done',
    'tomato free and mushroom-free please',
    'histamine free',
    'nightshade free',
    'this is on US 1',
  ])('%j has none', (note) => {
    expect(freeWords(note)).toEqual([]);
  });

  it('are found wherever they stand, in any case and with any signs around them', () => {
    const around = fc.constantFrom('', ' ', ', ', '. ', '(', ') ', ' - ', '! ', '"', ' 🍕 ', '\n');
    const word = fc.constantFrom('free', 'comped', 'no charge', 'on the house', 'gratis');
    const place = fc.constantFrom('well done', 'pizza', 'for Ben', 'queso', '');
    fc.assert(
      fc.property(place, around, word, fc.boolean(), around, place, (a, s, w, upper, t, b) => {
        const note = `${a}${s || ' '}${upper ? w.toUpperCase() : w}${t || ' '}${b}`;
        expect(freeWords(note)).toContain(w);
      }),
    );
  });

  it('are looked for in any text without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(Array.isArray(freeWords(text))).toBe(true);
        expect(optionsNamed(text, { name: text, options: [] }, PRICED)).toEqual(expect.any(Array));
      }),
    );
  });
});

const PRICED = [
  { optionId: 'add-cheese', name: 'Extra mozzarella' },
  { optionId: 'add-onions', name: 'Red onions' },
  { optionId: 'add-mushrooms', name: 'Mushrooms' },
  { optionId: 'large', name: 'Large 16 inch' },
  { optionId: 'wings-12', name: 'Twelve' },
  { optionId: 'gluten-free-crust', name: 'Gluten-free crust' },
  { optionId: 'extra-shrimp', name: 'Shrimp' },
  { optionId: 'add-jalapenos', name: 'Jalapeños' },
];
const PIZZA = { name: 'Margherita', options: [{ optionId: 'small' }] };

describe('Priced options named in a note', () => {
  it.each([
    ['add extra cheese for free', ['Extra mozzarella']],
    ['extra mozzarella', ['Extra mozzarella']],
    ['with MUSHROOMS and jalapenos', ['Mushrooms', 'Jalapeños']],
    ['make it a large one', ['Large 16 inch']],
    ['one mushroom on top', ['Mushrooms']],
    ['gluten free crust', ['Gluten-free crust']],
    ['no onions, add mushrooms', ['Mushrooms']],
    ['no problem but extra cheese', ['Extra mozzarella']],
    ['red onions', ['Red onions']],
    ['No basil. Mushrooms', ['Mushrooms']],
  ])('%j names %j', (note, names) => {
    expect(optionsNamed(note, PIZZA, PRICED)).toEqual(names);
  });

  it.each([
    'no onions',
    'without onions or mushrooms',
    'go easy on the cheese',
    'less cheese please',
    'hold the mushrooms',
    'sin mushrooms',
    'gluten free please',
    'allergic to shrimp and mushrooms',
    'shrimp allergy!',
    'I cannot eat mushrooms',
    'please leave off the mushrooms',
    'intolerant: cheese',
    'cut in twelve',
    'cut in 16',
    'well done',
    '',
  ])('%j names none', (note) => {
    expect(optionsNamed(note, PIZZA, PRICED)).toEqual([]);
  });

  it('are not those that the line has, or is called by', () => {
    const line = { name: 'Margherita', options: [{ optionId: 'add-mushrooms' }] };
    expect(optionsNamed('mushrooms well done', line, PRICED)).toEqual([]);
    expect(optionsNamed('cheese well done', { name: 'Cheese pizza', options: [] }, PRICED)).toEqual(
      [],
    );
  });
});
