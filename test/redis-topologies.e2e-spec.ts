import { join } from 'node:path';
import { RedisLink } from '../src/cluster/redis-link.js';
import { differences } from './simulators/differences.js';
import { readScenario } from './simulators/scenario.js';
import { bootInTurn } from './support/boot-in-turn.js';
import { ClusterReplica } from './support/cluster-replica.js';
import { eventually, until } from './support/eventually.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedisCluster, startRedisWithSentinel } from './support/redis-topologies.js';
import { ReplicaPair } from './support/replica-pair.js';
import type { RunningApp } from './support/start-app.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const MINUTE_MS = 60_000;
const KEY = '{voiceplate}';

const linkOf = ({ app }: RunningApp): RedisLink => app.get(RedisLink);

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.close());

/**
 * One call: Redis is lost while the caller orders and comes back later; then the replica of the
 * call is shut down, and the other one places the order.
 */
async function orderThrough(
  redisUrl: string,
  lose: () => Promise<void>,
  back: () => Promise<void>,
): Promise<void> {
  const pair = await bootInTurn(async () =>
    ReplicaPair.start({
      redisUrl,
      databaseUrl: await postgres.createDatabase(),
      openai: { scenario: SCENARIO },
      env: { DRAIN_HANDOVER_SECONDS: '0', DRAIN_TIMEOUT_SECONDS: '20' },
    }),
  );
  try {
    const links = [pair.one, pair.two].map(linkOf);
    await until(() => links.every(({ up, listening }) => up && listening), { what: 'Redis' });
    const call = await pair.phone.dial({ from: '+12125550178' });
    await pair.completed(call, 1);
    const lostAt = Date.now();
    await lose();
    await call.say('A small Margherita for Ben, please.');
    await pair.completed(call, 2);
    const withoutRedisMs = call.longestSilenceMs(lostAt, Date.now());
    await back();
    await until(() => links.every(({ up, listening }) => up && listening), { what: 'healed' });
    await until(
      async () =>
        (await linkOf(pair.two).run((redis) => redis.hlen(linkOf(pair.two).key('live')))) === 1,
    );

    pair.target = pair.two;
    const shutAt = Date.now();
    const closed = pair.shutDown(pair.one);
    await pair.completed(call, 3);
    expect(await pair.detail(call)).toMatchObject({ instance: 'two', state: 'active' });
    await closed;
    await call.say('Yes.');
    await call.untilEnded();
    const { orders } = await pair.get<{ orders: unknown[] }>('/orders');
    expect(orders).toHaveLength(1);
    expect(differences(orders[0], SCENARIO.expect?.order)).toEqual([]);
    expect(pair.violations()).toEqual([]);
    const silences = [withoutRedisMs, call.longestSilenceMs(shutAt)];
    process.stdout.write(
      `${redisUrl.split(':')[0]}: longest silences ${silences.map(Math.round).join()} ms\n`,
    );
    expect(Math.max(...silences)).toBeLessThan(2_000);
  } finally {
    await pair.close();
  }
}

it.concurrent(
  'a Redis Cluster: a call outlives a lost node and its own replica',
  async () => {
    const cluster = await startRedisCluster();
    const node = await cluster.nodeOf(KEY);
    try {
      await orderThrough(
        cluster.url,
        () => node.stop(),
        () => node.start(),
      );
      const [keys, ...others] = (await cluster.keys()).filter(({ length }) => length > 0);
      expect(others).toEqual([]);
      expect(keys?.filter((key) => !key.startsWith(`${KEY}:`))).toEqual([]);
    } finally {
      await cluster.close();
    }
  },
  60_000,
);

it.concurrent(
  'Sentinel: a call outlives the primary and its own replica',
  async () => {
    const redis = await startRedisWithSentinel();
    try {
      await orderThrough(
        redis.url,
        () => redis.primary.stop(),
        () => Promise.resolve(),
      );
    } finally {
      await redis.close();
    }
  },
  60_000,
);

it.concurrent(
  'a Redis Cluster with a password: replicas share everything, on one node, also after its slot has moved',
  async () => {
    const cluster = await startRedisCluster('hunter2');
    const [a, b] = await bootInTurn(async () => [
      await ClusterReplica.start('a', cluster.url),
      await ClusterReplica.start('b', cluster.url),
    ]);
    if (!a || !b) throw new Error('two replicas');
    const together = () =>
      until(() =>
        [a, b].every(({ link, known }) => link.up && link.listening && known.length === 2),
      );
    let tries = 0;
    const shareOnce = async (word: string): Promise<void> => {
      // A token is used once, a limit holds for both, a value is found by the other.
      const used = [a, b, a].map(({ store }) =>
        store.setIfAbsent(`${word} {used}`, 'x', MINUTE_MS),
      );
      expect((await Promise.all(used)).filter(Boolean)).toHaveLength(1);
      const admitted = [a, b, a].map(({ store }) => store.admit(`{${word}}`, 2, MINUTE_MS));
      expect((await Promise.all(admitted)).filter(Boolean)).toHaveLength(2);
      await a.store.set(`}${word}{`, 'kept', MINUTE_MS);
      expect(await b.store.get(`}${word}{`)).toBe('kept');
      expect(await a.bus.send('b', 'greeting', word)).toBe(true);
      expect(await a.bus.send('c', 'greeting', word)).toBe(false);
      await until(() => b.heard.some((heard) => JSON.stringify(heard).includes(word)));
      expect(await b.bus.ask('name')).toHaveLength(2);
    };
    // On a busy machine a command may take longer than its limit, and is then this process's own.
    const share = () => eventually(() => shareOnce(`word-${tries++}`));
    try {
      await together();
      await share();
      const before = await cluster.nodeOf(KEY);
      expect((await cluster.keys()).filter((keys) => keys.length > 0)).toHaveLength(1);

      await cluster.moveSlotOf(KEY);
      expect(await cluster.nodeOf(KEY)).not.toBe(before);
      await until(async () => (await a.store.setIfAbsent('again', 'x', 1)) && a.link.up);
      await together();
      await share();

      // Another node's loss: without a third of the slots the cluster serves none.
      const ours = await cluster.nodeOf(KEY);
      const lost = cluster.nodes.find((node) => node !== ours);
      await lost?.stop();
      await until(() => !a.link.up && !b.link.up, { what: 'away' });
      expect(await a.store.setIfAbsent('alone', 'a', MINUTE_MS)).toBe(true);
      expect(await a.bus.send('a', 'greeting', 'myself')).toBe(true);
      await lost?.start();
      await together();
      await share();
    } finally {
      await Promise.all([a, b].map((replica) => replica.close()));
      await cluster.close();
    }
  },
  60_000,
);
