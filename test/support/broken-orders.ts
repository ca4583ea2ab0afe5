import type { FaultCode } from '../../src/orders/order-fault.js';

/** Steps before the last are expected to work; the last one breaks a rule. */
type Step = readonly [tool: string, args: object];

/** An order that breaks a rule, and what the model is told. */
interface BrokenOrder {
  readonly steps: readonly Step[];
  readonly at?: string;
  readonly error: FaultCode;
  readonly message: RegExp;
}

const PIZZA: Step = ['add_item', { itemId: 'margherita', options: ['small'] }];
const ANNA: Step = ['set_customer', { name: 'Anna' }];

/** Each under the words of the test that tries it. */
export const BROKEN_ORDERS: readonly (readonly [string, BrokenOrder])[] = [
  [
    'a dish that is not on the menu',
    {
      steps: [['add_item', { itemId: 'sushi' }]],
      error: 'unknown_item',
      message: /cannot find that/,
    },
  ],
  [
    'a misspelt dish',
    {
      steps: [['add_item', { itemId: 'margarita-pizza' }]],
      error: 'unknown_item',
      message: /Did you mean Margherita/,
    },
  ],
  [
    'a category taken for a dish',
    {
      steps: [['add_item', { itemId: 'pizzas' }]],
      error: 'is_category',
      message: /Which one would you like, for example Margherita/,
    },
  ],
  [
    'a sold-out dish',
    {
      steps: [['add_item', { itemId: 'white-clam', options: ['small'] }]],
      error: 'sold_out',
      message: /White Clam Pizza is sold out/,
    },
  ],
  [
    'a lunch dish in the afternoon',
    {
      steps: [['add_item', { itemId: 'lunch-slice-combo' }]],
      error: 'not_available_now',
      message: /only available Monday to Friday from 11 AM to 3 PM/,
    },
  ],
  [
    'a pizza without a size',
    {
      steps: [['add_item', { itemId: 'margherita' }]],
      error: 'too_few_options',
      message: /needs a size/,
    },
  ],
  [
    'a pizza of two sizes',
    {
      steps: [['add_item', { itemId: 'margherita', options: ['small', 'large'] }]],
      error: 'too_many_options',
      message: /at most 1 size/,
    },
  ],
  [
    'seven toppings',
    {
      steps: [
        [
          'add_item',
          {
            itemId: 'margherita',
            options: [
              'small',
              'add-cheese',
              'add-ham',
              'add-olives',
              'add-onions',
              'add-peppers',
              'add-chicken',
              'add-sausage',
            ],
          },
        ],
      ],
      error: 'too_many_options',
      message: /at most 6/,
    },
  ],
  [
    'an option of another dish',
    {
      steps: [['add_item', { itemId: 'margherita', options: ['small', 'buffalo'] }]],
      error: 'unknown_option',
      message: /does not come with/,
    },
  ],
  [
    'a sold-out topping',
    {
      steps: [['add_item', { itemId: 'margherita', options: ['small', 'add-truffle'] }]],
      error: 'option_unavailable',
      message: /Shaved truffle is not available/,
    },
  ],
  [
    'no pizza at all',
    {
      steps: [['add_item', { itemId: 'margherita', quantity: 0, options: ['small'] }]],
      error: 'invalid_arguments',
      message: /quantity must be at least 1/,
    },
  ],
  [
    'half a pizza',
    {
      steps: [['add_item', { itemId: 'margherita', quantity: 0.5, options: ['small'] }]],
      error: 'invalid_arguments',
      message: /quantity must be a whole number/,
    },
  ],
  [
    'a thousand pizzas',
    {
      steps: [['add_item', { itemId: 'margherita', quantity: 1000, options: ['small'] }]],
      error: 'invalid_quantity',
      message: /between 1 and 50/,
    },
  ],
  [
    'a price of the model’s own',
    {
      steps: [['add_item', { itemId: 'tiramisu', priceCents: 1 }]],
      error: 'invalid_arguments',
      message: /no argument priceCents/,
    },
  ],
  [
    'a change of a line that does not exist',
    {
      steps: [PIZZA, ['change_item', { lineId: 'L99', quantity: 2 }]],
      error: 'unknown_line',
      message: /cannot find that in your order/,
    },
  ],
  [
    'a change that takes the size away',
    {
      steps: [PIZZA, ['change_item', { lineId: 'L2', options: ['add-ham'] }]],
      error: 'too_few_options',
      message: /needs a size/,
    },
  ],
  [
    'a change to too many',
    {
      steps: [PIZZA, ['change_item', { lineId: 'L2', quantity: 51 }]],
      error: 'invalid_quantity',
      message: /between 1 and 50/,
    },
  ],
  [
    'the removal of a line that does not exist',
    {
      steps: [['remove_item', { lineId: 'L1' }]],
      error: 'unknown_line',
      message: /cannot find that in your order/,
    },
  ],
  [
    'an unknown code',
    {
      steps: [PIZZA, ['apply_promotion', { code: 'FREEPIZZA' }]],
      error: 'unknown_promotion',
      message: /no offer with that code/,
    },
  ],
  [
    'an offer that is over',
    {
      steps: [PIZZA, ['apply_promotion', { code: 'SUMMER20' }]],
      error: 'promotion_not_active',
      message: /does not count right now/,
    },
  ],
  [
    'an offer for a larger order',
    {
      steps: [PIZZA, ['apply_promotion', { code: 'FAMILY5' }]],
      error: 'promotion_not_applicable',
      message: /at least \$40\.00/,
    },
  ],
  [
    'free knots without any knots',
    {
      steps: [PIZZA, ['apply_promotion', { code: 'KNOTS' }]],
      error: 'promotion_not_applicable',
      message: /Nothing in the order counts/,
    },
  ],
  [
    'half a phone number',
    {
      steps: [['set_customer', { phone: '555' }]],
      error: 'invalid_phone',
      message: /complete phone number/,
    },
  ],
  [
    'a way of getting it that does not exist',
    {
      steps: [['set_customer', { fulfilment: 'drone' }]],
      error: 'invalid_arguments',
      message: /must be pickup or delivery/,
    },
  ],
  [
    'the read-back of nothing',
    { steps: [['read_back_order', {}]], error: 'empty_order', message: /nothing in the order/ },
  ],
  [
    'the read-back for nobody',
    { steps: [PIZZA, ['read_back_order', {}]], error: 'name_missing', message: /need a name/ },
  ],
  [
    'delivery to nowhere',
    {
      steps: [
        PIZZA,
        ['set_customer', { name: 'Anna', fulfilment: 'delivery' }],
        ['read_back_order', {}],
      ],
      error: 'address_missing',
      message: /need an address/,
    },
  ],
  [
    'delivery of too little',
    {
      steps: [
        PIZZA,
        ['set_customer', { name: 'Anna', fulfilment: 'delivery', address: '5 Spring Street' }],
        ['read_back_order', {}],
      ],
      error: 'below_minimum',
      message: /at least \$20\.00/,
    },
  ],
  [
    'a read-back while closed',
    {
      steps: [PIZZA, ANNA, ['read_back_order', {}]],
      at: '2026-11-26T15:00',
      error: 'closed',
      message: /open again tomorrow at 11 AM\. Today is Thanksgiving/,
    },
  ],
  [
    'placing what was never read back',
    {
      steps: [PIZZA, ANNA, ['place_order', { confirmationId: 'made-up' }]],
      error: 'not_confirmed',
      message: /read the order back/,
    },
  ],
  [
    'placing without a confirmation',
    {
      steps: [PIZZA, ANNA, ['place_order', {}]],
      error: 'invalid_arguments',
      message: /confirmationId is missing/,
    },
  ],
  [
    'an unknown part of the menu',
    {
      steps: [['search_menu', { categoryId: 'sushi' }]],
      error: 'unknown_category',
      message: /There are pizzas, calzones/,
    },
  ],
  [
    'details of an unknown dish',
    {
      steps: [['get_item', { itemId: 'ramen' }]],
      error: 'unknown_item',
      message: /cannot find that/,
    },
  ],
  [
    'a tool that does not exist',
    { steps: [['refund_order', {}]], error: 'unknown_tool', message: /cannot do that/ },
  ],
];
