import type { Scenario } from '../simulators/scenario.js';

/** What the caller orders with. */
export const PIZZA = 'A small Margherita for Ben, please.';
/** What the caller answers to the read-back. */
export const AGREED = 'That is right.';
/** What the model says when a tool refuses. */
export const SORRY = 'I am sorry, the Margherita is sold out.';

/** A caller of one Margherita, who is read back to with "Yes." and agrees. */
export const ONE_PIZZA: Scenario = {
  name: 'One pizza',
  greeting: 'Hello.',
  turns: [
    {
      caller: PIZZA,
      steps: [
        {
          tools: [
            {
              name: 'add_item',
              arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
            },
            { name: 'set_customer', arguments: { name: 'Ben', fulfilment: 'pickup' } },
          ],
        },
        { say: 'Anything else?' },
      ],
    },
    {
      caller: 'Yes.',
      steps: [
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        { say: '{{read_back_order.spoken}}' },
      ],
      onToolError: SORRY,
    },
    {
      caller: AGREED,
      steps: [
        {
          tools: [
            {
              name: 'place_order',
              arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
            },
          ],
        },
        { say: 'Thank you.' },
      ],
      onToolError: SORRY,
    },
  ],
};
