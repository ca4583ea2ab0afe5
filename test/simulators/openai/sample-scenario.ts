import type { Scenario } from '../scenario.js';

/** A short call for the stand-in's own specs. */
export const SAMPLE: Scenario = {
  name: 'sample',
  greeting: 'Luigi’s, what can I get you?',
  unknown: 'Sorry, what was that?',
  turns: [
    {
      caller: 'Two large pepperoni pizzas, please.',
      steps: [
        {
          say: 'One moment.',
          tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', quantity: 2 } }],
        },
        { say: 'I added line {{add_item.lineId}}. Anything else?' },
      ],
      onToolError: 'I am afraid that did not work.',
    },
    {
      caller: 'No, that is all.',
      steps: [
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        { say: ['So that is {{read_back_order.spoken}}.', 'Is that right?'] },
      ],
    },
    {
      caller: 'Yes.',
      steps: [
        {
          tools: [
            {
              name: 'place_order',
              arguments: { confirmationId: '{{read_back_order.confirmationId}}' },
            },
          ],
        },
        { say: 'Thank you, goodbye.' },
      ],
    },
    { caller: '', keys: '2', steps: [{ say: 'You pressed two.' }] },
  ],
};
