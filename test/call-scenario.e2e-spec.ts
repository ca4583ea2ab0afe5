import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order } from '../src/orders/order.js';
import { readScenario, type Scenario } from './simulators/scenario.js';
import { playScenario } from './simulators/scenario-runner.js';
import { type Line, onOwnLines } from './support/line.js';

/** So long into the list the caller has heard enough. */
const BARGE_IN_MS = 1_500;

const SCENARIO: Scenario = {
  name: 'One pizza',
  greeting: 'Hello.',
  turns: [
    {
      caller: 'What do you have?',
      steps: [
        {
          say: 'Tonight we have margherita, pepperoni, four cheese, and the garden special, all of them in three sizes.',
        },
      ],
    },
    {
      caller: 'A small Margherita for Ben, please.',
      bargeIn: { afterMs: BARGE_IN_MS },
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
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        {
          say:
            'You have one Margherita, small 10 inch; for pickup, under the name Ben. The total is thirteen ' +
            'dollars and sixty-one cents, including one dollar and eleven cents tax. Is that right?',
        },
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
        { say: 'Thank you.' },
      ],
    },
  ],
};

/** Plays a scenario; returns its call's number, the line and what was ordered, without its numbers and times. */
async function play(line: Line, scenario: Scenario) {
  const call = await line.phone.dial();
  await playScenario(call, scenario);
  const { orders } = await line.get<{ orders: Order[] }>('/orders');
  const ordered = orders.map(({ state, lines, customer: { name }, totalCents }) => {
    return { state, lines, name, totalCents };
  });
  return { callSid: call.callSid, ordered };
}

describe('A call', () => {
  it(
    'can be saved as a scenario that gives the same order when it is played again',
    onOwnLines(async (open) => {
      const line = await open({ scenario: SCENARIO });
      const { callSid, ordered } = await play(line, SCENARIO);
      expect(ordered).toMatchObject([{ state: 'placed', name: 'Ben' }]);
      const file = join(await mkdtemp(join(tmpdir(), 'scenario-')), 'call.json');
      await writeFile(file, JSON.stringify(await line.get(`/calls/${callSid}/scenario`)));

      const saved = readScenario(file);
      expect(saved.turns.map(({ caller }) => caller)).toEqual(
        SCENARIO.turns.map(({ caller }) => caller),
      );
      expect(Math.abs((saved.turns[1]?.bargeIn?.afterMs ?? 0) - BARGE_IN_MS)).toBeLessThan(700);
      const again = await play(await open({ scenario: saved }), saved);
      expect(again.ordered).toEqual(ordered);
    }),
    60_000,
  );
});
