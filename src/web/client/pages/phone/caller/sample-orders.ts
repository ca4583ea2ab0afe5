import type { OrderLineWishes } from './order-line-answers.js';
import allergens from './speech/allergens.ulaw';
import margherita from './speech/margherita.ulaw';
import pepperoni from './speech/pepperoni.ulaw';
import salad from './speech/salad.ulaw';
import twoSalads from './speech/two-salads.ulaw';
import yes from './speech/yes.ulaw';
import yesPerfect from './speech/yes-perfect.ulaw';
import { ONE_PIZZA, PIZZA_AND_DESSERT } from './wishes.js';

/** A sentence of the sample caller: its text, and mu-law of it. */
export interface Sentence {
  readonly text: string;
  readonly address: string;
}

/** What the sample caller says to an assistant, one sentence a turn, and to the order line. */
export interface SampleOrder extends OrderLineWishes {
  readonly name: string;
  readonly sentences: readonly Sentence[];
}

const YES = { text: 'Yes.', address: yes };

/** The orders that can be chosen. */
export const SAMPLE_ORDERS: readonly [SampleOrder, ...SampleOrder[]] = [
  {
    name: 'One pizza',
    sentences: [{ text: 'A small Margherita for Ben, please.', address: margherita }, YES],
    ...ONE_PIZZA,
  },
  {
    name: 'Pizza and salads, with a question and a change of mind',
    sentences: [
      { text: 'A large pepperoni with extra cheese, please.', address: pepperoni },
      { text: 'What allergens are in it?', address: allergens },
      { text: 'Okay. A San Pellegrino, and a house salad, Italian, no onions.', address: salad },
      { text: 'Make that two salads. I’m Maria, for pickup.', address: twoSalads },
      { text: 'Yes, perfect.', address: yesPerfect },
    ],
    ...PIZZA_AND_DESSERT,
  },
];
