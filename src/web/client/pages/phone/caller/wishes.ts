import type { OrderLineWishes } from './order-line-answers.js';

/** What a sample caller wants of the order line. What the line says to it is recorded. */
export const ONE_PIZZA: OrderLineWishes = {
  wishes: ['A small Margherita, please.'],
  customer: 'Ben',
};

/** The same with a question first. */
export const PIZZA_AND_DESSERT: OrderLineWishes = {
  wishes: [
    'What are your opening hours?',
    'A large pepperoni with extra cheese and a tiramisu, please.',
  ],
  customer: 'Maria',
};
