import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { MenuOnSaleDto, PaceDto } from '../src/menu/kitchen-board/menu.dto.js';
import { Database } from '../src/storage/database.js';
import type { Scenario } from './simulators/scenario.js';
import { until } from './support/eventually.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { ReplicaPair } from './support/replica-pair.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { type RunTool, toolCaller } from './support/tool-caller.js';

const PLACEMENTS = 50;
const PIZZA = 'A small Margherita for Ben, please.';
const SCENARIO: Scenario = {
  name: 'One pizza',
  greeting: 'Hello.',
  turns: [
    {
      caller: PIZZA,
      steps: [
        {
          tools: [
            {
              name: 'add_item',
              arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
            },
            { name: 'set_customer', arguments: { name: 'Ben', fulfilment: 'pickup' } },
          ],
        },
        { say: 'Anything else?' },
      ],
    },
    {
      caller: 'Yes.',
      steps: [
        { tools: [{ name: 'read_back_order', arguments: {} }] },
        { say: '{{read_back_order.spoken}}' },
      ],
      onToolError: 'I am sorry, the Margherita is sold out.',
    },
  ],
};

describe('What the kitchen takes off', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let databaseUrl: string;
  let pair: ReplicaPair;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    databaseUrl = await postgres.createDatabase();
    pair = await ReplicaPair.start({
      redisUrl: redis.url,
      databaseUrl,
      openai: { scenario: SCENARIO },
      env: { KITCHEN_TOKEN: 'the-kitchen-token' },
    });
  }, 90_000);
  afterAll(async () => {
    await pair.close();
    await redis.close();
    await postgres.close();
  });
  afterEach(async () => {
    const { soldOut } = await menuOf(pair.one);
    for (const { id } of soldOut) await ask(pair.one, 'DELETE', `/menu/sold-out/${id}`);
  });

  const ask = async (
    app: RunningApp,
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(app.url + path, {
      method,
      headers: { authorization: 'Bearer the-kitchen-token', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const menuOf = async (app: RunningApp): Promise<MenuOnSaleDto> =>
    (await ask(app, 'GET', '/menu')).body as unknown as MenuOnSaleDto;
  const takeOff = (app: RunningApp, id: string, end: unknown = null) =>
    ask(app, 'PUT', `/menu/sold-out/${id}`, { until: end });

  /** Whether an item or option is off on a replica. */
  const isOff = async (app: RunningApp, id: string): Promise<boolean> => {
    const { categories, modifierGroups } = await menuOf(app);
    const all = [
      ...categories.flatMap(({ items }) => items),
      ...modifierGroups.flatMap(({ options }) => options),
    ];
    return all.find((one) => one.id === id)?.soldOut === true;
  };

  const readBack = async (run: RunTool, options: string[] = ['small']) => {
    await run('add_item', { itemId: 'margherita', options });
    await run('set_customer', { name: 'Ben', fulfilment: 'pickup' });
    return run('read_back_order');
  };

  it('is off on all replicas when it is acknowledged, in all that tells of it', async () => {
    const put = await takeOff(pair.one, 'margherita');
    expect(put).toMatchObject({
      status: 200,
      body: { id: 'margherita', kind: 'item', name: 'Margherita', until: null },
    });
    expect([await isOff(pair.one, 'margherita'), await isOff(pair.two, 'margherita')]).toEqual([
      true,
      true,
    ]);
    const run = toolCaller(pair.two, 'CA-tells');
    expect(await run('get_item', { itemId: 'margherita' })).toMatchObject({ available: false });
    expect(await run('add_item', { itemId: 'margherita', options: ['small'] })).toEqual({
      ok: false,
      error: 'sold_out',
      message: 'I am sorry, the Margherita is sold out today.',
    });

    expect((await ask(pair.two, 'DELETE', '/menu/sold-out/margherita')).status).toBe(204);
    expect(await isOff(pair.one, 'margherita')).toBe(false);
    expect(await run('add_item', { itemId: 'margherita', options: ['small'] })).toMatchObject({
      ok: true,
    });
  });

  it('says what is wrong with a request', async () => {
    expect(await takeOff(pair.one, 'margarita')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('margherita') },
    });
    for (const end of ['soon', '2020-01-01T00:00:00Z', 5, undefined]) {
      expect(await takeOff(pair.one, 'margherita', end ?? '')).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('"tonight"') },
      });
    }
    expect(await ask(pair.one, 'PUT', '/menu/sold-out/margherita', {})).toMatchObject({
      status: 400,
    });
    expect(await isOff(pair.one, 'margherita')).toBe(false);
    expect(await ask(pair.one, 'DELETE', '/menu/sold-out/white-clam')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('menu file') },
    });
    expect((await ask(pair.one, 'DELETE', '/menu/sold-out/margherita')).status).toBe(204);
  });

  it('is told before the read-back, and the order with it is not placed', async () => {
    const run = toolCaller(pair.one, 'CA-read-back');
    const { confirmationId } = await readBack(run, ['small', 'add-mushrooms']);
    await takeOff(pair.two, 'add-mushrooms', 'tonight');
    expect(await run('read_back_order')).toMatchObject({
      error: 'option_unavailable',
      message: expect.stringContaining('Mushrooms is not available'),
    });
    await takeOff(pair.two, 'margherita');
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

  it(`is in none of ${PLACEMENTS} orders that are placed once it is acknowledged`, async () => {
    const callers = await Promise.all(
      Array.from({ length: PLACEMENTS }, async (_, index) => {
        const run = toolCaller(index % 2 === 0 ? pair.one : pair.two, `CA-race-${index}`);
        const { confirmationId } = await readBack(run);
        return { run, confirmationId };
      }),
    );
    const placed = async (): Promise<number> => {
      const { kysely } = pair.one.app.get(Database);
      const { rows } = await sql<{
        count: string;
      }>`select count(*) from orders where state = 'placed' and call_sid like 'CA-race-%'`.execute(
        kysely,
      );
      return Number(rows[0]?.count);
    };
    const placing = callers.map(async ({ run, confirmationId }, index) => {
      await delay(4 * index);
      return run('place_order', { confirmationId });
    });
    await delay(2 * PLACEMENTS);
    const put = await takeOff(pair.one, 'margherita');
    const whenAcknowledged = await placed();
    const results = await Promise.all(placing);
    expect(put.status).toBe(200);
    expect(await placed()).toBe(whenAcknowledged);
    const refused = results.filter(({ ok }) => !ok);
    expect(results.length - refused.length).toBe(whenAcknowledged);
    expect(whenAcknowledged).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    for (const result of refused) expect(result).toMatchObject({ error: 'sold_out' });
    for (const [index, { ok }] of results.entries()) {
      if (!ok) expect(await callers[index]?.run('view_order')).toMatchObject({ state: 'draft' });
    }
  }, 30_000);

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
      await until(() => isOff(app, 'margherita'), { what: 'read', limitMs: 2_000 });
    }
  });

  it('is told to the assistant of a call whose order has it', async () => {
    pair.target = pair.one;
    const call = await pair.phone.dial({ from: '+12125550178' });
    await pair.completed(call, 1);
    await call.say(PIZZA);
    await pair.completed(call, 2);
    await takeOff(pair.two, 'tiramisu');
    await takeOff(pair.two, 'margherita');
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
    await call.hangUp();
    expect(pair.violations()).toEqual([]);
  }, 30_000);

  it('ends by itself, and outlives a restart and the loss of Redis', async () => {
    await redis.stop();
    const soon = new Date(Date.now() + 1_500).toISOString();
    await takeOff(pair.one, 'tiramisu', soon);
    await takeOff(pair.one, 'margherita', 'tonight');
    await until(() => isOff(pair.two, 'margherita'), { what: 'the database', limitMs: 2_000 });
    const third = await startApp({ DATABASE_URL: databaseUrl, KITCHEN_TOKEN: 'the-kitchen-token' });
    expect(await isOff(third, 'margherita')).toBe(true);
    await third.close();
    await until(async () => !(await isOff(pair.one, 'tiramisu')), {
      what: 'the end',
      limitMs: 3_000,
    });
    await redis.start();
  }, 30_000);

  it('counts into the minutes, with what was set by hand, on all replicas', async () => {
    const before = (await ask(pair.one, 'GET', '/orders/pace')).body as unknown as PaceDto;
    expect(before).toMatchObject({ mode: 'automatic', addedMinutes: 0, pickupMinutes: 20 });
    const set = { addedMinutes: 20, until: null };
    expect(await ask(pair.one, 'PUT', '/orders/pace', set)).toMatchObject({
      status: 200,
      body: { mode: 'by-hand', addedMinutes: 20, pickupMinutes: 40, deliveryMinutes: 65 },
    });
    await until(async () => (await menuOf(pair.two)).business.pickupMinutes === 40, {
      what: 'the pace',
      limitMs: 2_000,
    });
    const run = toolCaller(pair.two, 'CA-pace');
    const { confirmationId } = await readBack(run);
    expect(await run('place_order', { confirmationId })).toMatchObject({ readyInMinutes: 40 });
    expect((await ask(pair.one, 'PUT', '/orders/pace', { addedMinutes: -1 })).status).toBe(400);
    await ask(pair.two, 'PUT', '/orders/pace', { addedMinutes: null });
    expect((await ask(pair.two, 'GET', '/orders/pace')).body).toEqual(before);
  });

  it('is refused while the database is away, and what was off before stays off', async () => {
    await takeOff(pair.one, 'margherita');
    await until(() => isOff(pair.two, 'margherita'), { what: 'read', limitMs: 2_000 });
    await postgres.stop();
    expect(await takeOff(pair.one, 'tiramisu')).toMatchObject({ status: 503 });
    expect([await isOff(pair.one, 'tiramisu'), await isOff(pair.two, 'margherita')]).toEqual([
      false,
      true,
    ]);
    await postgres.start();
    await until(async () => (await takeOff(pair.one, 'tiramisu')).status === 200, {
      what: 'the database',
      limitMs: 10_000,
    });
  }, 30_000);
});
