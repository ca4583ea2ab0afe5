import { Redis } from 'ioredis';
import { RedisUnavailableError } from '../src/cluster/redis-link.js';
import { RedisScript } from '../src/cluster/redis-script.js';
import { ClusterReplica } from './support/cluster-replica.js';
import { until } from './support/eventually.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { type RedisServer, startRedis } from './support/redis.js';

const MINUTE_MS = 60_000;

let redis: RedisServer;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  redis = await startRedis();
}, 180_000);

afterAll(() => redis.close());

beforeEach(async () => {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
});

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function start(name: string, redisUrl = redis.url): Promise<ClusterReplica> {
  const replica = await ClusterReplica.start(name, redisUrl);
  undo.push(() => replica.close());
  return replica;
}

/** Replicas that all know each other. */
async function startTogether(...names: string[]): Promise<ClusterReplica[]> {
  const replicas = await Promise.all(names.map((name) => start(name)));
  for (const { members } of replicas) {
    await until(() => members.instances().length === names.length);
  }
  return replicas;
}

async function startProxy(): Promise<CuttableProxy> {
  const proxy = await CuttableProxy.open(redis.port);
  undo.push(() => proxy.close());
  return proxy;
}

function urlOf(proxy: CuttableProxy): string {
  return `redis://127.0.0.1:${proxy.port}`;
}

describe('The shared store', () => {
  it('lets one replica set what is absent', async () => {
    const replicas = [await start('a'), await start('b'), await start('c')];
    const won = await Promise.all(
      replicas.map(({ name, store }) => store.setIfAbsent('owner', name, MINUTE_MS)),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    const winner = replicas[won.indexOf(true)]!.name;
    expect(await replicas[0]!.store.get('owner')).toBe(winner);
    await replicas[1]!.store.delete('owner');
    expect(await replicas[2]!.store.get('owner')).toBeNull();
  });

  it('forgets a value after its life', async () => {
    const [a, b] = [await start('a'), await start('b')];
    await a.store.set('short', 'lived', 80);
    expect(await b.store.get('short')).toBe('lived');
    await until(async () => (await b.store.get('short')) === null);
  });

  it('counts events of all replicas in one window, refused ones not', async () => {
    const [a, b] = [await start('a'), await start('b')];
    const stores = Array.from({ length: 20 }, (_, index) => (index % 2 ? a : b).store);
    const admitted = await Promise.all(stores.map((store) => store.admit('caller', 6, 1_000)));
    expect(admitted.filter(Boolean)).toHaveLength(6);
    // Refused events go on all the time and do not push the end of the window away.
    const before = performance.now();
    await until(() => a.store.admit('caller', 6, 1_000), { limitMs: 3_000 });
    expect(performance.now() - before).toBeGreaterThan(500);
    expect(await b.store.admit('another', 6, 1_000)).toBe(true);
  });

  it('is a store of this process without REDIS_URL', async () => {
    const alone = await ClusterReplica.start('alone');
    undo.push(() => alone.close());
    expect(alone.link.configured).toBe(false);
    await alone.store.set('token', 'CA1', MINUTE_MS);
    expect(await alone.store.get('token')).toBe('CA1');
    expect(await alone.store.admit('caller', 1, MINUTE_MS)).toBe(true);
    expect(await alone.store.admit('caller', 1, MINUTE_MS)).toBe(false);
    expect(alone.known).toEqual(['alone']);
    expect(await alone.bus.ask('name')).toEqual([{ instance: 'alone', answer: 'alone' }]);
    await expect(alone.link.run((client) => client.ping())).rejects.toThrow(RedisUnavailableError);
  });
});

describe('The cluster bus', () => {
  it('carries a message to one replica, or to all others', async () => {
    const [a, b, c] = (await startTogether('a', 'b', 'c')) as [
      ClusterReplica,
      ClusterReplica,
      ClusterReplica,
    ];
    expect(await a.bus.send('b', 'greeting', { text: 'hello' })).toBe(true);
    await until(() => b.heard.length === 1);
    expect(b.heard).toEqual([{ message: { text: 'hello' }, from: 'a' }]);
    a.bus.broadcast('greeting', 'all');
    await until(() => b.heard.length === 2 && c.heard.length === 1);
    expect(await a.bus.send('a', 'greeting', 'myself')).toBe(true);
    expect(a.heard).toEqual([{ message: 'myself', from: 'a' }]);
    expect(c.heard).toEqual([{ message: 'all', from: 'a' }]);
  });

  it('asks every replica and does not wait once all have answered', async () => {
    const [a] = (await startTogether('a', 'b', 'c')) as [ClusterReplica];
    const names = ['a', 'b', 'c'].map((name) => ({ instance: name, answer: name }));
    let fastestMs = Infinity;
    for (let round = 0; round < 5; round++) {
      const before = performance.now();
      const answers = await a.bus.ask<string>('name');
      fastestMs = Math.min(fastestMs, performance.now() - before);
      expect(answers[0]).toEqual(names[0]);
      expect(answers).toHaveLength(3);
      expect(answers).toEqual(expect.arrayContaining(names));
    }
    expect(fastestMs).toBeLessThan(200);
  });

  it('leaves out who does not answer in time, and has no answer to what nobody knows', async () => {
    const [a, b] = (await startTogether('a', 'b', 'c')) as [ClusterReplica, ClusterReplica];
    b.bus.answer('name', () => {
      throw new Error('broken');
    });
    const before = performance.now();
    const answers = await a.bus.ask('name');
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(answers.map(({ instance }) => instance).sort()).toEqual(['a', 'c']);
    expect(await a.bus.ask('unheard of')).toEqual([]);
  });

  it('knows that nobody gets a message for a dead replica', async () => {
    const [a, b, c] = (await startTogether('a', 'b', 'c')) as [
      ClusterReplica,
      ClusterReplica,
      ClusterReplica,
    ];
    await b.close();
    expect(await a.bus.send('b', 'greeting', 'hello')).toBe(false);
    expect(await a.bus.send('never there', 'greeting', 'hello')).toBe(false);
    expect(await a.bus.send('c', 'greeting', 'hello')).toBe(true);
    await until(() => c.heard.length === 1);
  });

  it('knows that nobody gets a message for a replica that still subscribes but hangs', async () => {
    const a = await start('a');
    const leftOver = new Redis(redis.url);
    undo.push(() => Promise.resolve(leftOver.disconnect()));
    await leftOver.subscribe('voiceplate:bus:to:hanging');
    expect(await a.bus.send('hanging', 'greeting', 'hello')).toBe(false);
  });

  it('goes on past junk, unknown topics, broken handlers and what is too long', async () => {
    const [a, b] = (await startTogether('a', 'b', 'c')) as [ClusterReplica, ClusterReplica];
    const peer = new Redis(redis.url);
    undo.push(() => Promise.resolve(peer.disconnect()));
    for (const junk of ['{', '[]', '{"kind":"tell","from":"x"}', 'x'.repeat(600 * 1024)]) {
      await peer.publish('voiceplate:bus:all', junk);
    }
    b.bus.on('broken', () => {
      throw new Error('broken');
    });
    expect(await a.bus.send('b', 'broken', 1)).toBe(true);
    expect(await a.bus.send('b', 'nobody handles this', 1)).toBe(true);
    expect(await a.bus.send('b', 'greeting', 'x'.repeat(600 * 1024))).toBe(false);
    expect(await a.bus.send('b', 'greeting', 'x'.repeat(400 * 1024))).toBe(true);
    await until(() => b.heard.length === 1);
    expect(await b.metrics()).toContain('bus_messages_dropped_total{reason="malformed"} 4');
    expect(await b.metrics()).toContain('bus_messages_dropped_total{reason="unknown-topic"} 1');
    expect(await a.metrics()).toContain('bus_messages_dropped_total{reason="unsendable"} 1');
  });

  it('relays the live events of each replica once to every other that has readers', async () => {
    const [a, b, c] = (await startTogether('a', 'b', 'c')) as [
      ClusterReplica,
      ClusterReplica,
      ClusterReplica,
    ];
    await Promise.all([a, b, c].map((replica) => replica.readEvents()));
    a.publish('call');
    b.publish('order');
    const all = (replica: ClusterReplica) => replica.events.map(({ type }) => type).sort();
    for (const replica of [a, b, c]) await until(() => replica.events.length >= 2);
    a.publish('end');
    for (const replica of [b, c]) await until(() => replica.events.length >= 3);
    for (const replica of [a, b, c]) expect(all(replica)).toEqual(['call', 'end', 'order']);
  });
});

describe('Membership', () => {
  it('lists every replica with its state and calls, this one first', async () => {
    const [a, b, c] = (await startTogether('a', 'b', 'c')) as [
      ClusterReplica,
      ClusterReplica,
      ClusterReplica,
    ];
    b.members.countCallsBy(() => 7);
    b.lifecycle.markDraining();
    const view = () => a.members.instances().find(({ instance }) => instance === 'b');
    await until(() => view()?.state === 'draining' && view()?.activeCalls === 7);
    expect(b.members.instances()[0]).toMatchObject({ instance: 'b', state: 'draining' });
    expect(a.known[0]).toBe('a');
    expect(Math.abs(Date.parse(view()!.lastSeen) - Date.now())).toBeLessThan(5_000);
    // The third may not have told yet that it is ready.
    await until(() => a.members.othersReady);
    c.lifecycle.markDraining();
    await until(() => !a.members.othersReady);
  });

  it('drops a replica that left at once, and one that died within 10 s', async () => {
    const proxy = await startProxy();
    const [a, b] = [await start('a'), await start('b')];
    const dying = await start('dying', urlOf(proxy));
    await until(() => a.known.length === 3 && dying.known.length === 3);
    await b.close();
    await until(() => !a.known.includes('b'), { limitMs: 4_000 });
    proxy.cut();
    await until(() => !a.known.includes('dying'), { limitMs: 10_000 });
    // Who is cut off sees itself alone.
    await until(() => dying.known.length === 1, { limitMs: 10_000 });
    proxy.heal();
    await until(() => a.known.includes('dying') && dying.known.includes('a'));
  });

  it('leaves nothing in Redis when it ends', async () => {
    const [a, b] = [await start('a'), await start('b')];
    await a.close();
    const names = await b.link.run((client) => client.hkeys(b.link.key('instances')));
    expect(names).toEqual(['b']);
  });
});

describe('A script', () => {
  it('runs on a server that has never seen it', async () => {
    const { link } = await start('a');
    const script = new RedisScript(`return { KEYS[1], ARGV[1] .. ARGV[2] }`);
    for (let round = 0; round < 2; round++) {
      expect(await link.run((client) => script.run(client, ['key'], ['value', 5]))).toEqual([
        'key',
        'value5',
      ]);
    }
  });

  it('that fails is not an absence of the server', async () => {
    const a = await start('a');
    const { link, store } = a;
    const broken = new RedisScript(`return redis.call('INCR', 'a', 'b')`);
    await expect(link.run((client) => broken.run(client, [], []))).rejects.not.toBeInstanceOf(
      RedisUnavailableError,
    );
    expect(link.up).toBe(true);
    expect(await a.metrics()).toContain('redis_commands_failed_total{reason="refused"} 1');
    await link.run((client) => client.lpush(link.key('kv', 'list'), 'not a string'));
    expect(await store.get('list')).toBeNull();
    expect(link.up).toBe(true);
  });
});
