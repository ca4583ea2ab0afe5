import { Redis } from 'ioredis';
import pg from 'pg';
import { RedisLink } from '../src/cluster/redis-link.js';
import type { OrderReport } from './simulators/print/ops-client.js';
import { type CallView, untilCall } from './support/call-view.js';
import { until } from './support/eventually.js';
import type { RedisServer } from './support/redis.js';
import type { RunningApp } from './support/start-app.js';
import { startTwoReplicas, type TwoReplicas } from './support/two-replicas.js';
import { WebhookCaller } from './support/webhook-caller.js';

/** Within so long every webhook has to be answered. */
const CONTRACT_LIMIT_MS = 1_000;

describe('The line without AI on two replicas', () => {
  let replicas: TwoReplicas;
  let redis: RedisServer;
  let databaseUrl: string;
  let a: RunningApp;
  let b: RunningApp;
  let caller: WebhookCaller;
  const undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    replicas = await startTwoReplicas();
    ({ redis, databaseUrl, one: a, two: b } = replicas);
  }, 180_000);
  afterAll(() => replicas.close());

  beforeEach(() => {
    caller = new WebhookCaller();
  });
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  const get = async <T>(replica: RunningApp, path: string): Promise<T> => {
    const response = await fetch(replica.url + path, { headers: replica.authorization });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };

  const ordersOf = async (replica: RunningApp): Promise<readonly OrderReport[]> => {
    const { orders } = await get<{ orders: readonly OrderReport[] }>(replica, '/orders');
    return orders.filter(({ callSid }) => callSid === caller.callSid);
  };

  /** Resolves when the replica's view of the call shows what the caller heard last. */
  const noted = (replica: RunningApp, said: string): Promise<CallView> =>
    untilCall(
      { get: (path) => get(replica, path) },
      caller.callSid,
      ({ transcript }) => transcript.at(-1)?.text === said,
      { what: said, everyMs: 20 },
    );

  /** Holds up everybody who looks at an order until it is called. */
  const holdOrders = async (): Promise<() => Promise<void>> => {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    undo.push(() => client.end());
    await client.query('begin');
    await client.query('lock table orders in access exclusive mode');
    return async () => void (await client.query('commit'));
  };

  /** Says goodbye to the order: pickup by key, a name, and yes. */
  const checkOut = async (...replicas: [RunningApp, RunningApp, RunningApp, RunningApp]) => {
    const [first, second, third, fourth] = replicas;
    await caller.tell(first, { SpeechResult: "that's all" });
    await caller.tell(second, { Digits: '1' });
    await caller.tell(third, { SpeechResult: 'Bo' });
    return caller.tell(fourth, { SpeechResult: 'yes' });
  };

  it('takes an order with every turn on the other replica, and places it once', async () => {
    const heard: string[] = [];
    let turn = 0;
    const tell = async (input: object): Promise<string> => {
      const [here, there] = turn++ % 2 === 0 ? [a, b] : [b, a];
      const { said } = await caller.tell(here, input);
      await noted(there, said);
      heard.push(said);
      return said;
    };
    await tell({});
    expect(caller.next).toBe('/voice/gather?turn=1');
    await tell({ SpeechResult: 'A large Margherita please.' });
    await tell({ SpeechResult: 'make that two' });
    await tell({ SpeechResult: "that's all" });
    await tell({ Digits: '1' });
    expect(await tell({ SpeechResult: 'Bo' })).toContain(
      'You have two Margherita, large 16 inch; for pickup, under the name Bo.',
    );
    expect(await tell({ SpeechResult: 'yes' })).toContain('Your order number is');
    expect(caller.next).toBeNull();

    for (const replica of [a, b]) {
      expect(await ordersOf(replica)).toMatchObject([
        { state: 'placed', lines: [{ itemId: 'margherita', quantity: 2 }] },
      ]);
      const call = await get<CallView>(replica, `/calls/${caller.callSid}`);
      expect(call).toMatchObject({ state: 'ended', outcome: 'finished' });
      const said = call.transcript.filter(({ role }) => role === 'assistant');
      expect(said.map(({ text }) => text)).toEqual(heard);
    }
  });

  it('runs a request once that is sent again and again, to both at the same time', async () => {
    const opened = await caller.tell(a);
    await noted(b, opened.said);
    for (const replica of [b, a]) {
      expect((await caller.send(replica, '/voice')).xml).toBe(opened.xml);
    }
    const request = { SpeechResult: 'A small Margherita please.' };
    const path = '/voice/gather?turn=1';
    const send = (replica: RunningApp) => caller.send(replica, path, request);
    const answers = await Promise.all([a, b, b, a].map(send));
    answers.push(await send(a), await send(b));
    expect(new Set(answers.map(({ xml }) => xml)).size).toBe(1);
    expect(answers[0]).toMatchObject({ next: '/voice/gather?turn=2' });

    await Promise.all([a, b].map((replica) => noted(replica, answers[0]?.said ?? '')));

    caller.next = '/voice/gather?turn=2';
    const { said } = await caller.tell(b, { SpeechResult: 'what do I have so far' });
    expect(said).toContain('one Margherita');
    const { transcript } = await noted(a, said);
    expect(transcript.filter(({ text }) => text === request.SpeechResult)).toHaveLength(1);
  });

  it('bridges a late turn, and any replica gives its answer', async () => {
    await caller.tell(a);
    const release = await holdOrders();
    const late = await caller.step(a, { SpeechResult: 'A small Margherita please.' });
    expect(late).toMatchObject({ next: '/voice/gather?turn=1&wait=1' });
    const later = await caller.step(b);
    expect(later.next).toBe('/voice/gather?turn=1&wait=1');
    for (const { tookMs } of [late, later]) expect(tookMs).toBeLessThan(CONTRACT_LIMIT_MS);
    await release();
    const answer = await caller.tell(b);
    expect(answer.next).toBe('/voice/gather?turn=2');
    const { said } = await caller.tell(b, { SpeechResult: 'what do I have so far' });
    expect(said).toContain('one Margherita');
  });

  it('does nothing for an old request that comes after newer ones', async () => {
    await caller.tell(a);
    const old = { SpeechResult: 'A small Margherita please.' };
    await caller.tell(a, old);
    await caller.tell(b, { SpeechResult: 'make that two' });
    const { xml, said } = await caller.tell(a, { SpeechResult: 'what do I have so far' });
    expect(said).toContain('two Margherita');
    await noted(b, said);
    for (const replica of [b, a]) {
      expect((await caller.send(replica, '/voice/gather?turn=1', old)).xml).toBe(xml);
      expect((await caller.send(replica, '/voice')).xml).toBe(xml);
    }
    expect((await checkOut(b, a, b, a)).said).toContain('Your order number is');
    expect(await ordersOf(b)).toMatchObject([{ lines: [{ itemId: 'margherita', quantity: 2 }] }]);
  });

  it('asks again when the replica at a turn has died, and does not do it twice', async () => {
    const { said } = await caller.tell(a);
    const client = new Redis(redis.url);
    undo.push(() => client.quit());
    const key = (name: string): string => `voiceplate:kv:${name}:${caller.callSid}:1`;
    // What a replica leaves that was killed in the middle, a moment before its claim ends.
    await client.set(key('ivr-turn'), 'replica-c', 'PX', 400);
    await client.set(key('ivr-begun'), 'replica-c', 'PX', 60_000);
    const request = { SpeechResult: 'A small Margherita please.' };
    const bridge = await caller.step(b, request);
    expect(bridge.next).toBe('/voice/gather?turn=1&wait=1');
    const again = await caller.tell(b);
    expect(again).toMatchObject({ said, next: '/voice/gather?turn=2' });
    await caller.tell(a, request);
    expect((await caller.tell(b, { SpeechResult: 'what do I have so far' })).said).toContain(
      'one Margherita',
    );
  });

  describe('without Redis', () => {
    afterEach(async () => {
      redis.resume();
      await redis.stop();
      await redis.start();
      await found();
    });

    /** Resolves when both replicas have Redis back. */
    const found = async (): Promise<void> => {
      await until(() => [a, b].every(({ app }) => app.get(RedisLink).up));
    };

    it('goes on where it was on the replica that has the call', async () => {
      await caller.tell(a);
      await caller.tell(a, { SpeechResult: 'A large Margherita please.' });
      await redis.stop();
      const { said } = await caller.tell(a, { SpeechResult: 'make that two' });
      expect(said).toContain('two Margherita');
      await redis.start();
      await found();
      expect((await checkOut(a, a, a, a)).said).toContain('Your order number is');
      expect(await ordersOf(b)).toMatchObject([
        { state: 'placed', lines: [{ itemId: 'margherita', quantity: 2 }] },
      ]);
    });

    it('goes on from the order on another replica', async () => {
      await caller.tell(a);
      await caller.tell(a, { SpeechResult: 'A large Margherita please.' });
      await redis.stop();
      const { said } = await caller.tell(b, { SpeechResult: 'make that two' });
      expect(said).toContain('So far you have one Margherita, large 16 inch.');
      expect((await checkOut(b, b, b, b)).said).toContain('Your order number is');
      expect(await ordersOf(a)).toMatchObject([
        { state: 'placed', lines: [{ itemId: 'margherita', quantity: 1 }] },
      ]);
    });

    it('answers in time while Redis says nothing', async () => {
      await caller.tell(a);
      redis.pause();
      for (const SpeechResult of ['A large Margherita please.', 'make that two']) {
        const { tookMs } = await caller.step(a, { SpeechResult });
        expect(tookMs).toBeLessThan(CONTRACT_LIMIT_MS);
        while (caller.next?.includes('wait=1')) await caller.step(a);
      }
      const { said } = await caller.tell(a, { SpeechResult: 'what do I have so far' });
      expect(said).toContain('two Margherita');
    });
  });
});
