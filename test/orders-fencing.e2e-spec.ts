import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { advance, place, setCustomer } from '../src/orders/order-changes.js';
import { isFault } from '../src/orders/order-fault.js';
import type { Order } from '../src/orders/order.js';
import { OrdersStore } from '../src/orders/orders.store.js';
import { Kitchen } from './support/kitchen.js';
import { OrdersProcess } from './support/orders-process.js';
import { startPostgres } from './support/postgres.js';
import type { PostgresServer } from './support/postgres.js';
import { PRICES, confirmCalzone, ok, oneCalzone, placeCalzone } from './support/sample-order.js';
import { dataFolder, startOrders } from './support/start-orders.js';
import type { OrdersReplica } from './support/start-orders.js';

const MOVED = { ok: false, error: 'moved', message: expect.stringMatching(/\w+ .*\.$/) };

describe.each(['embedded', 'postgresql'] as const)('Owning an order on %s', (kind) => {
  let postgres: PostgresServer | null = null;
  let environment: Record<string, string>;
  const undo: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    if (kind === 'postgresql') postgres = await startPostgres();
  }, 180_000);

  afterAll(async () => {
    await postgres?.close();
  });

  beforeEach(async () => {
    const { path, remove } = await dataFolder();
    undo.push(remove);
    environment = { DATA_DIR: path };
    if (postgres) environment['DATABASE_URL'] = await postgres.createDatabase();
  });

  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  async function replica(): Promise<OrdersReplica> {
    const started = await startOrders(environment);
    undo.push(() => started.close());
    return started;
  }

  it('refuses every write of the replica that had the call before', async () => {
    const [one, two] = [await replica(), await replica()];
    await one.orders.take('CA1', 1_790_000_000_001);
    const draft = ok(await one.orders.change('CA1', oneCalzone));
    await two.orders.take('CA1', 1_790_000_000_002);
    expect(await one.orders.change('CA1', oneCalzone)).toEqual(MOVED);
    expect(await one.orders.readBack('CA1')).toEqual(MOVED);
    expect(await two.orders.current('CA1')).toEqual(draft);

    const confirmationId = await confirmCalzone(two.orders, 'CA1');
    expect(await one.orders.place('CA1', confirmationId)).toEqual(MOVED);
    expect((await two.orders.current('CA1'))?.state).toBe('draft');
    expect(await two.orders.place('CA1', confirmationId)).toMatchObject({ state: 'placed' });
  });

  it('knows that it has lost the call after it let go of it, and for a late claim', async () => {
    const [one, two] = [await replica(), await replica()];
    await one.orders.take('CA1', 1);
    await two.orders.take('CA1', 2);
    one.orders.release('CA1');
    expect(await one.orders.change('CA1', oneCalzone)).toEqual(MOVED);
    await one.orders.take('CA1', 1);
    expect(await one.orders.change('CA1', oneCalzone)).toEqual(MOVED);
    await one.orders.take('CA1', 3);
    ok(await one.orders.change('CA1', oneCalzone));
    expect(await two.orders.change('CA1', oneCalzone)).toEqual(MOVED);
  });

  it('writes nothing of the old owner once the new one has taken over', async () => {
    const replicas = [await replica(), await replica()] as const;
    for (let round = 0; round < 12; round++) {
      const callSid = `CA${round}`;
      const [before, after] = [replicas[round % 2]!, replicas[(round + 1) % 2]!];
      await before.orders.take(callSid, 1);
      let changes = 0;
      const writing = (async () => {
        for (; ; await delay(1)) {
          const name = `Ada ${++changes}`;
          const named = (order: Order) => setCustomer(order, { name }, PRICES);
          const answer = await before.orders.change(callSid, named);
          if (isFault(answer)) return answer;
        }
      })();
      while (changes < 3) await delay(1);
      await after.orders.take(callSid, 2);
      const taken = await after.orders.current(callSid);
      expect(await writing).toEqual(MOVED);
      expect(await after.orders.current(callSid)).toEqual(taken);
    }
  });

  it('neither checks nor writes anything for a call that nobody took', async () => {
    const [one, two] = [await replica(), await replica()];
    const placed = await placeCalzone(one.orders, 'CA1');
    expect(await two.orders.find(placed.id)).toEqual(placed);
    expect(await one.database.kysely.selectFrom('call_fences').selectAll().execute()).toEqual([]);
  });

  it('lets the kitchen go on from any replica', async () => {
    const [one, two] = [await replica(), await replica()];
    await one.orders.take('CA1', 1);
    const { id } = await placeCalzone(one.orders, 'CA1');
    await two.orders.take('CA1', 2);
    expect(await one.orders.advance(id, 'accepted')).toMatchObject({ state: 'accepted' });
  });

  it('never puts an older copy over what has become of a placed order', async () => {
    const { orders, app } = await replica();
    const placed = await placeCalzone(orders, 'CA1');
    const accepted = ok(await orders.advance(placed.id, 'accepted'));
    for (const copy of [placed, { ...placed, number: '123456' }]) {
      expect(await app.get(OrdersStore).restore(copy)).toBe('written');
      expect(await orders.find(placed.id)).toEqual(accepted);
    }
  });

  it('makes a draft placed that went on elsewhere, out of reach of its next change', async () => {
    const [one, two] = [await replica(), await replica()];
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    const draft = (await one.orders.current('CA1'))!;
    const placed = { ...ok(place(draft, confirmationId, new Date(), 20)), number: '123456' };
    // One change more, so that the draft has the very version of the placed order.
    expect(ok(await two.orders.change('CA1', oneCalzone)).version).toBe(placed.version);
    await one.app.get(OrdersStore).restore(placed);
    expect(await two.orders.placedBy('CA1', confirmationId)).toMatchObject({
      id: draft.id,
      number: '123456',
      totalCents: draft.totalCents,
    });
    const next = ok(await two.orders.change('CA1', oneCalzone));
    expect(next.id).not.toBe(draft.id);
    expect(await two.orders.place('CA1', confirmationId)).toMatchObject({ id: draft.id });
    expect(ok(advance((await two.orders.find(draft.id))!, 'accepted')).state).toBe('accepted');
  });

  it('does not take in what the database has as new or newer', async () => {
    const [one, two] = [await replica(), await replica()];
    const old = ok(await one.orders.change('CA1', oneCalzone));
    const newer = ok(await one.orders.change('CA1', oneCalzone));
    await two.orders.adopt([old, newer]);
    expect(two.orders.unsaved('CA1')).toEqual([]);
    expect(await two.orders.current('CA1')).toEqual(newer);
    const placed = await placeCalzone(one.orders, 'CA2');
    await two.orders.adopt([placed]);
    expect(two.spool.ofCall('CA2')).toEqual([]);
    expect(await two.orders.placedBy('CA2', String(placed.confirmationId))).toEqual(placed);
    expect(await two.orders.placedBy('CA2', 'another')).toBeNull();
  });

  it('goes on with a draft that is ahead of the database', async () => {
    const [one, two] = [await replica(), await replica()];
    const stored = ok(await one.orders.change('CA1', oneCalzone));
    const ahead = { ...ok(oneCalzone(stored)), updatedAt: new Date().toISOString() };
    await two.orders.take('CA1', 2);
    await two.orders.adopt([ahead]);
    expect(two.orders.unsaved('CA1')).toEqual([ahead]);
    expect(ok(await two.orders.change('CA1', oneCalzone)).lines).toHaveLength(3);
    expect(two.orders.unsaved('CA1')).toEqual([]);
    expect((await one.orders.current('CA1'))?.lines).toHaveLength(3);
  });
});

describe('Orders that change hands while PostgreSQL is away or a replica stands still', () => {
  let postgres: PostgresServer;
  let kitchen: Kitchen;
  let url: string;
  const undo: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 180_000);

  afterAll(async () => {
    await postgres.close();
  });

  beforeEach(async () => {
    kitchen = await Kitchen.open();
    undo.push(() => kitchen.close());
    url = await postgres.createDatabase();
  });

  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  /** A replica's own disk, and the database and kitchen of all. */
  async function disk(): Promise<Record<string, string>> {
    const { path, remove } = await dataFolder();
    undo.push(remove);
    return { DATA_DIR: path, DATABASE_URL: url, ORDER_WEBHOOK_URL: kitchen.url };
  }

  async function replica(environment: Record<string, string>): Promise<OrdersReplica> {
    const started = await startOrders(environment);
    undo.push(() => started.close());
    return started;
  }

  async function replayed({ spool }: OrdersReplica, callSid: string): Promise<void> {
    for (; spool.ofCall(callSid).length > 0; await delay(20)) await spool.replay();
  }

  async function client(): Promise<pg.Client> {
    const connected = new pg.Client(url);
    await connected.connect();
    undo.push(() => connected.end());
    return connected;
  }

  it('carries draft and placed order to another replica, and has each once afterwards', async () => {
    const disks = [await disk(), await disk()] as const;
    const first = await replica(disks[0]);
    await first.orders.take('CA1', 1);
    ok(await first.orders.change('CA1', oneCalzone));
    await postgres.stop();
    const confirmationId = await confirmCalzone(first.orders, 'CA1');
    const placed = ok(await first.orders.place('CA1', confirmationId));
    const draft = ok(await first.orders.change('CA1', oneCalzone));
    const carried = structuredClone(first.orders.unsaved('CA1'));
    expect(carried).toEqual([draft, placed]);
    await first.close();

    const second = await replica(disks[1]);
    await second.orders.take('CA1', 2);
    await second.orders.adopt(carried);
    await second.orders.adopt(carried);
    expect(second.orders.unsaved('CA1')).toEqual(carried);
    expect(await second.orders.placedBy('CA1', confirmationId)).toEqual(placed);
    expect(await second.orders.place('CA1', confirmationId)).toEqual(placed);
    const next = ok(await second.orders.change('CA1', oneCalzone));
    expect(next).toMatchObject({ id: draft.id, lines: [{}, {}] });

    await postgres.start();
    const back = await replica(disks[0]);
    await Promise.all([replayed(back, 'CA1'), replayed(second, 'CA1')]);
    expect(ok(await second.orders.change('CA1', oneCalzone)).lines).toHaveLength(3);
    expect(await back.orders.list({ limit: 10 })).toEqual({ items: [placed], nextCursor: null });
    const rows = await back.database.kysely.selectFrom('orders').select('id').execute();
    expect(rows.map(({ id }) => id).toSorted()).toEqual([draft.id, placed.id].toSorted());
    await kitchen.received(1);
    await Promise.all([back.close(), second.close()]);
    expect(kitchen.tickets.map(({ headers }) => headers['idempotency-key'])).toEqual([placed.id]);
  }, 60_000);

  it('has the order of a call that it took when the database goes away right after', async () => {
    const [one, two] = [await replica(await disk()), await replica(await disk())];
    const draft = ok(await one.orders.change('CA1', oneCalzone));
    await two.orders.take('CA1', 1);
    await postgres.stop();
    undo.push(() => postgres.start());
    expect(await two.orders.current('CA1')).toEqual(draft);
    await two.orders.take('CA1', 2);
    expect(await two.orders.current('CA1')).toEqual(draft);
  }, 60_000);

  it('seals the call with the first write when it was taken while the database was away', async () => {
    const [one, two] = [await replica(await disk()), await replica(await disk())];
    await one.orders.take('CA1', 1);
    ok(await one.orders.change('CA1', oneCalzone));
    await postgres.stop();
    await two.orders.take('CA1', 2);
    await postgres.start();
    while (!(two.database.up && one.database.up)) await delay(20);
    expect(ok(await two.orders.change('CA1', oneCalzone)).lines).toHaveLength(2);
    expect(await one.orders.change('CA1', oneCalzone)).toEqual(MOVED);
  }, 60_000);

  it('drops a draft of its own that was overtaken elsewhere when it takes the call back', async () => {
    const [one, two] = [await replica(await disk()), await replica(await disk())];
    await one.orders.take('CA1', 1);
    ok(await one.orders.change('CA1', oneCalzone));
    await postgres.stop();
    ok(await one.orders.change('CA1', oneCalzone));
    expect(one.orders.unsaved('CA1')).toHaveLength(1);
    await postgres.start();
    while (!(two.database.up && one.database.up)) await delay(20);
    await two.orders.take('CA1', 2);
    const elsewhere = ok(await two.orders.change('CA1', oneCalzone));
    await one.orders.take('CA1', 3);
    expect(one.orders.unsaved('CA1')).toEqual([]);
    expect(await one.orders.current('CA1')).toEqual(elsewhere);
  }, 60_000);

  // Its connection is lost either way: the server ends it, or it finds its query overdue.
  it.each([0, 3_000])(
    'refuses a replica that was stopped while placing, %d ms later',
    async (ms) => {
      const environment = await disk();
      const stopped = await OrdersProcess.start(environment);
      undo.push(() => stopped.close());
      const owner = await replica(await disk());
      const confirmationId = await confirmCalzone(owner.orders, 'CA1');
      await stopped.call('take', 'CA1', 1);

      const [lock, watch] = [await client(), await client()];
      await lock.query('begin');
      await lock.query('lock table order_numbers in exclusive mode');
      const late = stopped.call('place', 'CA1', confirmationId);
      const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%order_numbers%'`;
      while ((await watch.query(waits)).rowCount === 0) await delay(5);
      stopped.pause();
      await lock.query('commit');

      const before = performance.now();
      await owner.orders.take('CA1', 2);
      expect(performance.now() - before).toBeLessThan(3_000);
      await delay(ms);
      stopped.resume();
      expect(await late).toEqual(MOVED);
      expect(await owner.orders.current('CA1')).toMatchObject({ state: 'draft', confirmationId });
      const placed = ok(await owner.orders.place('CA1', confirmationId));
      expect(await stopped.call('place', 'CA1', confirmationId)).toEqual(placed);
      expect(await owner.orders.list({ limit: 10 })).toEqual({ items: [placed], nextCursor: null });
      await kitchen.received(1);
      await owner.close();
      expect(kitchen.tickets).toHaveLength(1);
      expect(await readdir(`${environment['DATA_DIR']}`)).toEqual([]);
    },
    120_000,
  );
});
