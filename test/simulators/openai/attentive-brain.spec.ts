import type { Scenario } from '../scenario.js';
import { ATTENTIVE_WORDS, attentiveBrain } from './attentive-brain.js';
import type { BrainItem, BrainStep } from './brain.js';

const SCENARIO: Scenario = {
  name: 'Two callers',
  greeting: 'Hello.',
  turns: [
    {
      caller: 'A pizza, please.',
      steps: [
        { tools: [{ name: 'add_item', arguments: { itemId: 'pizza' } }] },
        { say: 'One pizza. And your name?' },
      ],
    },
    {
      caller: 'I am Ben.',
      steps: [
        { tools: [{ name: 'set_customer', arguments: { name: 'Ben' } }] },
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        { say: 'Right so?' },
      ],
    },
    {
      caller: 'Yes.',
      steps: [
        {
          tools: [{ name: 'place_order', arguments: { confirmationId: '{{read_back_order.id}}' } }],
        },
        { tools: [{ name: 'end_call', arguments: {} }] },
        { say: 'Goodbye.' },
      ],
    },
  ],
};
const BACK = `The line was interrupted. Say: ${ATTENTIVE_WORDS.back} Then go on.`;
const ADD = { name: 'add_item', arguments: { itemId: 'pizza' } };

const brain = attentiveBrain(SCENARIO);
const user = (text: string | null): BrainItem => ({ kind: 'user', text });
const assistant = (text: string | null): BrainItem => ({ kind: 'assistant', text });
const told = (order: object): BrainItem[] =>
  tool('view_order', {}, { ok: true, ...order }, 'order_as_it_stands');

/** A call with its output. */
function tool(name: string, given: object, output: object, callId = name): BrainItem[] {
  return [
    { kind: 'tool-call', callId, name, arguments: JSON.stringify(given) },
    { kind: 'tool-output', callId, output: JSON.stringify(output) },
  ];
}

const next = (items: BrainItem[], instructions: string | null = null): BrainStep =>
  brain({ items, instructions, trigger: 'request' });

describe('A brain for calls that break', () => {
  const asked = user('A pizza, please.');
  const added = tool('add_item', { itemId: 'pizza' }, { ok: true });

  it('greets, does what the caller wants, and says so', () => {
    expect(next([])).toEqual({ say: 'Hello.' });
    expect(next([asked])).toEqual({ tools: [ADD] });
    expect(next([asked, ...added])).toEqual({ say: 'One pizza. And your name?' });
  });

  it('says its last words again when the caller repeats theirs, and does nothing twice', () => {
    const answered = [asked, ...added, assistant('One pi'), asked];
    expect(next(answered)).toEqual({ say: ['One pizza. And your name?'] });
    expect(next([asked, ...added, asked])).toEqual({ say: 'One pizza. And your name?' });
  });

  it('comes back from an interruption with what is still to be done', () => {
    expect(next([asked], BACK)).toEqual({ say: [ATTENTIVE_WORDS.back], tools: [ADD] });
    expect(next([asked, ...added], BACK)).toEqual({
      say: [ATTENTIVE_WORDS.back, 'One pizza. And your name?'],
    });
    expect(next([], BACK)).toEqual({ say: [ATTENTIVE_WORDS.back, 'Hello.'] });
    const item: BrainItem = { kind: 'system', text: BACK };
    expect(next([asked, item])).toEqual({ say: [ATTENTIVE_WORDS.back], tools: [ADD] });
    expect(next([asked, item, ...added])).toEqual({ say: 'One pizza. And your name?' });
  });

  it('does not take its own excuse for an answer', () => {
    const items = [asked, ...added, assistant(ATTENTIVE_WORDS.back)];
    expect(next(items)).toEqual({ say: 'One pizza. And your name?' });
  });

  it('believes the order that it is told', () => {
    const order = { state: 'draft', lines: [{ itemId: 'pizza' }], customer: { name: 'Ben' } };
    expect(next([asked, ...told(order)])).toEqual({ say: 'One pizza. And your name?' });
    expect(next([user('I am Ben.'), ...told(order)])).toEqual({
      tools: [{ name: 'read_back_order', arguments: {} }],
    });
    expect(next([user('Yes.'), ...told({ ...order, state: 'placed' })])).toEqual({
      tools: [{ name: 'end_call', arguments: {} }],
    });
  });

  it('tries what was interrupted again, and tells the caller when it goes on failing', () => {
    const interrupted = (id: string) =>
      tool('add_item', { itemId: 'pizza' }, { ok: false, error: 'interrupted' }, id);
    expect(next([asked, ...interrupted('a')])).toEqual({ tools: [ADD] });
    const often = [...interrupted('a'), ...interrupted('b'), ...interrupted('c')];
    expect(next([asked, ...often])).toEqual({ say: ATTENTIVE_WORDS.trouble });
    expect(next([asked, ...often, assistant(ATTENTIVE_WORDS.trouble), asked])).toEqual({
      tools: [ADD],
    });
  });

  it('reads the order back when it does not know the confirmation any more', () => {
    expect(next([user('Yes.')])).toEqual({ tools: [{ name: 'read_back_order', arguments: {} }] });
    const known = [user('Yes.'), ...tool('read_back_order', {}, { ok: true, id: 'c1' })];
    expect(next(known)).toEqual({
      tools: [{ name: 'place_order', arguments: { confirmationId: 'c1' } }],
    });
  });

  it('says that it did not understand', () => {
    expect(next([user(null)])).toEqual({ say: ATTENTIVE_WORDS.unknown });
    expect(next([user('Something else.')])).toEqual({ say: ATTENTIVE_WORDS.unknown });
  });
});
