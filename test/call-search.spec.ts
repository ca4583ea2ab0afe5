import type { Database } from '../src/storage/database.js';
import { searchTerms, type CallFilter } from '../src/calls/state/call-search.js';
import type { CallsStore } from '../src/calls/state/calls.store.js';
import { DATABASES, openCallsStore, type OpenCallsStore } from './support/calls-store.js';

const ALL: CallFilter = { text: null, outcome: null, from: null, to: null };
const dayAt = (minute: number): string =>
  new Date(Date.parse('2026-11-27T00:00:00.000Z') + minute * 60_000).toISOString();

describe.each(DATABASES)('A search of ended calls in %s', (kind) => {
  let opened: OpenCallsStore;
  let database: Database;
  let store: CallsStore;

  beforeAll(async () => {
    opened = await openCallsStore(kind);
    ({ database, store } = opened);
    await addCall('CA-ada', 10, {
      from: '+15551230100',
      said: ['A calzone with jalapeño, please.', 'One calzone — 100% yours.'],
    });
    await addCall('CA-bob', 20, { from: '+15559870199', said: ['Two Margheritas'] });
    await addCall('CA-tool', 30, { from: 'client:alice', said: ['Hello'], outcome: 'lost' });
    await addCall('CA-live', 40, { said: ['A calzone'], state: 'active' });
    await addOrder('order-1', 'CA-bob', '512');
  }, 60_000);
  afterAll(() => opened.close());

  async function addCall(
    callSid: string,
    minute: number,
    { from = '+15550000000', said = [] as string[], outcome = 'hung-up', state = 'ended' } = {},
  ): Promise<void> {
    const at = dayAt(minute);
    const spoken = said.map((text, n) => ({
      kind: 'spoken',
      id: `item-${n}`,
      at,
      role: n % 2 === 0 ? 'caller' : 'assistant',
      text,
      interrupted: false,
      sentMs: 100,
      heardMs: 100,
      complete: true,
    }));
    const ran = { kind: 'ran', at, callId: 'c', name: 'search_menu', arguments: '{"q":"olives"}' };
    await database.kysely
      .insertInto('calls')
      .values({
        call_sid: callSid,
        from_number: from,
        to_number: '+15551230199',
        state,
        outcome,
        started_at: at,
        ended_at: at,
        transcript: JSON.stringify([...spoken, { ...ran, output: null }]),
        updated_at: at,
      })
      .execute();
  }

  async function addOrder(id: string, callSid: string, number: string): Promise<void> {
    const at = dayAt(20);
    await database.kysely
      .insertInto('orders')
      .values({
        id,
        call_sid: callSid,
        state: 'placed',
        version: 1,
        total_cents: 100,
        body: JSON.stringify({ id, number, totalCents: 512 }),
        created_at: at,
        updated_at: at,
        placed_at: at,
      })
      .execute();
  }

  const found = async (filter: Partial<CallFilter>): Promise<readonly string[]> => {
    const { calls } = await store.ended(50, null, { ...ALL, ...filter });
    return calls.map(({ callSid }) => callSid);
  };

  it.each([
    ['+15551230100', ['CA-ada']],
    ['(555) 123-0100', ['CA-ada']],
    ['1 555 123 0100', ['CA-ada']],
    ['0100', ['CA-ada']],
    ['0199', ['CA-bob']],
    // More than lists show would let a number be guessed digit by digit.
    ['30100', []],
    ['23-0100', []],
    ['client:alice', ['CA-tool']],
    ['CA-bob', ['CA-bob']],
    ['order-1', ['CA-bob']],
    ['512', ['CA-bob']],
    ['51', []],
    ['calzone', ['CA-ada']],
    ['CALZONE please', ['CA-ada']],
    ['yours one', ['CA-ada']],
    ['calzone margherita', []],
    ['margherita', ['CA-bob']],
    ['jalapeno', ['CA-ada']],
    ['JALAPEÑO', ['CA-ada']],
    ['100%', ['CA-ada']],
    // Keys, tools and their arguments were not said.
    ['caller', []],
    ['olives', []],
    ['%', []],
    ['_', []],
    [`' or 1=1 --`, []],
  ])('finds by %j: %j', async (text, calls) => {
    expect(await found({ text })).toEqual(calls);
  });

  it.each([
    [{ outcome: 'lost' }, ['CA-tool']],
    [{ outcome: 'lost', text: 'calzone' }, []],
    [{ from: dayAt(20) }, ['CA-tool', 'CA-bob']],
    [{ to: dayAt(20) }, ['CA-ada']],
    [{ from: dayAt(10), to: dayAt(30), text: 'calzone' }, ['CA-ada']],
    [{ from: dayAt(11), text: 'calzone' }, []],
    [{}, ['CA-tool', 'CA-bob', 'CA-ada']],
  ])('is narrowed by outcome and time: %j', async (filter, calls) => {
    expect(await found(filter)).toEqual(calls);
  });

  it('looks at so many calls at once, says so, and goes on from there', async () => {
    await addCall('CA-needle', -3_000, { said: ['A very rare truffle'] });
    const rows = Array.from({ length: 2_500 }, (_, n) => ({
      call_sid: `CA-hay-${n}`,
      from_number: '+15550000000',
      to_number: '+15550000001',
      state: 'ended',
      outcome: 'hung-up',
      updated_at: dayAt(0),
      started_at: dayAt(-1 - n),
    }));
    for (let from = 0; from < rows.length; from += 500) {
      await database.kysely
        .insertInto('calls')
        .values(rows.slice(from, from + 500))
        .execute();
    }
    const filter = { ...ALL, text: 'truffle' };
    const first = await store.ended(50, null, filter);
    expect(first).toMatchObject({ calls: [], search: { lookedAt: 2_000, limitReached: true } });
    const second = await store.ended(50, first.next, filter);
    expect(second.calls.map(({ callSid }) => callSid)).toEqual(['CA-needle']);
    expect(second).toMatchObject({ next: null, search: { lookedAt: 504, limitReached: false } });

    const pages: string[] = [];
    let next: string | null = null;
    do {
      const page = await store.ended(200, next, { ...ALL, outcome: 'hung-up' });
      pages.push(...page.calls.map(({ callSid }) => callSid));
      next = page.next;
    } while (next !== null);
    expect(pages).toHaveLength(2_503);
    expect(new Set(pages).size).toBe(2_503);
  });

  it('reads what is typed', () => {
    expect(searchTerms(' +49 30 1234567 ')).toMatchObject({ digits: '49301234567' });
    expect(searchTerms('12345')).toMatchObject({ digits: null, orderNumber: '12345' });
    expect(searchTerms('!?')).toMatchObject({ digits: null, orderNumber: null, words: [] });
    expect(searchTerms('a b c d e f g h i j').words).toHaveLength(8);
  });
});
