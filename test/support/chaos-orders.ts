import { ENGLISH_SPOKEN } from '../../src/menu/spoken/english.js';
import type { Order } from '../../src/orders/order.js';
import type { Scenario, ScenarioTurn } from '../simulators/scenario.js';
import { menuFixture } from './menu-fixture.js';

/** A dish as a caller asks for it and as the assistant takes it. */
interface Wish {
  readonly itemId: string;
  readonly options?: readonly string[];
  readonly caller: string;
  readonly answer: string;
}

const MAINS: readonly Wish[] = [
  ['margherita', 'small', 'Margherita'],
  ['pepperoni', 'large', 'Pepperoni'],
  ['quattro-formaggi', 'medium', 'Quattro Formaggi'],
  ['hawaiian', 'small', 'Hawaiian'],
  ['veggie-garden', 'large', 'Veggie Garden'],
  ['diavola', 'medium', 'Diavola'],
].map(([itemId = '', size = '', name = '']) => ({
  itemId,
  options: [size],
  caller: `I would like one ${size} ${name} pizza, please.`,
  answer: `One ${size} ${name} is on your order. Would you like something to go with it, like a starter or a side?`,
}));

const SIDES: readonly Wish[] = [
  ['bruschetta', 'bruschetta'],
  ['minestrone', 'minestrone soup'],
  ['caprese', 'Caprese salad'],
  ['meatballs-side', 'side of meatballs'],
  ['roasted-vegetables', 'plate of roasted vegetables'],
].map(([itemId = '', name = '']) => ({
  itemId,
  caller: `Yes, and also one ${name}.`,
  answer: `I have added one ${name} for you. And would you like something to drink or something sweet?`,
}));

const EXTRAS: readonly Wish[] = [
  ['tiramisu', 'tiramisu'],
  ['cannoli', 'cannoli'],
  ['panna-cotta', 'panna cotta'],
  ['san-pellegrino', 'bottle of San Pellegrino'],
  ['iced-tea', 'iced tea'],
  ['espresso', 'espresso'],
  ['chocolate-cake', 'slice of chocolate cake'],
].map(([itemId = '', name = '']) => ({
  itemId,
  caller: `Then one ${name} for later.`,
  answer: `Very good, one ${name} it is. May I have your name for the order, and do you pick it up?`,
}));

const NAMES = ['Maria', 'Ben', 'Olivia', 'George', 'Hannah', 'Peter'];

const GREETING = "Hello, this is Luigi's. What can I get for you today?";
const GOODBYE = 'Thank you, your order is in the kitchen now. It was nice to talk to you. Goodbye!';

/** Small talk, which makes calls longer. */
const CHATTER: readonly ScenarioTurn[] = [
  [
    'Do you bake in a wood oven?',
    'We do, our oven burns oak and beech all day, and it is nearly as old as the house.',
  ],
  [
    'How long have you been open?',
    'The restaurant opened many years ago, and the family still makes the dough each morning.',
  ],
  [
    'Is it busy there tonight?',
    'There are quite a few people in the room already, but the kitchen is quick this evening.',
  ],
  [
    'Where do your tomatoes come from?',
    'They come from a small farm in the south, and they are cooked for half a day with basil.',
  ],
  [
    'Can I park in front of your door?',
    'There are a few places in front of the house, and many more just around the corner.',
  ],
  [
    'Do you make the desserts yourself?',
    'Every one of them is made here in the morning by somebody who has done it for many years.',
  ],
].map(([caller = '', say = '']) => ({ caller, steps: [{ say }] }));

/** What one caller orders, and what has to come of it. */
export interface ChaosOrder {
  readonly from: string;
  /** The caller's sentences with the answer that settles each. */
  readonly turns: readonly { readonly caller: string; readonly answer: string }[];
  readonly expected: {
    readonly customer: { readonly name: string; readonly fulfilment: 'pickup' };
    readonly lines: readonly {
      readonly itemId: string;
      readonly quantity: 1;
      readonly options: readonly { readonly optionId: string }[];
      readonly totalCents: number;
    }[];
    readonly totalCents: number;
  };
}

/** Many orders that differ, and one scenario in which all of their sentences are. */
export interface ChaosOrders {
  readonly orders: readonly ChaosOrder[];
  readonly scenario: Scenario;
  readonly greeting: string;
  readonly goodbye: string;
}

function wishTurn({ itemId, options, caller, answer }: Wish): ScenarioTurn {
  const wanted = { itemId, quantity: 1, ...(options && { options }) };
  return {
    caller,
    steps: [{ tools: [{ name: 'add_item', arguments: wanted }] }, { say: answer }],
  };
}

function nameTurn(name: string): ScenarioTurn {
  return {
    caller: `My name is ${name}, and I will pick it up myself.`,
    steps: [
      { tools: [{ name: 'set_customer', arguments: { name, fulfilment: 'pickup' } }] },
      { tools: [{ name: 'read_back_order', arguments: {} }] },
      { say: '{{read_back_order.spoken}}' },
    ],
  };
}

const LAST_TURN: ScenarioTurn = {
  caller: 'Yes, everything is right, please place it.',
  steps: [
    {
      tools: [
        {
          name: 'place_order',
          arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
        },
      ],
    },
    { tools: [{ name: 'end_call', arguments: {} }] },
    { say: GOODBYE },
  ],
};

function nth<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length];
  if (entry === undefined) throw new RangeError('the list is empty');
  return entry;
}

function settledBy({ caller, steps }: ScenarioTurn): { caller: string; answer: string } {
  return { caller, answer: String(steps.findLast(({ say }) => say !== undefined)?.say ?? '') };
}

/**
 * Orders of `count` callers: three dishes, a name, a confirmation, and so many turns of small
 * talk between them, one more with every other caller. A turn takes about eight seconds.
 */
export async function chaosOrders(count: number, smallTalk = 1): Promise<ChaosOrders> {
  const menu = await menuFixture();
  const prices = new Map(
    menu.categories.flatMap(({ items }) =>
      items.map((item) => [item.id, item.priceCents] as const),
    ),
  );
  const names = new Map(
    [
      ...menu.categories.flatMap(({ items }) => items),
      ...menu.modifierGroups.flatMap(({ options }) => options),
    ].map(({ id, name }) => [id, name] as const),
  );
  const deltas = new Map(
    menu.modifierGroups.flatMap(({ options }) =>
      options.map((option) => [option.id, option.priceDeltaCents] as const),
    ),
  );
  const orders = Array.from({ length: count }, (_, index): ChaosOrder => {
    const wishes = [nth(MAINS, index), nth(SIDES, index), nth(EXTRAS, index)];
    const name = nth(NAMES, Math.floor(index / 2));
    const lines = wishes.map(({ itemId, options = [] }) => ({
      itemId,
      quantity: 1 as const,
      options: options.map((optionId) => ({ optionId })),
      totalCents:
        (prices.get(itemId) ?? Number.NaN) +
        options.reduce((sum, option) => sum + (deltas.get(option) ?? Number.NaN), 0),
    }));
    const subtotalCents = lines.reduce((sum, line) => sum + line.totalCents, 0);
    const taxCents = Math.round(subtotalCents * menu.business.taxRate);
    const totalCents = subtotalCents + taxCents;
    const sold = {
      lines: wishes.map(({ itemId, options = [] }) => ({
        name: names.get(itemId),
        quantity: 1,
        options: options.map((option) => ({ name: names.get(option) })),
        note: null,
      })),
      allergies: [],
      customer: { name, fulfilment: 'pickup' },
      readyAt: null,
      promotion: null,
      deliveryFeeCents: 0,
      taxCents,
      totalCents,
    } as unknown as Order;
    const readBack = ENGLISH_SPOKEN.order(sold, new Date());
    return {
      from: `+1212555${String(1000 + index)}`,
      turns: [
        ...wishes.map(wishTurn),
        ...Array.from({ length: smallTalk + (index % 2) }, (_turn, turn) =>
          nth(CHATTER, index + turn),
        ),
        nameTurn(name),
        LAST_TURN,
      ]
        .map(settledBy)
        .map((turn, at, { length }) => (at === length - 2 ? { ...turn, answer: readBack } : turn)),
      expected: {
        customer: { name, fulfilment: 'pickup' },
        lines,
        totalCents,
      },
    };
  });
  const turns = [
    ...[...MAINS, ...SIDES, ...EXTRAS].map(wishTurn),
    ...CHATTER,
    ...NAMES.map(nameTurn),
    LAST_TURN,
  ];
  return {
    orders,
    scenario: { name: 'Many orders at once', greeting: GREETING, turns },
    greeting: GREETING,
    goodbye: GOODBYE,
  };
}
