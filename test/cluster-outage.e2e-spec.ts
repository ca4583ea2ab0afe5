import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ClusterReplica } from './support/cluster-replica.js';
import { until } from './support/eventually.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { type RedisServer, startRedis } from './support/redis.js';

/** What an operation may take while Redis is away: its limit, and a busy machine. */
const LOCAL_LIMIT_MS = 200;
const MINUTE_MS = 60_000;

async function timed<R>(work: () => Promise<R>): Promise<R> {
  const before = performance.now();
  const result = await work();
  expect(performance.now() - before).toBeLessThan(LOCAL_LIMIT_MS);
  return result;
}

let redis: RedisServer;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  redis = await startRedis();
}, 180_000);

afterAll(() => redis.close());

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function start(name: string, redisUrl = redis.url): Promise<ClusterReplica> {
  const replica = await ClusterReplica.start(name, redisUrl);
  undo.push(() => replica.close());
  return replica;
}

async function startProxy(): Promise<CuttableProxy> {
  const proxy = await CuttableProxy.open(redis.port);
  undo.push(() => proxy.close());
  return proxy;
}

function urlOf(proxy: CuttableProxy): string {
  return `redis://127.0.0.1:${proxy.port}`;
}

/** Ways of losing Redis, and of having it back. */
interface Outage {
  readonly name: string;
  readonly begin: (server: RedisServer, proxy: CuttableProxy) => Promise<void> | void;
  readonly end: (server: RedisServer, proxy: CuttableProxy) => Promise<void> | void;
}

const OUTAGES: readonly Outage[] = [
  { name: 'killed', begin: (server) => server.stop(), end: (server) => server.start() },
  { name: 'hung', begin: (server) => server.pause(), end: (server) => server.resume() },
  { name: 'cut off', begin: (_, proxy) => proxy.cut(), end: (_, proxy) => proxy.heal() },
];

describe.each(OUTAGES)('While Redis is $name', ({ begin, end }) => {
  let a: ClusterReplica;
  let b: ClusterReplica;
  let proxy: CuttableProxy;
  let away = false;

  beforeEach(async () => {
    proxy = await startProxy();
    a = await start('a', urlOf(proxy));
    b = await start('b', urlOf(proxy));
    await until(() => a.known.length === 2 && b.known.length === 2);
    await begin(redis, proxy);
    away = true;
  });

  afterEach(async () => {
    // Whatever a test did not come to, the server is there for the next one.
    if (away) await end(redis, proxy);
  });

  async function back(): Promise<void> {
    await end(redis, proxy);
    away = false;
  }

  async function backTogether(): Promise<void> {
    await back();
    for (const { link, members } of [a, b]) {
      await until(() => link.up && link.listening && members.instances().length === 2, {
        limitMs: 15_000,
      });
    }
  }

  it('each replica goes on alone without waiting, and together again afterwards', async () => {
    const ups: number[] = [];
    a.link.onUp(() => ups.push(performance.now()));
    for (let round = 0; round < 10; round++) {
      await timed(() => a.store.set(`token-${round}`, 'CA1', MINUTE_MS));
      expect(await timed(() => a.store.get(`token-${round}`))).toBe('CA1');
    }
    expect(await timed(() => a.store.setIfAbsent('owner', 'a', MINUTE_MS))).toBe(true);
    expect(await timed(() => a.store.setIfAbsent('owner', 'b', MINUTE_MS))).toBe(false);
    expect(await timed(() => a.store.admit('caller', 1, MINUTE_MS))).toBe(true);
    expect(await timed(() => a.store.admit('caller', 1, MINUTE_MS))).toBe(false);
    expect(await timed(() => a.bus.ask('name'))).toEqual([{ instance: 'a', answer: 'a' }]);
    expect(await timed(() => a.bus.send('b', 'greeting', 'hello'))).toBe(false);
    expect(await timed(() => a.bus.send('a', 'greeting', 'myself'))).toBe(true);
    a.publish('call');
    expect(a.link.up).toBe(false);
    await until(async () => (await a.metrics()).includes('voiceplate_redis_up 0'));

    await backTogether();
    expect(ups.length).toBeGreaterThanOrEqual(1);
    expect(await a.metrics()).toContain('voiceplate_redis_up 1');
    // What was set during the outage is where it was set.
    expect(await b.store.get('token-9')).toBeNull();
    expect(await a.store.get('token-9')).toBe('CA1');
    await a.store.set('shared', 'again', MINUTE_MS);
    expect(await b.store.get('shared')).toBe('again');
    // On a busy machine a heartbeat may be late, and then the other is away for a moment.
    await until(() => a.bus.send('b', 'greeting', 'hello'));
    await until(() => b.heard.length > 0);
    expect(await b.bus.ask('name')).toHaveLength(2);
  }, 60_000);

  it('a replica boots without waiting long, and joins the others later', async () => {
    const before = performance.now();
    const late = await start('late', urlOf(proxy));
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(late.link.up).toBe(false);
    await timed(() => late.store.set('token', 'CA1', MINUTE_MS));
    expect(await timed(() => late.store.get('token'))).toBe('CA1');
    await back();
    await until(() => late.link.up && late.known.length === 3 && a.known.length === 3, {
      limitMs: 15_000,
    });
    expect(await a.bus.send('late', 'greeting', 'welcome')).toBe(true);
    await until(() => late.heard.length === 1);
  }, 60_000);

  it('a replica ends at once', async () => {
    await a.store.set('token', 'CA1', MINUTE_MS);
    const before = performance.now();
    await a.close();
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('A Redis that takes 50 ms', () => {
  it('is shared as any other', async () => {
    const proxy = await startProxy();
    proxy.slow(25);
    const [a, b] = [await start('a', urlOf(proxy)), await start('b', urlOf(proxy))];
    await until(() => a.known.length === 2 && b.known.length === 2);
    await a.store.set('token', 'CA1', MINUTE_MS);
    expect(await b.store.get('token')).toBe('CA1');
    await until(async () => !(await a.store.admit('caller', 3, MINUTE_MS)));
    expect(await b.store.admit('caller', 3, MINUTE_MS)).toBe(false);
    expect(await a.bus.ask('name')).toHaveLength(2);
    // On a busy machine a heartbeat may be late, and then the other is away for a moment.
    await until(() => a.bus.send('b', 'greeting', 'hello'));
    await until(() => b.heard.length > 0);
    expect(await a.metrics()).not.toMatch(/redis_commands_failed_total\{.*\} [1-9]/);
  });
});

describe('A connection that a router has forgotten', () => {
  it('is replaced by itself', async () => {
    const proxy = await startProxy();
    const [a, b] = [await start('a', urlOf(proxy)), await start('b')];
    await until(() => a.known.length === 2 && b.known.length === 2);
    proxy.forget();
    await until(() => !a.link.up && !a.link.listening);
    await until(() => a.link.up && a.link.listening && a.known.length === 2);
    expect(await b.bus.send('a', 'greeting', 'hello')).toBe(true);
    await until(() => a.heard.length === 1);
  });
});

describe('The log', () => {
  it('says once that Redis went and once that it is back, and no password', async () => {
    const one = await start('one', redis.url.replace('//', '//:hunter2@'));
    await until(() => one.link.listening);
    const warnings = jest.spyOn(Logger.prototype, 'warn');
    const news = jest.spyOn(Logger.prototype, 'log');
    await redis.stop();
    for (let round = 0; round < 50; round++) await one.store.get('key');
    await until(() => warnings.mock.calls.length > 0);
    const attempts = jest.spyOn(Logger.prototype, 'debug');
    await redis.start();
    await until(() => one.link.up && one.link.listening);
    expect(warnings.mock.calls).toEqual([
      ['Redis is away; this process goes on alone', { error: expect.any(String) }],
    ]);
    expect(news.mock.calls).toEqual([['Redis is ready']]);
    const said = [warnings, news, attempts].flatMap(({ mock }) => mock.calls);
    expect(JSON.stringify(said)).not.toMatch(/hunter2|127\.0\.0\.1/);
  });
});
