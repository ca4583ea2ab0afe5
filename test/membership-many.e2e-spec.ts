import { setTimeout as wait } from 'node:timers/promises';
import { ClusterReplica } from './support/cluster-replica.js';
import { until } from './support/eventually.js';
import { startRedis, type RedisServer } from './support/redis.js';

/** Four times as many as have their whole list read with every heartbeat. */
const MANY = 128;
/** The list of so many is read every four seconds at the most. */
const WATCHED_MS = 8_000;

describe('A cluster of many replicas', () => {
  let redis: RedisServer;
  let replica: ClusterReplica;
  let beating: NodeJS.Timeout;
  /** Those that send heartbeats, all but `replica`. */
  const others = new Set<string>();

  async function beat(): Promise<void> {
    await replica.link.run(async (client) => {
      const [seconds] = await client.time();
      const entry = JSON.stringify({
        state: 'ready',
        activeCalls: 3,
        seenMs: Number(seconds) * 1_000,
      });
      const entries = [...others].flatMap((name) => [name, entry]);
      if (entries.length > 0) await client.hset(replica.link.key('instances'), ...entries);
    });
  }

  async function listsRead(): Promise<number> {
    const info = await replica.link.run((client) => client.info('commandstats'));
    return Number(/^cmdstat_hgetall:calls=(\d+)/m.exec(info)?.[1] ?? 0);
  }

  beforeEach(async () => {
    redis = await startRedis();
    replica = await ClusterReplica.start('own', redis.url);
    for (let number = 0; number < MANY; number += 1) others.add(`other-${number}`);
    await beat();
    beating = setInterval(() => void beat().catch(() => undefined), 1_000);
    await until(() => replica.known.length === MANY + 1, { what: 'all of them' });
  });
  afterEach(async () => {
    clearInterval(beating);
    await replica.close();
    await redis.close();
    others.clear();
  });

  it('is known to each without reading the whole list every second', async () => {
    const before = await listsRead();
    const from = performance.now();
    const known = new Set<number>();
    while (performance.now() - from < WATCHED_MS) {
      known.add(replica.known.length);
      await wait(100);
    }
    expect(known).toEqual(new Set([MANY + 1]));
    // Between half the pause and the whole of it.
    const read = (await listsRead()) - before;
    expect(read).toBeGreaterThanOrEqual(1);
    expect(read).toBeLessThanOrEqual(6);
  }, 30_000);

  it('is looked at anew where it has to be known exactly', async () => {
    others.add('newcomer');
    others.delete('other-7');
    await replica.link.run((client) => client.hdel(replica.link.key('instances'), 'other-7'));
    await beat();
    const now = (await replica.members.current()).map(({ instance }) => instance);
    expect(now).toContain('newcomer');
    expect(now).not.toContain('other-7');
    // It has no subscription, though a heartbeat; the other has neither.
    expect(await replica.bus.send('newcomer', 'greeting', 1)).toBe(false);
    expect(await replica.bus.send('other-7', 'greeting', 1)).toBe(false);
    expect(await replica.bus.send('own', 'greeting', 1)).toBe(true);
  }, 30_000);

  it('loses those that send no heartbeat any longer, and keeps no entry of them', async () => {
    others.clear();
    others.add('other-1');
    await until(() => replica.known.length === 2, {
      what: 'the two that are left',
      limitMs: 15_000,
    });
    await replica.link.run((client) => {
      const old = JSON.stringify({ state: 'ready', activeCalls: 0, seenMs: 1 });
      return client.hset(replica.link.key('instances'), 'long-gone', old, 'odd', 'no entry');
    });
    await until(
      async () => {
        const names = await replica.link.run((client) =>
          client.hkeys(replica.link.key('instances')),
        );
        return !names.includes('long-gone') && !names.includes('odd');
      },
      { what: 'no entries of those that are gone' },
    );
  }, 30_000);
});
