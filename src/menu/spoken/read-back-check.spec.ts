import * as fc from 'fast-check';
import type { Order, OrderLine } from '../../orders/order.js';
import { ENGLISH_SPOKEN } from './english.js';
import { saysOrder } from './read-back-check.js';
import { SPANISH_SPOKEN } from './spanish.js';

const NOW = new Date('2026-11-18T20:00:00Z');
const MENU = [
  'Margherita',
  'Cola',
  'Cola Light',
  'Garlic Knots',
  'House Salad',
  '7 Up',
  'Pepperoni',
];

type Part = Pick<OrderLine, 'name' | 'quantity'> & {
  readonly options?: readonly string[];
  readonly note?: string;
};

function orderOf(parts: readonly Part[], totals: Partial<Order> = {}): Order {
  return {
    id: 'ord_1',
    callSid: 'CA1',
    number: null,
    version: 1,
    state: 'draft',
    lines: parts.map(({ name, quantity, options = [], note = null }, index) => ({
      lineId: `l${index}`,
      itemId: name,
      categoryId: 'all',
      name,
      quantity,
      unitPriceCents: 100,
      options: options.map((option) => ({
        groupId: 'g',
        optionId: option,
        name: option,
        priceDeltaCents: 0,
      })),
      note,
      totalCents: 100 * quantity,
    })),
    allergies: [],
    promotion: null,
    customer: { name: 'Ben', phone: null, fulfilment: 'pickup', address: null },
    readyAt: null,
    pricing: { taxRate: 0, deliveryFeeCents: 0, deliveryMinimumCents: 0 },
    subtotalCents: 1250,
    discountCents: 0,
    deliveryFeeCents: 0,
    taxCents: 0,
    totalCents: 1250,
    confirmationId: 'c1',
    createdAt: '',
    updatedAt: '',
    placedAt: null,
    ...totals,
  } as Order;
}

const ONE = orderOf([{ name: 'Margherita', quantity: 1, options: ['Small 10 inch'] }]);
const TWO = orderOf(
  [
    { name: 'Margherita', quantity: 2 },
    { name: 'Cola', quantity: 1 },
  ],
  { totalCents: 2300 },
);
const SAME = orderOf([
  { name: 'Margherita', quantity: 1, options: ['Small'] },
  { name: 'Margherita', quantity: 2, options: ['Large'] },
]);
const KNOTS = orderOf([{ name: 'Garlic Knots', quantity: 12 }], { totalCents: 4627 });

const DOZEN = orderOf([{ name: 'Garlic Knots', quantity: 1, options: ['Dozen'] }]);

const says = (order: Order, text: string, spoken = ENGLISH_SPOKEN): boolean =>
  saysOrder(text, order, spoken, MENU, NOW);

describe('A read-back in the words of a model', () => {
  it.each<[string, Order, string]>([
    ['another wording', ONE, 'So one small Margherita, that makes twelve dollars and fifty cents.'],
    ['digits', ONE, 'One small 10-inch Margherita for Ben. Total: $12.50. Right?'],
    ['an article', ONE, "That's a small Margherita, and your total is 12 dollars and 50 cents."],
    ['no number for one', ONE, 'Your Margherita, small, comes to $12.50.'],
    ['cents without their name', ONE, 'A Margherita. The total is 12 dollars 50.'],
    ['dollars and fifty', ONE, 'A Margherita. The total is twelve dollars and fifty.'],
    ['a total without dollars', ONE, 'A Margherita, and the total is twelve fifty.'],
    ['a decimal', ONE, 'A Margherita, in total 12.50.'],
    ['the total in the end', ONE, 'One Margherita, that is $12.50 in total.'],
    ['small letters', ONE, 'one margherita total twelve dollars and fifty cents'],
    ['another order of the lines', TWO, 'One Cola and two Margheritas, twenty-three dollars.'],
    ['pizzas counted behind', TWO, 'Margherita, two of them, and a Cola. The total is $23.'],
    ['times', TWO, 'Margherita times two, one Cola, the total is 23 dollars.'],
    ['words between', TWO, '2 of our large Margheritas and 1 ice-cold Cola for $23.00.'],
    ['prices of the lines', TWO, 'Two Margheritas for $20, one Cola for $3, total $23.'],
    ['the parts of the total', TWO, 'Two Margheritas, a Cola. Total $23, including $2 tax.'],
    ['the same dish twice', SAME, 'One small Margherita and two large Margheritas, $12.50.'],
    [
      'a plural',
      KNOTS,
      'Twelve orders of garlic knots, forty-six twenty-seven in total... $46.27.',
    ],
    ['a price before the total', TWO, 'Two Margheritas and a Cola are $20 and the total is $23.'],
    [
      'parts before the total',
      TWO,
      'Two Margheritas, a Cola. The total with two dollars tax is $23.',
    ],
    ['the sum of it', TWO, 'Two Margheritas for $20, one Cola for $3, so it comes to $23.'],
    ['a dozen', KNOTS, 'A dozen garlic knots, $46.27.'],
    ['a couple', TWO, 'A couple of Margheritas and one Cola, $23.'],
    ['a dozen as an option', DOZEN, 'A dozen garlic knots, total $12.50.'],
    ['a correction', ONE, 'One Margherita, total ten dollars. Sorry, the total is $12.50.'],
  ])('may have %s', (_what, order, text) => {
    expect(says(order, text)).toBe(true);
  });

  it.each<[string, Order, string]>([
    ['nothing', ONE, ''],
    ['no total', ONE, 'One small Margherita. Is that right?'],
    ['another total', ONE, 'One small Margherita. The total is ten dollars.'],
    [
      'a longer total',
      ONE,
      'One Margherita. The total is one hundred twelve dollars and fifty cents.',
    ],
    ['a longer total in digits', ONE, 'One Margherita. The total is $112.50.'],
    ['a hundredth', ONE, 'One Margherita. The total is twelve cents and fifty.'],
    ['half of it', ONE, 'One Margherita. The total is twelve dollars.'],
    ['more cents', TWO, 'Two Margheritas, one Cola. The total is twenty-three dollars and ten.'],
    [
      'the price of a line as the total',
      ONE,
      'One Margherita for $12.50, the total is ten dollars.',
    ],
    ['the right total first', ONE, 'One Margherita, total $12.50. So your total is ten dollars.'],
    ['a discount for the total', ONE, 'One Margherita with $12.50 off.'],
    ['no line', ONE, 'The total is $12.50. Is that right?'],
    ['a line less', TWO, 'Two Margheritas. The total is $23.'],
    ['another dish with a longer name', TWO, 'Two Margheritas, one Cola Light, $23.'],
    ['another number', TWO, 'Three Margheritas and one Cola, $23.'],
    ['another number behind', ONE, 'Margherita, three of them, the total is $12.50.'],
    ['another number for one', ONE, 'Two small Margheritas, $12.50.'],
    ['no number', TWO, 'Margheritas and a Cola, $23.'],
    ['numbers exchanged', TWO, 'One Margherita and two Colas, $23.'],
    ['one of two of a dish', SAME, 'One small Margherita, $12.50.'],
    ['the sum of a dish', SAME, 'Three Margheritas, $12.50.'],
    ['a price of everything but the total', ONE, 'One Margherita, $12.50, altogether ten dollars.'],
    ['less to pay', ONE, 'One Margherita at $12.50, so with your discount you pay ten dollars.'],
    ['more to pay', ONE, 'One Margherita is $12.50 and the total is $15.'],
    ['something on top', ONE, 'One Margherita. The subtotal is $12.50, plus $3 tax.'],
    ['a sub-total', ONE, 'One Margherita. The sub-total is $12.50, and tax is $3.'],
    ['the price of each', ONE, 'One Margherita, that is $12.50 each.'],
    ['another last amount', ONE, 'One Margherita for $12.50. That is fifteen dollars, please.'],
    [
      'a part of the total',
      ONE,
      'One Margherita. The total including $12.50 tax is fifteen dollars.',
    ],
    ['a time of day', ONE, 'One Margherita. The total is ready at 12:50.'],
    ['a couple for one', ONE, 'A couple of Margheritas, $12.50.'],
    ['a dozen for one', ONE, 'A dozen Margheritas, $12.50.'],
    ['a dozen behind for one', ONE, 'Margheritas, a dozen, $12.50.'],
    ['two dozen for two', TWO, 'Two dozen Margheritas and one Cola, $23.'],
    ['a few for one', ONE, 'A few Margheritas, $12.50.'],
    ['a size for a number', KNOTS, 'A dozen inch of 12-inch bread, $46.27.'],
  ])('must not have %s', (_what, order, text) => {
    expect(says(order, text)).toBe(false);
  });

  it.each<[boolean, string]>([
    [true, 'Son dos Margherita y una Cola, veintitrés dólares en total.'],
    [true, 'Una cola y 2 margheritas, $23.'],
    [true, 'Dos pizzas Margherita, una Cola; el total es de 23 dólares.'],
    [false, 'Son dos Margherita y una Cola, veintidós dólares.'],
    [false, 'Son tres Margherita y una Cola, veintitrés dólares.'],
    [false, 'Son dos Margherita, veintitrés dólares.'],
    [false, 'Son dos docenas de Margherita y una Cola, veintitrés dólares.'],
    [false, 'Dos Margherita y una Cola por 23 dólares, va a pagar veinticinco dólares.'],
    [false, 'Dos Margherita, una Cola; el total es de veintitrés dólares con cincuenta.'],
  ])('in Spanish is %s: %s', (right, text) => {
    expect(says(TWO, text, SPANISH_SPOKEN)).toBe(right);
  });

  it('counts a dish of its own beside an option of the same name', () => {
    const order = orderOf([
      { name: 'Margherita', quantity: 1, options: ['Pepperoni'] },
      { name: 'Pepperoni', quantity: 1 },
    ]);
    expect(says(order, 'One Margherita with pepperoni, $12.50.')).toBe(false);
    expect(says(order, 'One Margherita with pepperoni and one Pepperoni, $12.50.')).toBe(true);
  });
});

describe.each([
  ['English', ENGLISH_SPOKEN],
  ['Spanish', SPANISH_SPOKEN],
])('The sentence of an order in %s', (_language, spoken) => {
  const part = fc.record({
    name: fc.constantFrom(...MENU),
    quantity: fc.integer({ min: 1, max: 99 }),
    options: fc.array(fc.constantFrom('Small 10 inch', 'Large', 'Pepperoni', 'Cola', 'No onions'), {
      maxLength: 2,
    }),
    note: fc.constantFrom('2 slices', 'well done', 'one Cola', 'no ice') as fc.Arbitrary<string>,
  });
  const amounts = fc.record({
    totalCents: fc.integer({ min: 1, max: 9_999_999 }),
    discountCents: fc.integer({ min: 0, max: 5_000 }),
    deliveryFeeCents: fc.integer({ min: 0, max: 900 }),
    taxCents: fc.integer({ min: 0, max: 2_000 }),
  });
  const orders = fc
    .tuple(
      fc.array(part, { minLength: 1, maxLength: 5 }),
      amounts,
      fc.boolean(),
      fc.constantFrom(null, '2026-11-18T19:00:00-05:00', '2026-11-20T12:45:00-05:00'),
      fc.subarray(['milk', 'tree-nuts', 'kiwi']),
    )
    .map(([parts, totals, reduced, readyAt, allergies]) =>
      orderOf(parts, {
        ...totals,
        readyAt,
        allergies,
        promotion: reduced ? { code: 'X', name: 'Two for one', discountCents: 500 } : null,
      }),
    );
  const sentence = (order: Order): string => spoken.order(order, NOW);

  it('says it', () => {
    fc.assert(
      fc.property(orders, (order) => {
        expect(says(order, `Okay. ${sentence(order)}`, spoken)).toBe(true);
      }),
    );
  });

  it('does not with another total', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 9_999_999 }), (order, totalCents) => {
        fc.pre(totalCents !== order.totalCents);
        expect(says(order, sentence({ ...order, totalCents }), spoken)).toBe(false);
      }),
    );
  });

  it('does not with another quantity of a line', () => {
    fc.assert(
      fc.property(orders, fc.nat(), fc.integer({ min: 1, max: 99 }), (order, at, quantity) => {
        const index = at % order.lines.length;
        fc.pre(order.lines[index]?.quantity !== quantity);
        const lines = order.lines.map((line, i) => (i === index ? { ...line, quantity } : line));
        expect(says(order, sentence({ ...order, lines }), spoken)).toBe(false);
      }),
    );
  });

  it('does not without one of its lines', () => {
    fc.assert(
      fc.property(orders, fc.nat(), (order, at) => {
        const lines = order.lines.toSpliced(at % order.lines.length, 1);
        expect(says(order, sentence({ ...order, lines }), spoken)).toBe(false);
      }),
    );
  });
});
