import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { CallsService } from '../src/calls/calls.service.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { CallsStore } from '../src/calls/state/calls.store.js';
import { LiveCalls } from '../src/calls/state/live-calls.js';
import { noteAllergies, setCustomer } from '../src/orders/order-changes.js';
import { OrderSpool } from '../src/orders/order-spool.js';
import { OrdersService } from '../src/orders/orders.service.js';
import { OrdersStore } from '../src/orders/orders.store.js';
import { Database } from '../src/storage/database.js';
import { DatabaseUnavailableError } from '../src/storage/engine.js';
import { until } from './support/eventually.js';
import { Kitchen } from './support/kitchen.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { ok, oneCalzone, PRICES } from './support/sample-order.js';
import { startApp, type RunningApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';

/** The number of every `WebhookCaller`. */
const ADA = '+15551230100';
const BOB = '+15551230300';
const MESSAGE = { recordingSid: 'RE-ada', url: 'https://api.example/RE-ada', seconds: 3 };
const BUSINESS = '+15551230199';
const OF_ADA = /Ada|what ada|5551230100|RE-ada/;
const OF_BOB = /Bob/;

describe('A caller who wants to be forgotten', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let kitchen: Kitchen;
  let one: RunningApp;
  let two: RunningApp;

  beforeAll(async () => {
    [redis, postgres, kitchen] = await Promise.all([startRedis(), startPostgres(), Kitchen.open()]);
    const env = {
      REDIS_URL: redis.url,
      DATABASE_URL: await postgres.createDatabase(),
      ORDER_WEBHOOK_URL: kitchen.url,
      VOICE_PROVIDERS: 'ivr',
    };
    one = await startApp({ ...env, INSTANCE_ID: 'one' });
    two = await startApp({ ...env, INSTANCE_ID: 'two' });
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await Promise.all([redis.close(), postgres.close(), kitchen.close()]);
  });

  /** A call of which everything is kept that can be; it is over when this resolves. */
  async function call({ app }: RunningApp, callSid: string, from: string, name: string) {
    const calls = app.get(CallsService);
    const orders = app.get(OrdersService);
    await calls.arrive({ callSid, from, to: BUSINESS });
    calls.noteTurn(callSid, { caller: `I am ${name}`, assistant: `Hello ${name}`, order: null });
    await placed(orders, callSid, name, from);
    ok(await orders.change(callSid, oneCalzone));
    calls.finish(callSid, 'finished');
    await app.get(CallSnapshots).flush();
  }

  async function placed(orders: OrdersService, callSid: string, name: string, phone: string) {
    const customer = { name, phone, address: `${name}'s, 12 Elm Street` };
    ok(await orders.change(callSid, oneCalzone));
    ok(await orders.change(callSid, (draft) => setCustomer(draft, customer, PRICES)));
    ok(
      await orders.change(callSid, (draft) =>
        noteAllergies(draft, [`what ${name} is allergic to`], 'stated', PRICES),
      ),
    );
    const { confirmationId } = ok(await orders.readBack(callSid));
    return ok(await orders.place(callSid, String(confirmationId)));
  }

  async function voicemail({ app }: RunningApp, callSid: string): Promise<void> {
    await app.get(CallsService).noteVoicemail(callSid, MESSAGE);
  }

  /** Everything that is kept anywhere, as text; Redis' own bookkeeping of replicas aside. */
  async function everything(): Promise<string> {
    const { kysely } = one.app.get(Database);
    const rows = await Promise.all(
      (['calls', 'orders', 'outbox'] as const).map((table) =>
        kysely.selectFrom(table).selectAll().execute(),
      ),
    );
    const client = new Redis(redis.url);
    const values: unknown[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      values.push(key, type === 'hash' ? await client.hgetall(key) : null);
      if (type === 'string') values.push(await client.get(key));
    }
    await client.quit();
    return JSON.stringify([rows, values, await onDisk(one), await onDisk(two)]);
  }

  async function onDisk({ config }: RunningApp): Promise<readonly string[]> {
    const folder = config.storage.dataDir;
    const names = await readdir(folder, { recursive: true });
    const files = names.filter((name) =>
      // Drafts, which end in .tmp, are gone a moment later.
      /^(call-records|placed-orders|voicemails)\/.*(?<!\.tmp)$/.test(name),
    );
    return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  }

  async function forget({ url, authorization }: RunningApp, number: string): Promise<unknown> {
    const response = await fetch(`${url}/callers/${encodeURIComponent(number)}`, {
      method: 'DELETE',
      headers: authorization,
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  it('is gone from the database, Redis and the disks of all replicas, which is told by kind', async () => {
    await call(one, 'CA-ada', ADA, 'Ada');
    await call(two, 'CA-bob', BOB, 'Bob');
    // Bob orders for Ada as well, to be called back at her number.
    await one.app.get(CallsService).arrive({ callSid: 'CA-bob-2', from: BOB, to: BUSINESS });
    const forAda = await placed(one.app.get(OrdersService), 'CA-bob-2', 'Ada', ADA);
    one.app.get(CallsService).finish('CA-bob-2', 'finished');
    await one.app.get(CallSnapshots).amend('CA-ada', 'voicemail', { ...MESSAGE });
    await one.app.get(CallSnapshots).flush();
    // A turn of the keypad line, whose state stays in Redis.
    const onLine = new WebhookCaller();
    await onLine.tell(two);
    await onLine.tell(one, { SpeechResult: 'My name is Ada' });
    two.app.get(CallsService).finish(onLine.callSid, 'finished');
    one.app.get(CallsService).finish(onLine.callSid, 'finished');
    await until(async () => (await onDisk(one)).length === 0);
    await kitchen.received(3);

    // The database refuses what the other replica writes, and it waits on its disk.
    const away = () => Promise.reject(new DatabaseUnavailableError());
    const store = two.app.get(CallsStore);
    const spies = [
      jest.spyOn(store, 'upsert').mockImplementation(away),
      jest.spyOn(two.app.get(OrdersStore), 'place').mockImplementation(away),
      jest.spyOn(two.app.get(OrdersStore), 'restore').mockImplementation(away),
    ];
    await two.app.get(CallsService).arrive({ callSid: 'CA-wait', from: ADA, to: BUSINESS });
    two.app.get(CallsService).noteTurn('CA-wait', {
      caller: 'Ada again',
      assistant: 'Hello Ada',
      order: null,
    });
    const waiting = await placed(two.app.get(OrdersService), 'CA-wait', 'Ada', ADA);
    two.app.get(CallsService).finish('CA-wait', 'finished');
    await voicemail(two, 'CA-wait');
    await until(async () => (await onDisk(two)).length === 3, { what: 'three files' });
    expect((await everything()).match(OF_ADA)).not.toBeNull();

    expect(await forget(one, ADA)).toEqual({
      number: '+1******0100',
      calls: 2,
      recordings: 1,
      orders: 2,
      // Of the call itself, of the keypad line, and what the database has of the order that waits.
      drafts: 3,
      kitchenMessages: 2,
      waitingCalls: 1,
      waitingOrders: 1,
      voicemails: 1,
      setAside: 0,
      dialogues: 2,
      rates: 1,
      liveCalls: 0,
      instances: expect.arrayContaining(['one', 'two']),
      missing: [],
    });
    expect((await everything()).match(OF_ADA)?.[0]).toBeUndefined();

    // What waited arrives without its caller; the order is not lost.
    for (const spy of spies) spy.mockRestore();
    await two.app.get(OrderSpool).replay();
    await two.app.get(CallSnapshots).flush();
    await until(async () => (await onDisk(two)).length === 0);
    const left = await two.app.get(OrdersService).find(waiting.id);
    expect(left).toMatchObject({ state: 'placed', totalCents: waiting.totalCents });
    expect(await store.find('CA-wait')).toMatchObject({ from: 'forgotten', outcome: 'finished' });
    const all = await everything();
    expect(all.match(OF_ADA)?.[0]).toBeUndefined();
    expect(all).toMatch(OF_BOB);
    expect(all).toContain(forAda.number ?? 'no number');

    expect(await forget(two, ADA)).toMatchObject({ calls: 0, orders: 0, kitchenMessages: 0 });
  });

  it('is gone from what was set aside because it cannot be read', async () => {
    const { dataDir } = two.config.storage;
    const setAside = async (file: string, text: string): Promise<void> => {
      await mkdir(join(dataDir, file, '..'), { recursive: true });
      await writeFile(join(dataDir, file), text);
    };
    await setAside('call-records/CA-torn.json', `{"call":{"from":"${ADA}","conversation`);
    await setAside('placed-orders/old.json', '{"v":0,"phone":"(555) 123-0100","name":"Ada"}');
    await setAside('voicemails/CA-torn-too.json', '{"by":"Ada');
    await setAside('placed-orders/bobs.json', `{"v":0,"phone":"${BOB}","name":"Bob"}`);

    const client = new Redis(redis.url);
    const body = `{"version":99,"from":"${ADA}","name":"Ada"}`;
    await client.hset('voiceplate:call:CA-later', { owner: 'gone#1', fence: 5, body });
    expect(await one.app.get(LiveCalls).find('CA-later')).toBeNull();
    await until(async () => (await client.get('voiceplate:unreadable:CA-later')) === body);
    await client.del('voiceplate:call:CA-later');
    await client.quit();

    // The record of this call is whole; its order and its voicemail are not.
    await one.app.get(CallsService).arrive({ callSid: 'CA-torn-too', from: ADA, to: BUSINESS });
    const { id } = await placed(one.app.get(OrdersService), 'CA-torn-too', 'Ada', ADA);
    one.app.get(CallsService).finish('CA-torn-too', 'finished');
    await one.app.get(CallSnapshots).flush();
    const { kysely } = one.app.get(Database);
    const torn = { body: `{"customer":{"name":"Ada","phone":"${ADA}"` };
    await kysely.updateTable('orders').set(torn).where('id', '=', id).execute();

    expect(await forget(one, ADA)).toMatchObject({ setAside: 4, orders: 1, calls: 1, missing: [] });
    expect((await everything()).match(OF_ADA)?.[0]).toBeUndefined();
    expect(await onDisk(two)).toEqual([expect.stringContaining('Bob')]);
  });

  it('stays known while on the line, and is named then', async () => {
    await one.app.get(CallsService).arrive({ callSid: 'CA-live', from: ADA, to: BUSINESS });
    await one.app.get(CallSnapshots).flush();
    expect(await forget(two, ADA)).toMatchObject({ calls: 0, liveCalls: 1 });
    one.app.get(CallsService).finish('CA-live', 'finished');
    await one.app.get(CallSnapshots).flush();
    expect(await forget(two, ADA)).toMatchObject({ calls: 1, liveCalls: 0 });
  });
});
