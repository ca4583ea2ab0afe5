import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LiveEvents } from '../src/ops/live-events.js';
import { isFault } from '../src/orders/order-fault.js';
import { DatabaseUnavailableError } from '../src/storage/engine.js';
import { Kitchen } from './support/kitchen.js';
import { startPostgres } from './support/postgres.js';
import type { PostgresServer } from './support/postgres.js';
import { confirmCalzone, ok, oneCalzone, placeCalzone } from './support/sample-order.js';
import { dataFolder, startOrders } from './support/start-orders.js';
import type { OrdersReplica } from './support/start-orders.js';

describe('Orders while PostgreSQL is away', () => {
  let postgres: PostgresServer;
  let environment: Record<string, string>;
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
    const kitchen = await Kitchen.open();
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
