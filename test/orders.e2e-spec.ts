import { createHmac } from 'node:crypto';
import { jest } from '@jest/globals';
import { sql } from 'kysely';
import { LiveEvents } from '../src/ops/live-events.js';
import type { LiveEvent } from '../src/ops/live-events.js';
import { Metrics } from '../src/ops/metrics.js';
import { advance } from '../src/orders/order-changes.js';
import { isFault } from '../src/orders/order-fault.js';
import type { Order } from '../src/orders/order.js';
import { OutboxStore } from '../src/orders/kitchen/outbox.store.js';
import { RecordedSpans } from './support/doubles/recorded-spans.js';
import { Kitchen } from './support/kitchen.js';
import { startPostgres } from './support/postgres.js';
import type { PostgresServer } from './support/postgres.js';
import { confirmCalzone, ok, oneCalzone, placeCalzone } from './support/sample-order.js';
import { dataFolder, startOrders } from './support/start-orders.js';
import type { OrdersReplica } from './support/start-orders.js';

const SECRET = 'kitchen-secret';

describe.each(['embedded', 'postgresql'] as const)('Orders on the %s database', (kind) => {
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

  async function replica(more: Record<string, string> = {}): Promise<OrdersReplica> {
    const started = await startOrders({ ...environment, ...more });
    undo.push(() => started.close());
    return started;
  }

  async function kitchen(): Promise<[Kitchen, Record<string, string>]> {
    const opened = await Kitchen.open();
    undo.push(() => opened.close());
    return [opened, { ORDER_WEBHOOK_URL: opened.url, ORDER_WEBHOOK_SECRET: SECRET }];
  }

  it('is the database that was asked for', async () => {
    const { database } = await replica();
    await database.ping();
    expect(database.kind).toBe(kind);
  });

  it('migrates once when several replicas start together', async () => {
    const replicas = await Promise.all(Array.from({ length: 5 }, () => replica()));
    const orders = await Promise.all(
      replicas.map((one, index) => placeCalzone(one.orders, `CA${index}`)),
    );
    expect(new Set(orders.map(({ number }) => number)).size).toBe(5);
  });

  it('works on a database that a newer version has moved on', async () => {
    const newer = await replica();
    await newer.database.kysely.schema.alterTable('orders').addColumn('later', 'text').execute();
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(
      newer.database.kysely,
    );
    const older = await replica();
    expect(await placeCalzone(older.orders, 'CA1')).toMatchObject({ state: 'placed' });
    expect(older.database.up).toBe(true);
  });

  it('leaves a message to its sender until the lease ends, and then sends it from elsewhere', async () => {
    const [opened, address] = await kitchen();
    // A replica that placed an order, took its message to send it, and was killed.
    const dead = await replica(address);
    const spans = RecordedSpans.start();
    jest.spyOn(dead.outbox, 'poke').mockReturnValue();
    const placed = await placeCalzone(dead.orders, 'CA1');
    const store = dead.app.get(OutboxStore);
    const leaseMs = 1_500;
    const leasedAt = Date.now();
    expect(await store.lease('dead', 10, leaseMs)).toMatchObject([{ orderId: placed.id }]);
    const others = [await replica(address), await replica(address)];
    const [ticket] = await opened.received(1);
    expect(Date.now() - leasedAt).toBeGreaterThanOrEqual(leaseMs);
    expect(ticket?.headers['idempotency-key']).toBe(placed.id);
    await Promise.all([dead, ...others].map((one) => one.close()));
    spans.stop();
    expect(opened.tickets).toHaveLength(1);
    expect(spans.named('kitchen request').map((span) => spans.pathOf(span))).toEqual([
      'order place > kitchen request',
    ]);
  });

  it('does not let a sender whose lease has ended note anything', async () => {
    const { app, orders, database } = await replica({ ORDER_WEBHOOK_URL: 'http://127.0.0.1:9/' });
    const store = app.get(OutboxStore);
    const lease = jest.spyOn(store, 'lease').mockResolvedValue([]);
    await placeCalzone(orders, 'CA1');
    const take = (owner: string) => OutboxStore.prototype.lease.call(store, owner, 10, 1);
    const [late] = await take('late');
    while ((await take('next')).length === 0);
    expect(lease).toHaveBeenCalled();
    await store.settle('late', late!, { ok: true });
    const row = await database.kysely.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ lease_owner: 'next', delivered_at: null, attempts: 0 });
  });

  it('keeps draft and confirmation over a restart', async () => {
    const first = await replica();
    const confirmationId = await confirmCalzone(first.orders, 'CA1');
    await first.close();
    const second = await replica();
    expect(await second.orders.current('CA1')).toMatchObject({ state: 'draft', confirmationId });
    expect(await second.orders.place('CA1', confirmationId)).toMatchObject({ totalCents: 1320 });
  });

  it('loses no change when two replicas change one order at the same time', async () => {
    const replicas = [await replica(), await replica()] as const;
    const changes = Array.from({ length: 20 }, (_, index) =>
      replicas[index % 2 ? 1 : 0].orders.change('CA1', oneCalzone),
    );
    const results = await Promise.all(changes);
    const taken = results.filter((result) => !isFault(result));
    const order = await replicas[0].orders.current('CA1');
    expect(order?.lines).toHaveLength(taken.length);
    expect(order?.version).toBe(1 + taken.length);
    expect(taken.length).toBeGreaterThanOrEqual(10);
  });

  it('stores nothing for a change that was refused', async () => {
    const { orders } = await replica();
    expect(await orders.readBack('CA1')).toMatchObject({ ok: false, error: 'empty_order' });
    expect(await orders.place('CA1', 'x')).toMatchObject({ ok: false, error: 'empty_order' });
    expect(await orders.current('CA1')).toBeNull();
  });

  it('places one order however often and wherever the same confirmation is asked for', async () => {
    const [opened, address] = await kitchen();
    const replicas = [await replica(address), await replica(address)] as const;
    const confirmationId = await confirmCalzone(replicas[0].orders, 'CA1');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        replicas[index % 2 ? 1 : 0].orders.place('CA1', confirmationId),
      ),
    );
    const [placed] = answers.map(ok);
    expect(answers).toEqual(Array(10).fill(placed));
    const page = await replicas[0].orders.list({ limit: 50 });
    expect(page).toEqual({ items: [placed], nextCursor: null });
    await opened.received(1);
    await Promise.all(replicas.map((one) => one.close()));
    expect(opened.tickets).toHaveLength(1);
  });

  it('refuses a confirmation that a change on another replica has voided', async () => {
    const [one, two] = [await replica(), await replica()];
    const confirmationId = await confirmCalzone(one.orders, 'CA1');
    ok(await two.orders.change('CA1', oneCalzone));
    expect(await one.orders.place('CA1', confirmationId)).toMatchObject({ error: 'not_confirmed' });
    expect((await one.orders.current('CA1'))?.lines).toHaveLength(2);
  });

  it('begins a new draft after an order was placed and still knows the placed one', async () => {
    const { orders } = await replica();
    const confirmationId = await confirmCalzone(orders, 'CA1');
    const placed = ok(await orders.place('CA1', confirmationId));
    expect(await orders.current('CA1')).toEqual(placed);
    expect(await orders.readBack('CA1')).toMatchObject({ ok: false, error: 'already_placed' });
    const draft = ok(await orders.change('CA1', oneCalzone));
    expect(draft.id).not.toBe(placed.id);
    expect(await orders.current('CA1')).toEqual(draft);
    expect(await orders.place('CA1', confirmationId)).toEqual(placed);
  });

  it('gives every order of a day a short number of its own', async () => {
    const { orders, database } = await replica();
    const placed: Order[] = [];
    for (let index = 0; index < 40; index++) placed.push(await placeCalzone(orders, `CA${index}`));
    const numbers = placed.map(({ number }) => String(number));
    expect(new Set(numbers).size).toBe(40);
    expect(numbers.every((number) => /^[1-9]\d{2,3}$/.test(number))).toBe(true);
    await database.kysely
      .updateTable('order_numbers')
      .set({ taken_at: new Date(Date.now() - 25 * 60 * 60 * 1_000).toISOString() })
      .execute();
    expect((await placeCalzone(orders, 'CA-next-day')).number).toMatch(/^\d{3}$/);
  });

  it('tells operators of every step, without name or phone number', async () => {
    const { orders, app } = await replica();
    const events: LiveEvent[] = [];
    app.get(LiveEvents).subscribe((event) => events.push(event));
    const placed = await placeCalzone(orders, 'CA1');
    ok(await orders.advance(placed.id, 'accepted'));
    expect(events.map(({ type, data }) => [type, data['state'], data['totalCents']])).toEqual([
      ['order', 'draft', 1320],
      ['order', 'draft', 1320],
      ['order', 'draft', 1320],
      ['order', 'placed', 1320],
      ['order', 'accepted', 1320],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Ada|5551230100/);
    expect(await app.get(Metrics).registry.metrics()).toContain(
      'voiceplate_orders_placed_total{fulfilment="pickup",channel="ivr"} 1',
    );
  });

  it('lets the kitchen take each step once, whoever asks', async () => {
    const [one, two] = [await replica(), await replica()];
    const { id } = await placeCalzone(one.orders, 'CA1');
    const answers = await Promise.all(
      [one, two, one, two].map(({ orders }) => orders.advance(id, 'accepted')),
    );
    expect(answers.filter((answer) => !isFault(answer))).toHaveLength(1);
    expect(answers.filter(isFault).every(({ error }) => error === 'illegal_step')).toBe(true);
    expect(await two.orders.find(id)).toMatchObject({ state: 'accepted', version: 5 });
    expect(await two.orders.advance('nope', 'accepted')).toMatchObject({ error: 'unknown_order' });
  });

  it('brings an order to a kitchen that fails at first, over a restart, signed', async () => {
    const [opened, address] = await kitchen();
    opened.answerNext(500, 0);
    const first = await replica(address);
    const placed = await placeCalzone(first.orders, 'CA1');
    await opened.received(2);
    await first.close();
    const second = await replica(address);
    const tickets = await opened.received(3);
    await second.close();

    expect(tickets.map(({ status }) => status)).toEqual([500, 0, 204]);
    for (const { headers, body } of tickets) {
      expect(headers['idempotency-key']).toBe(placed.id);
      expect(headers['content-type']).toBe('application/json');
      expect(JSON.parse(body)).toEqual(placed);
      const [, t, v1] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-voiceplate-signature'])) ?? [];
      expect(v1).toBe(createHmac('sha256', SECRET).update(`${t}.${body}`).digest('hex'));
      expect(Math.abs(Number(t) - Date.now() / 1_000)).toBeLessThan(60);
    }
    const third = await replica(address);
    const row = await third.database.kysely
      .selectFrom('outbox')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      order_id: placed.id,
      attempts: 3,
      failed_at: null,
      lease_owner: null,
    });
    expect(row.delivered_at).not.toBeNull();
  }, 20_000);

  it('sends each order once, however many replicas send', async () => {
    const [opened, address] = await kitchen();
    const replicas = [await replica(address), await replica(address), await replica(address)];
    const placed = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        placeCalzone(replicas[index % 3]!.orders, `CA${index}`),
      ),
    );
    await opened.received(30);
    await Promise.all(replicas.map((one) => one.close()));
    const sent = opened.tickets.map(({ headers }) => String(headers['idempotency-key']));
    expect(sent.toSorted()).toEqual(placed.map(({ id }) => id).toSorted());
  });

  it('gives an order up after a day of trying, and says so', async () => {
    const [opened, address] = await kitchen();
    const away = await replica();
    const placed = await placeCalzone(away.orders, 'CA1');
    const dayAgo = new Date(Date.now() - 24 * 60 * 60 * 1_000).toISOString();
    await away.database.kysely
      .insertInto('outbox')
      .values({
        id: 'old',
        order_id: placed.id,
        kind: 'order.placed',
        payload: '{}',
        attempts: 100,
        next_attempt_at: dayAgo,
        created_at: dayAgo,
      })
      .execute();
    opened.answerNext(503);
    const sender = await replica(address);
    await opened.received(1);
    await sender.close();
    const row = await away.database.kysely
      .selectFrom('outbox')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ attempts: 101, last_error: 'HTTP 503', delivered_at: null });
    expect(row.failed_at).not.toBeNull();
  });

  it('writes nothing for a kitchen when there is none', async () => {
    const { orders, database } = await replica();
    await placeCalzone(orders, 'CA1');
    expect(await database.kysely.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  it('lists placed orders over HTTP, newest first, page by page', async () => {
    const { orders, url } = await replica();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++)
      ids.unshift((await placeCalzone(orders, `CA${index}`)).id);
    ok(await orders.change('CA-draft', oneCalzone));
    const seen: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = await fetch(`${url}/orders?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = (await answer.json()) as {
        count: number;
        orders: Order[];
        nextCursor: string | null;
      };
      expect(page.count).toBe(page.orders.length);
      seen.push(page.orders.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(seen.flat().toSorted()).toEqual(ids.toSorted());
    ok(await orders.advance(ids[2]!, 'cancelled'));
    const cancelled = await fetch(`${url}/orders?state=cancelled`);
    expect(await cancelled.json()).toMatchObject({ count: 1, orders: [{ id: ids[2] }] });
    for (const query of ['state=draft', 'cursor=junk', 'limit=0']) {
      expect((await fetch(`${url}/orders?${query}`)).status).toBe(400);
    }
  });

  it('moves an order on over HTTP and shows it with the phone number in full', async () => {
    const { orders, url } = await replica();
    const placed = await placeCalzone(orders, 'CA1');
    const patch = async (id: string, body: unknown): Promise<[number, unknown]> => {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'PATCH', headers, body: JSON.stringify(body) };
      const answer = await fetch(`${url}/orders/${id}`, request);
      return [answer.status, await answer.json()];
    };
    expect(await (await fetch(`${url}/orders/${placed.id}`)).json()).toEqual(placed);
    expect(placed.customer.phone).toBe('+15551230100');
    const [status, accepted] = await patch(placed.id, { state: 'accepted' });
    expect([status, accepted]).toEqual([
      200,
      { ...ok(advance(placed, 'accepted')), updatedAt: expect.any(String) },
    ]);
    expect(await patch(placed.id, { state: 'completed' })).toMatchObject([
      409,
      { status: 409, detail: 'An order that is accepted cannot become completed.' },
    ]);
    expect((await patch(placed.id, { state: 'eaten' }))[0]).toBe(400);
    expect((await patch('nope', { state: 'accepted' }))[0]).toBe(404);
    expect((await fetch(`${url}/orders/nope`)).status).toBe(404);
  });
});
