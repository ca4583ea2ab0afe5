import type { BrainItem, BrainStep } from './brain.js';
import { SAMPLE } from './sample-scenario.js';
import { scriptedBrain } from './scripted-brain.js';

const brain = scriptedBrain(SAMPLE);

function next(...items: BrainItem[]): BrainStep {
  return brain({ items, instructions: null, trigger: 'request' });
}

const user = (text: string | null): BrainItem => ({ kind: 'user', text });
const said = (text: string | null): BrainItem => ({ kind: 'assistant', text });
const call = (callId: string, name: string): BrainItem => ({
  kind: 'tool-call',
  callId,
  name,
  arguments: '{}',
});
const output = (callId: string, value: object): BrainItem => ({
  kind: 'tool-output',
  callId,
  output: JSON.stringify(value),
});
const PIZZAS = user('Two large pepperoni pizzas, please.');
const ADDED = [said('One moment.'), call('c1', 'add_item'), output('c1', { ok: true, lineId: 7 })];

describe('scriptedBrain', () => {
  it('greets when nobody has spoken, and only once', () => {
    expect(next()).toEqual({ say: SAMPLE.greeting });
    expect(next({ kind: 'system', text: 'Be kind.' })).toEqual({ say: SAMPLE.greeting });
    expect(next(said('Welcome.'))).toEqual({ say: 'Are you still there?' });
  });

  it('plays the steps of a turn one after the other', () => {
    expect(next(PIZZAS)).toMatchObject({
      say: ['One moment.'],
      tools: [{ name: 'add_item', arguments: { itemId: 'pepperoni', quantity: 2 } }],
    });
    expect(next(PIZZAS, ...ADDED).say).toEqual(['I added line 7. Anything else?']);
    expect(next(PIZZAS, ...ADDED, said('I added line 7.')).say).toBe('Are you still there?');
  });

  it('finds the turn however it was written', () => {
    expect(next(user('two large pepperoni pizzas please')).tools).toHaveLength(1);
  });

  it('goes on from replayed history with the results of earlier turns', () => {
    const step = next(
      PIZZAS,
      ...ADDED,
      said(null),
      user('No, that is all.'),
      call('c2', 'read_back_order'),
      output('c2', { spoken: 'two pizzas', confirmationId: 'conf-9' }),
      said('So that is two pizzas.'),
      said('Is that right?'),
      user('Yes.'),
    );
    expect(step.tools).toEqual([{ name: 'place_order', arguments: { confirmationId: 'conf-9' } }]);
  });

  it('asks for patience while a call has no output', () => {
    expect(next(PIZZAS, call('c1', 'add_item')).say).toBe('One moment, please.');
  });

  it('calls only what is missing of a step that was half replayed', () => {
    const both = ['get_item', 'add_item'].map((name) => ({ name, arguments: {} }));
    const half = scriptedBrain({
      name: 'half',
      greeting: 'Hello.',
      turns: [{ caller: 'Go.', steps: [{ say: 'Going.', tools: both }] }],
    });
    const items = [user('Go.'), call('c1', 'get_item'), output('c1', { ok: true })];
    const step = half({ items, instructions: null, trigger: 'request' });
    expect(step).toMatchObject({ say: [], tools: [{ name: 'add_item' }] });
  });

  it('says what the scenario has for a failed tool', () => {
    const failed = [PIZZAS, call('c1', 'add_item'), output('c1', { ok: false })];
    expect(next(...failed).say).toEqual(['I am afraid that did not work.']);
    expect(next(...failed, said('I am afraid.')).say).toBe('Are you still there?');
  });

  const READ: readonly BrainItem[] = [
    user('No, that is all.'),
    { kind: 'tool-call', callId: 'r', name: 'read_back_order', arguments: '{}' },
    {
      kind: 'tool-output',
      callId: 'r',
      output: '{"ok":true,"confirmationId":"c1","spoken":"one pizza"}',
    },
  ];

  it('reads back again what was interrupted, and what a tool asks it to', () => {
    const words = ['So that is one pizza.', 'Is that right?'];
    const spoken = [...READ, ...words.map(said)];
    const gone: BrainItem = { kind: 'system', text: 'The line was gone for a moment.' };
    expect(next(...spoken, gone).say).toEqual(words);
    expect(next(PIZZAS, ...ADDED, said('I added line 7.'), gone).say).toBe('Are you still there?');
    const refused: readonly BrainItem[] = [
      user('Yes.'),
      { kind: 'tool-call', callId: 'p', name: 'place_order', arguments: '{}' },
      {
        kind: 'tool-output',
        callId: 'p',
        output: '{"ok":false,"error":"not_heard","message":"Again: one pizza."}',
      },
    ];
    expect(next(...spoken, ...refused)).toEqual({ say: 'Again: one pizza.' });
    const placed = next(...spoken, ...refused, said('Again: one pizza.'), user('Yes.'));
    expect(placed.tools).toMatchObject([
      { name: 'place_order', arguments: { confirmationId: 'c1' } },
    ]);
  });

  it('names a template that finds nothing', () => {
    expect(next(user('Yes.')).violations).toEqual([
      'scenario: nothing found for {{read_back_order.confirmationId}}',
    ]);
  });

  it('finds a turn of keys in a user or system message', () => {
    expect(next(user('Caller pressed 2')).say).toEqual(['You pressed two.']);
    expect(next(PIZZAS, { kind: 'system', text: 'Keys: 2 #' }).say).toEqual(['You pressed two.']);
  });

  it('says that it did not understand', () => {
    expect(next(user('Colourless green ideas.')).say).toBe('Sorry, what was that?');
    expect(next(user(null)).say).toBe('Sorry, what was that?');
  });

  it('takes the same words said again for the next turn that has them', () => {
    const twice = scriptedBrain({
      name: 'twice',
      greeting: 'Hello.',
      turns: [
        { caller: 'Yes.', steps: [{ say: 'First.' }] },
        { caller: 'Yes.', steps: [{ say: 'Second.' }] },
      ],
    });
    const ask = (...items: BrainItem[]): BrainStep =>
      twice({ items, instructions: null, trigger: 'turn' });
    expect(ask(user('Yes.')).say).toEqual(['First.']);
    expect(ask(user('Yes.'), said('First.'), user('Yes.')).say).toEqual(['Second.']);
  });
});
