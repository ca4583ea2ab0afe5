import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { LiveEvents } from '../src/ops/live-events.js';
import { isFault } from '../src/orders/order-fault.js';
import { OrdersStore } from '../src/orders/orders.store.js';
import { OutboxStore } from '../src/orders/kitchen/outbox.store.js';
import { DatabaseUnavailableError } from '../src/storage/engine.js';
import { RecordedSpans } from './support/doubles/recorded-spans.js';
import { Kitchen } from './support/kitchen.js';
import { startPostgres } from './support/postgres.js';
import type { PostgresServer } from './support/postgres.js';
import { confirmCalzone, ok, oneCalzone, placeCalzone } from './support/sample-order.js';
import { dataFolder, startOrders } from './support/start-orders.js';
import type { OrdersReplica } from './support/start-orders.js';

describe('Orders while PostgreSQL is away', () => {
  let postgres: PostgresServer;
  let environment: Record<string, string>;
  let kitchen: Kitchen;
  const undo: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 180_000);

  afterAll(async () => {
    await postgres.close();
  });

  beforeEach(async () => {
    const { path, remove } = await dataFolder();
    undo.push(remove);
    kitchen = await Kitchen.open();
    undo.push(() => kitchen.close());
    environment = {
      DATA_DIR: path,
      DATABASE_URL: await postgres.createDatabase(),
      ORDER_WEBHOOK_URL: kitchen.url,
    };
  });

  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  async function replica(): Promise<OrdersReplica> {
    const started = await startOrders(environment);
    undo.push(() => started.close());
    return started;
  }

  /** Resolves when the waiting orders have reached the database. */
  async function replayed({ spool }: OrdersReplica, orderId: string): Promise<void> {
    for (; spool.has(orderId); await delay(20)) await spool.replay();
  }

  it('lets a call go on, keeps its order on disk and stores it afterwards', async () => {
    const one = await replica();
    ok(await one.orders.change('CA1', oneCalzone));
    await postgres.stop();
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    const placed = ok(await one.orders.place('CA1', confirmationId));
    expect(placed).toMatchObject({ state: 'placed', totalCents: 2640 });
    expect(placed.number).toMatch(/^\d{6}$/);
    expect(await one.orders.place('CA1', confirmationId)).toEqual(placed);
    expect(await one.orders.current('CA1')).toEqual(placed);
    await expect(one.database.ping()).rejects.toThrow(DatabaseUnavailableError);
    expect((await fetch(`${one.url}/orders`)).status).toBe(503);

    await postgres.start();
    await replayed(one, placed.id);
    expect(await one.orders.find(placed.id)).toEqual(placed);
    expect(await one.orders.place('CA1', confirmationId)).toEqual(placed);
    expect(await one.orders.list({ limit: 10 })).toEqual({ items: [placed], nextCursor: null });
  }, 60_000);

  it('boots without it, and has the orders of the process that died before', async () => {
    await postgres.stop();
    const spans = RecordedSpans.start();
    undo.push(() => Promise.resolve(spans.stop()));
    const first = await replica();
    const confirmationId = await confirmCalzone(first.orders, 'CA1');
    const placed = ok(await first.orders.place('CA1', confirmationId));
    await first.close();
    const second = await replica();
    expect(await second.orders.place('CA1', confirmationId)).toEqual(placed);
    expect(isFault(await second.orders.place('CA2', confirmationId))).toBe(true);

    await postgres.start();
    await replayed(second, placed.id);
    expect(await second.orders.find(placed.id)).toEqual(placed);
    await second.close();
    const third = await replica();
    expect(third.spool.ofCall('CA1')).toEqual([]);
    expect(await third.orders.list({ limit: 10 })).toEqual({ items: [placed], nextCursor: null });
    const [placing] = spans.named('order place');
    const [ticket] = await kitchen.received(1);
    expect(JSON.parse(ticket?.body ?? '')).not.toHaveProperty('traceparent');
    expect(ticket?.headers['traceparent']).toContain(placing?.spanContext().traceId);
  }, 60_000);

  it('serves the whole time when connections break while they are idle', async () => {
    const one = await replica();
    await placeCalzone(one.orders, 'CA1');
    await postgres.stop();
    await postgres.start();
    const placed = await placeCalzone(one.orders, 'CA2');
    expect(placed.state).toBe('placed');
    await replayed(one, placed.id);
    expect(await one.orders.find(placed.id)).toEqual(placed);
  }, 60_000);

  it('waits for a server that hangs once, keeps the order on disk and does not double it', async () => {
    const one = await replica();
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    ok(await one.orders.change('CA2', oneCalzone));
    await postgres.pause();
    undo.push(() => Promise.resolve(postgres.resume()));
    const before = performance.now();
    const placed = ok(await one.orders.place('CA1', confirmationId));
    const firstMs = performance.now() - before;
    expect(placed).toMatchObject({ state: 'placed', number: expect.stringMatching(/^\d{6}$/) });
    for (let lines = 2; lines <= 10; lines++) {
      expect(ok(await one.orders.change('CA2', oneCalzone)).lines).toHaveLength(lines);
    }
    expect(ok(await one.orders.place('CA1', confirmationId))).toEqual(placed);
    expect(firstMs).toBeLessThan(3_000);
    expect(performance.now() - before - firstMs).toBeLessThan(1_000);

    postgres.resume();
    await replayed(one, placed.id);
    expect(await one.orders.find(placed.id)).toEqual(placed);
    expect(ok(await one.orders.change('CA2', oneCalzone)).lines).toHaveLength(11);
    expect(await one.orders.list({ limit: 10 })).toEqual({ items: [placed], nextCursor: null });
    const stored = await one.database.kysely.selectFrom('orders').select('id').execute();
    expect(stored).toHaveLength(2);
  }, 60_000);

  it('boots and shuts down beside a server that hangs, without waiting long for it', async () => {
    const one = await replica();
    await one.database.ping();
    await postgres.pause();
    undo.push(() => Promise.resolve(postgres.resume()));
    const before = performance.now();
    const two = await replica();
    expect(await placeCalzone(two.orders, 'CA1')).toMatchObject({ state: 'placed' });
    await Promise.all([one.close(), two.close()]);
    expect(performance.now() - before).toBeLessThan(10_000);
  }, 60_000);

  it('loses no change when the answers to earlier ones never came', async () => {
    const one = await replica();
    ok(await one.orders.change('CA1', oneCalzone));
    const store = one.app.get(OrdersStore);
    const save = store.save.bind(store);
    // Each change is written, and the connection breaks before the answer arrives.
    const written = jest.spyOn(store, 'save').mockImplementation(async (...change) => {
      await save(...change);
      throw new DatabaseUnavailableError();
    });
    ok(await one.orders.change('CA1', oneCalzone));
    ok(await one.orders.change('CA1', oneCalzone));
    written.mockRestore();
    expect(ok(await one.orders.change('CA1', oneCalzone)).lines).toHaveLength(4);
    expect((await one.orders.current('CA1'))?.lines).toHaveLength(4);
    expect(one.orders.unsaved('CA1')).toEqual([]);
  });

  it('tells the kitchen the number that the caller was told when the answer never came', async () => {
    const one = await replica();
    const nothing = jest.spyOn(one.app.get(OutboxStore), 'lease').mockResolvedValue([]);
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    const store = one.app.get(OrdersStore);
    const place = store.place.bind(store);
    const committed: unknown[] = [];
    jest.spyOn(store, 'place').mockImplementation(async (...order) => {
      committed.push(await place(...order));
      await postgres.stop();
      throw new DatabaseUnavailableError();
    });
    const placed = ok(await one.orders.place('CA1', confirmationId));
    expect(placed.number).toMatch(/^\d{6}$/);
    expect(committed).toMatchObject([{ id: placed.id, number: expect.stringMatching(/^\d{3}$/) }]);
    await postgres.start();
    await replayed(one, placed.id);
    expect(await one.orders.find(placed.id)).toMatchObject({ number: placed.number });
    expect(ok(await one.orders.place('CA1', confirmationId)).number).toBe(placed.number);
    expect(nothing).toHaveBeenCalled();
    nothing.mockRestore();
    await kitchen.received(1);
    await one.close();
    expect(kitchen.tickets.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ id: placed.id, number: placed.number }),
    ]);
  }, 60_000);

  it('does not acknowledge an order that took longer than anybody waits', async () => {
    const one = await replica();
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    await postgres.stop();
    undo.push(() => postgres.start());
    const put = one.spool.put.bind(one.spool);
    const start = performance.now();
    jest.spyOn(one.spool, 'put').mockImplementation(async (order) => {
      await put(order);
      jest.spyOn(performance, 'now').mockReturnValue(start + 60_000);
    });
    expect(await one.orders.place('CA1', confirmationId)).toMatchObject({ error: 'not_saved' });
    expect(one.spool.ofCall('CA1')).toEqual([]);
    expect(await readdir(`${environment['DATA_DIR']}/placed-orders`)).toEqual([]);
    expect(await one.orders.current('CA1')).toMatchObject({ state: 'draft', confirmationId });
  }, 60_000);

  it('does not keep a call waiting', async () => {
    const one = await replica();
    await postgres.stop();
    undo.push(() => postgres.start());
    ok(await one.orders.change('CA1', oneCalzone));
    const events: number[] = [];
    one.app.get(LiveEvents).subscribe(() => events.push(performance.now()));
    const before = performance.now();
    for (let lines = 2; lines <= 20; lines++) {
      expect(ok(await one.orders.change('CA1', oneCalzone)).lines).toHaveLength(lines);
    }
    expect(events).toHaveLength(19);
    expect(performance.now() - before).toBeLessThan(1_000);
  }, 60_000);
});

describe('An order on disk that cannot be read', () => {
  it('stays where it is and does not stop the others', async () => {
    const { path, remove } = await dataFolder();
    await mkdir(`${path}/placed-orders`);
    await writeFile(`${path}/placed-orders/broken.json`, '{"id":');
    const one = await startOrders({ DATA_DIR: path });
    expect(await placeCalzone(one.orders, 'CA1')).toMatchObject({ state: 'placed' });
    await one.spool.replay();
    await one.close();
    expect(await readdir(`${path}/placed-orders`)).toEqual(['broken.json']);
    await remove();
  });
});

describe('Orders that nothing can keep', () => {
  it('are not acknowledged', async () => {
    const { path, remove } = await dataFolder();
    const url = 'postgres://nobody@127.0.0.1:9/none';
    const one = await startOrders({ DATA_DIR: path, DATABASE_URL: url });
    await writeFile(`${path}/placed-orders`, 'a file where the folder has to be');
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    expect(await one.orders.place('CA1', confirmationId)).toMatchObject({ error: 'not_saved' });
    expect(await one.orders.current('CA1')).toMatchObject({ state: 'draft', confirmationId });
    await one.close();
    await remove();
  });
});
