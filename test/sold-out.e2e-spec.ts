import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { BOARD_LOCK } from '../src/menu/kitchen-board/kitchen.store.js';
import { PlacementGuards } from '../src/orders/placement-guards.js';
import { Database } from '../src/storage/database.js';
import { until } from './support/eventually.js';
import { busyKitchen, KITCHEN_TOKEN, kitchenDesk } from './support/kitchen-desk.js';
import { AGREED, ONE_PIZZA, PIZZA, SORRY } from './support/one-pizza.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { ReplicaPair } from './support/replica-pair.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { type RunTool, toolCaller } from './support/tool-caller.js';

const PLACEMENTS = 50;
/** How long an order stays between what it sees of the board and its end, in the race. */
const HELD_MS = 60;

describe('What the kitchen takes off', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let databaseUrl: string;
  let pair: ReplicaPair;
  let folder: string;
  let heldMs = 0;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    databaseUrl = await postgres.createDatabase();
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-kitchen-'));
    pair = await ReplicaPair.start({
      redisUrl: redis.url,
      databaseUrl,
      openai: { scenario: ONE_PIZZA },
      env: { KITCHEN_TOKEN, MENU_FILE: await busyKitchen(folder) },
    });
    for (const { app } of [pair.one, pair.two]) {
      app.get(PlacementGuards).add(async () => {
        await delay(heldMs);
        return null;
      });
    }
  }, 90_000);
  afterAll(async () => {
    await pair.close();
    await redis.close();
    await postgres.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    heldMs = 0;
    await kitchenDesk.clear(pair.one);
  });

  const placedCount = async (callSids: string): Promise<number> => {
    const { rows } = await sql<{
      count: string;
    }>`select count(*) from orders where state = 'placed' and call_sid like ${callSids}`.execute(
      pair.one.app.get(Database).kysely,
    );
    return Number(rows[0]?.count);
  };

  const readBack = async (run: RunTool, options: string[] = ['small']) => {
    await run('add_item', { itemId: 'margherita', options });
    await run('set_customer', { name: 'Ben', fulfilment: 'pickup' });
    return run('read_back_order');
  };

  it('is off on all replicas when it is acknowledged, in all that tells of it', async () => {
    const put = await kitchenDesk.takeOff(pair.one, 'margherita');
    expect(put).toMatchObject({
      status: 200,
      body: { id: 'margherita', kind: 'item', name: 'Margherita', until: null },
    });
    expect([
      await kitchenDesk.isOff(pair.one, 'margherita'),
      await kitchenDesk.isOff(pair.two, 'margherita'),
    ]).toEqual([true, true]);
    const run = toolCaller(pair.two, 'CA-tells');
    expect(await run('get_item', { itemId: 'margherita' })).toMatchObject({ available: false });
    expect(await run('add_item', { itemId: 'margherita', options: ['small'] })).toEqual({
      ok: false,
      error: 'sold_out',
      message: 'I am sorry, the Margherita is sold out today.',
    });

    expect((await kitchenDesk.putBack(pair.two, 'margherita')).status).toBe(204);
    expect(await kitchenDesk.isOff(pair.one, 'margherita')).toBe(false);
    expect(await run('add_item', { itemId: 'margherita', options: ['small'] })).toMatchObject({
      ok: true,
    });
  });

  it('says what is wrong with a request', async () => {
    expect(await kitchenDesk.takeOff(pair.one, 'margarita')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('margherita') },
    });
    for (const end of ['soon', '2020-01-01T00:00:00Z', 5, undefined]) {
      expect(await kitchenDesk.takeOff(pair.one, 'margherita', end ?? '')).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('"tonight"') },
      });
    }
    expect(await kitchenDesk.ask(pair.one, 'PUT', '/menu/sold-out/margherita', {})).toMatchObject({
      status: 400,
    });
    expect(await kitchenDesk.isOff(pair.one, 'margherita')).toBe(false);
    expect(await kitchenDesk.putBack(pair.one, 'white-clam')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('menu file') },
    });
    expect((await kitchenDesk.putBack(pair.one, 'margherita')).status).toBe(204);
  });

  it('is told before the read-back, and the order with it is not placed', async () => {
    const run = toolCaller(pair.one, 'CA-read-back');
    const { confirmationId } = await readBack(run, ['small', 'add-mushrooms']);
    await kitchenDesk.takeOff(pair.two, 'add-mushrooms', 'tonight');
    expect(await run('read_back_order')).toMatchObject({
      error: 'option_unavailable',
      message: expect.stringContaining('Mushrooms is not available'),
    });
    await kitchenDesk.takeOff(pair.two, 'margherita');
    const refusal = {
      ok: false,
      error: 'sold_out',
      message: expect.stringContaining('Margherita'),
    };
    expect(await run('read_back_order')).toEqual(refusal);
    expect(await run('place_order', { confirmationId })).toEqual(refusal);
    expect(await run('view_order')).toMatchObject({
      state: 'draft',
      lines: [{ itemId: 'margherita', options: ['small', 'add-mushrooms'] }],
    });
  });

  it.each([
    ['an item', 'margherita', 'sold_out'],
    ['an option', 'add-mushrooms', 'option_unavailable'],
  ])(
    `is in none of ${PLACEMENTS} orders that end once it is acknowledged: %s`,
    async (_, id, error) => {
      const callers = await Promise.all(
        Array.from({ length: PLACEMENTS }, async (_each, index) => {
          const run = toolCaller(index % 2 === 0 ? pair.one : pair.two, `CA-race-${id}-${index}`);
          const { confirmationId } = await readBack(run, ['small', 'add-mushrooms']);
          return { run, confirmationId };
        }),
      );
      heldMs = HELD_MS;
      const placing = callers.map(async ({ run, confirmationId }, index) => {
        await delay(8 * index);
        return run('place_order', { confirmationId });
      });
      await delay(4 * PLACEMENTS);
      const put = await kitchenDesk.takeOff(pair.one, id);
      const whenAcknowledged = await placedCount(`CA-race-${id}-%`);
      const results = await Promise.all(placing);
      expect(put.status).toBe(200);
      expect(await placedCount(`CA-race-${id}-%`)).toBe(whenAcknowledged);
      const refused = results.filter(({ ok }) => !ok);
      expect(results.length - refused.length).toBe(whenAcknowledged);
      expect(whenAcknowledged).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
      for (const result of refused) expect(result).toMatchObject({ error });
      for (const [index, { ok }] of results.entries()) {
        if (!ok) expect(await callers[index]?.run('view_order')).toMatchObject({ state: 'draft' });
      }
    },
    30_000,
  );

  it('is as the database has it after requests that cross, on all replicas', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    for (let round = 0; round < 10; round++) {
      const puts = await Promise.all([
        kitchenDesk.takeOff(pair.one, 'margherita', soon),
        kitchenDesk.takeOff(pair.two, 'margherita'),
        ...(round % 2 === 1 ? [kitchenDesk.putBack(pair.two, 'margherita')] : []),
      ]);
      expect(puts.map(({ status }) => status)).toEqual([200, 200, 204].slice(0, puts.length));
      const boards = await Promise.all([kitchenDesk.menu(pair.one), kitchenDesk.menu(pair.two)]);
      const [one, two] = boards.map(({ soldOut }) => soldOut);
      expect(two).toEqual(one);
      if (round % 2 === 0) expect(one).toMatchObject([{ id: 'margherita' }]);
      const run = toolCaller(pair.one, `CA-cross-${round}`);
      expect(await run('add_item', { itemId: 'margherita', options: ['small'] })).toMatchObject(
        one?.length === 0 ? { ok: true } : { error: 'sold_out' },
      );
    }
  });

  it('is not sold by a replica that has not heard of it', async () => {
    const run = toolCaller(pair.two, 'CA-unheard');
    const { confirmationId } = await readBack(run);
    const { kysely } = pair.one.app.get(Database);
    const since = new Date().toISOString();
    await kysely.insertInto('sold_out').values({ id: 'margherita', until: null, since }).execute();
    expect(await run('place_order', { confirmationId })).toEqual({
      ok: false,
      error: 'sold_out',
      message: 'I am sorry, the Margherita is sold out today.',
    });
    for (const app of [pair.one, pair.two]) {
      await until(() => kitchenDesk.isOff(app, 'margherita'), { what: 'read', limitMs: 5_000 });
    }
  });

  it('is told to the assistant of a call whose order has it, and the caller hears it, also of an order that is confirmed in the same moment', async () => {
    pair.target = pair.one;
    const call = await pair.phone.dial({ from: '+12125550178' });
    await pair.completed(call, 1);
    await call.say(PIZZA);
    await pair.completed(call, 2);
    await kitchenDesk.takeOff(pair.two, 'tiramisu');
    await kitchenDesk.takeOff(pair.two, 'margherita');
    const notes = () =>
      pair.openai.ears.connections
        .flatMap((session) => session.ofType('conversation.item.create'))
        .map(({ body }) => JSON.stringify(body))
        .filter((text) => text.includes('run out'));
    await until(() => notes().length > 0, { what: 'the note', limitMs: 2_000 });
    expect(notes()).toEqual([expect.stringContaining('Margherita')]);
    await call.say('Yes.');
    const view = await pair.until(call, ({ turns }) => turns >= 3, 'the answer');
    expect(view.timeline).toContainEqual(
      expect.objectContaining({ event: 'tool', name: 'read_back_order', error: 'sold_out' }),
    );

    await kitchenDesk.putBack(pair.one, 'margherita');
    await call.untilQuiet(400);
    await call.say('Yes.');
    await pair.completed(call, 4);
    const database = pair.two.app.get(Database);
    const waiting = async (): Promise<boolean> => {
      const { rows } =
        await sql`select 1 from pg_locks where locktype = 'advisory' and not granted`.execute(
          database.kysely,
        );
      return rows.length > 0;
    };
    // The kitchen's request is at work when the order comes, and ends before it.
    await database.transaction(async (transaction) => {
      await database.lock(transaction, BOARD_LOCK, 'exclusive');
      const off = { id: 'margherita', until: null, since: new Date().toISOString() };
      await transaction.insertInto('sold_out').values(off).execute();
      await call.say(AGREED);
      await until(waiting, { what: 'the order at the lock', limitMs: 10_000 });
    });
    await pair.completed(call, 5);
    const { timeline, transcript } = await pair.detail(call);
    expect(timeline).toContainEqual(
      expect.objectContaining({ event: 'tool', name: 'place_order', error: 'sold_out' }),
    );
    expect(transcript.at(-1)).toMatchObject({ text: SORRY });
    expect(await placedCount(call.callSid)).toBe(0);
    await call.hangUp();
    expect(pair.violations()).toEqual([]);
  }, 60_000);

  it('is sold again to the same call when its time is over', async () => {
    const run = toolCaller(pair.two, 'CA-over');
    const { confirmationId } = await readBack(run);
    await kitchenDesk.takeOff(pair.one, 'margherita', new Date(Date.now() + 800).toISOString());
    expect(await run('place_order', { confirmationId })).toMatchObject({ error: 'sold_out' });
    await until(async () => (await run('read_back_order'))['ok'] === true, {
      what: 'the end',
      limitMs: 2_000,
    });
    expect(await run('place_order', { confirmationId })).toMatchObject({ ok: true });
  });

  it('ends by itself, and outlives a restart and the loss of Redis', async () => {
    await redis.stop();
    const soon = new Date(Date.now() + 1_500).toISOString();
    await kitchenDesk.takeOff(pair.one, 'tiramisu', soon);
    await kitchenDesk.takeOff(pair.one, 'margherita', 'tonight');
    await until(() => kitchenDesk.isOff(pair.two, 'margherita'), {
      what: 'the database',
      limitMs: 2_000,
    });
    const third = await startApp({ DATABASE_URL: databaseUrl, KITCHEN_TOKEN });
    expect(await kitchenDesk.isOff(third, 'margherita')).toBe(true);
    await third.close();
    await until(async () => !(await kitchenDesk.isOff(pair.one, 'tiramisu')), {
      what: 'the end',
      limitMs: 3_000,
    });
    await redis.start();
  }, 30_000);

  it('counts into the minutes, with what was set by hand, on all replicas', async () => {
    const before = await kitchenDesk.pace(pair.one);
    expect(before).toMatchObject({ mode: 'automatic', addedMinutes: 0, pickupMinutes: 20 });
    const set = { addedMinutes: 20, until: null };
    expect(await kitchenDesk.ask(pair.one, 'PUT', '/orders/pace', set)).toMatchObject({
      status: 200,
      body: { mode: 'by-hand', addedMinutes: 20, pickupMinutes: 40, deliveryMinutes: 65 },
    });
    await until(async () => (await kitchenDesk.menu(pair.two)).business.pickupMinutes === 40, {
      what: 'the pace',
      limitMs: 2_000,
    });
    const run = toolCaller(pair.two, 'CA-pace');
    const { confirmationId } = await readBack(run);
    expect(await run('place_order', { confirmationId })).toMatchObject({ readyInMinutes: 40 });
    expect(
      (await kitchenDesk.ask(pair.one, 'PUT', '/orders/pace', { addedMinutes: -1 })).status,
    ).toBe(400);
    await kitchenDesk.ask(pair.two, 'PUT', '/orders/pace', { addedMinutes: null });
    expect(await kitchenDesk.pace(pair.two)).toMatchObject({
      mode: 'automatic',
      pickupMinutes: before.pickupMinutes,
    });
  });

  it('grows with the orders of all replicas, shrinks as they are made, and moves no promise', async () => {
    const pickupMinutes = async (minutes: number): Promise<void> => {
      for (const app of [pair.one, pair.two]) {
        await until(async () => (await kitchenDesk.pace(app)).pickupMinutes === minutes, {
          what: `${minutes} minutes`,
          limitMs: 2_000,
        });
      }
    };
    const place = async (app: RunningApp, callSid: string) => {
      const run = toolCaller(app, callSid);
      const { confirmationId } = await readBack(run);
      const again = () => run('place_order', { confirmationId });
      const { orderId, readyInMinutes } = await again();
      return { orderId, readyInMinutes, again };
    };
    await pickupMinutes(20);
    const first = await place(pair.one, 'CA-pace-1');
    const second = await place(pair.two, 'CA-pace-2');
    await pickupMinutes(20);
    const third = await place(pair.two, 'CA-pace-3');
    expect([first, second, third].map((placed) => placed.readyInMinutes)).toEqual([20, 20, 20]);
    await pickupMinutes(25);
    const fourth = await place(pair.one, 'CA-pace-4');
    expect(fourth).toMatchObject({ readyInMinutes: 25 });
    await pickupMinutes(30);
    expect(await kitchenDesk.pace(pair.two)).toMatchObject({ mode: 'automatic', openOrders: 4 });
    expect(await toolCaller(pair.two, 'CA-asks')('get_business_info')).toMatchObject({
      pickup: { leadMinutes: 30 },
      delivery: { leadMinutes: 55 },
    });

    const told = await kitchenDesk.order(pair.two, fourth.orderId);
    const promisedMs = Date.parse(String(told.promisedAt)) - Date.parse(String(told.placedAt));
    expect(promisedMs).toBe(25 * 60_000);
    expect((await fourth.again())['readyInMinutes']).toBe(25);

    for (const { orderId } of [first, second, third]) {
      await kitchenDesk.advance(pair.one, orderId, 'accepted', 'preparing', 'ready');
    }
    await pickupMinutes(20);
    await kitchenDesk.advance(pair.one, fourth.orderId, 'accepted');
    expect((await kitchenDesk.order(pair.one, fourth.orderId)).promisedAt).toBe(told.promisedAt);
  });

  it('is refused while the database is away, and what was off before stays off', async () => {
    await kitchenDesk.takeOff(pair.one, 'margherita');
    await until(() => kitchenDesk.isOff(pair.two, 'margherita'), { what: 'read', limitMs: 2_000 });
    await postgres.stop();
    expect(await kitchenDesk.takeOff(pair.one, 'tiramisu')).toMatchObject({ status: 503 });
    expect([
      await kitchenDesk.isOff(pair.one, 'tiramisu'),
      await kitchenDesk.isOff(pair.two, 'margherita'),
    ]).toEqual([false, true]);
    await postgres.start();
    await until(async () => (await kitchenDesk.takeOff(pair.one, 'tiramisu')).status === 200, {
      what: 'the database',
      limitMs: 10_000,
    });
  }, 30_000);
});
