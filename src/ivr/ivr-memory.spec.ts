import { Logger } from '@nestjs/common';
import { LocalSharedStore } from '../cluster/local-shared-store.js';
import { readEnvironment } from '../config/environment.js';
import { CallerTraces } from '../ops/caller-traces.js';
import { CLAIM_LIFE_MS, IvrMemory, type IvrRecord } from './ivr-memory.js';
import { NEW_STATE } from './ivr-state.js';

const RECORD: IvrRecord = {
  turn: 3,
  order: { id: 'order-1', state: 'draft', totalCents: 1250 },
  state: { ...NEW_STATE, step: { kind: 'more' }, choices: ['pizzas'] },
  prompt: 'Anything else?',
  listensFrom: 0,
  expects: 'speech dtmf',
  end: null,
};

describe('IvrMemory', () => {
  let now = 0;
  let store: LocalSharedStore;
  const replica = (name: string): IvrMemory =>
    new IvrMemory(store, readEnvironment({ INSTANCE_ID: name }), new CallerTraces());

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(() => {
    now = 0;
    store = new LocalSharedStore(() => now);
  });

  it('gives every replica what one has written', async () => {
    await replica('a').save('CA1', RECORD);
    expect(await replica('b').load('CA1')).toMatchObject(RECORD);
    expect(await replica('b').load('CA2')).toBeNull();
  });

  it('forgets a call half an hour after its last turn', async () => {
    await replica('a').save('CA1', RECORD);
    now = 30 * 60_000 - 1;
    expect(await replica('b').load('CA1')).not.toBeNull();
    now += 1;
    expect(await replica('b').load('CA1')).toBeNull();
  });

  it.each([
    ['text that is no JSON', '{'],
    ['null', 'null'],
    ['a bare state', JSON.stringify(NEW_STATE)],
    ['another schema', JSON.stringify({ ...RECORD, schema: 1 })],
    ['a record without a step', JSON.stringify({ ...RECORD, state: { choices: [] }, schema: 2 })],
    ['a record without words', JSON.stringify({ ...RECORD, prompt: '', schema: 2 })],
    ['a record without a turn', JSON.stringify({ ...RECORD, turn: null, schema: 2 })],
  ])('takes %s for nothing', async (_, text) => {
    await store.set('ivr:CA1', text, 1_000);
    expect(await replica('a').load('CA1')).toBeNull();
  });

  it('remembers by itself what the shared server has lost, but not instead of newer turns', async () => {
    const a = replica('a');
    await a.save('CA1', RECORD);
    await store.delete('ivr:CA1');
    expect(await a.load('CA1')).toMatchObject(RECORD);
    await replica('b').save('CA1', { ...RECORD, turn: 2 });
    expect(await a.load('CA1')).toMatchObject({ turn: 3 });
    await replica('b').save('CA1', { ...RECORD, turn: 4 });
    expect(await a.load('CA1')).toMatchObject({ turn: 4 });
  });

  it('does not keep more of a call than 16 kB', async () => {
    const a = replica('a');
    await a.save('CA1', RECORD);
    await a.save('CA1', { ...RECORD, turn: 4, prompt: 'x'.repeat(16_000) });
    expect(await a.load('CA1')).toMatchObject({ turn: 3 });
  });

  it('lets one of several begin a turn, and another go on only when that one is gone', async () => {
    const [a, b] = [replica('a'), replica('b')];
    const claims = await Promise.all([a.claim('CA1', 3), b.claim('CA1', 3)]);
    expect(claims).toEqual(['first', null]);
    expect(await b.claim('CA1', 4)).toBe('first');
    expect(await b.claim('CA2', 3)).toBe('first');
    now = CLAIM_LIFE_MS;
    expect(await b.claim('CA1', 3)).toBe('again');
    expect(await a.claim('CA1', 3)).toBeNull();
  });
});
