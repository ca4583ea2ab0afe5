import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../simulators/free-port.js';
import { until } from './eventually.js';
import { type RedisServer, startRedis, startSentinel } from './redis.js';

const SLOTS = 16_384;
/** After so long without an answer a node counts as lost. */
const LOST_AFTER_MS = 1_000;
const READY_LIMIT_MS = 20_000;
const PRIMARY_NAME = 'mymaster';

/** Redis in several processes, which lose what they have when one is killed. */
interface Topology {
  /** As `REDIS_URL` takes it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Three primaries with a third of the slots each, and no replicas. */
export interface RedisCluster extends Topology {
  readonly nodes: readonly RedisServer[];
  /** The node that has the slot of a key. */
  nodeOf(key: string): Promise<RedisServer>;
  /** Every key, node by node. */
  keys(): Promise<readonly (readonly string[])[]>;
  /** Gives the slot of a key to another node, without the keys in it, which are deleted. */
  moveSlotOf(key: string): Promise<void>;
}

/** A primary, a replica of it, and a Sentinel that makes it the primary when the first is lost. */
export interface RedisWithSentinel extends Topology {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
}

/** Starts real servers and joins them to a cluster. */
export async function startRedisCluster(password = ''): Promise<RedisCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
  const login = password === '' ? [] : ['--requirepass', password, '--masterauth', password];
  const ports: number[] = [];
  const nodes: RedisServer[] = [];
  for (const index of [0, 1, 2]) {
    const bus = await freePort();
    ports.push(bus);
    const options = `--cluster-enabled yes --cluster-node-timeout ${LOST_AFTER_MS} --cluster-port ${bus}`;
    const files = ['--dir', folder, '--cluster-config-file', `nodes-${index}.conf`];
    nodes.push(await startRedis([...options.split(' '), ...files, ...login]));
  }
  const asking = async <R>(node: RedisServer, work: (redis: Redis) => Promise<R>): Promise<R> => {
    const redis = new Redis(node.port, '127.0.0.1', password === '' ? {} : { password });
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  };
  const [first] = nodes as [RedisServer];
  for (const [index, node] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((third) => Math.floor((third * SLOTS) / 3));
    await asking(node, async (redis) => {
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
      if (index > 0) {
        await redis.call('CLUSTER', 'MEET', '127.0.0.1', first.port, ports[0] ?? 0);
      }
    });
  }
  const isWhole = async (): Promise<boolean> => {
    const infos = await Promise.all(
      nodes.map((node) => asking(node, (redis) => redis.cluster('INFO'))),
    );
    return infos.every((info) => /cluster_state:ok[\s\S]*cluster_known_nodes:3/.test(info));
  };
  await until(isWhole, { what: 'a whole cluster', limitMs: READY_LIMIT_MS });

  const owners = async (key: string): Promise<{ slot: number; owner: RedisServer }> => {
    const [slot, ranges] = await asking(first, (redis) =>
      Promise.all([redis.cluster('KEYSLOT', key), redis.cluster('SLOTS')]),
    );
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
    const owner = nodes.find((node) => node.port === port);
    if (!owner) throw new Error(`No node has the slot ${slot}.`);
    return { slot, owner };
  };
  return {
    // The owner of our keys is not the only one that is named.
    url: `redis+cluster://${password === '' ? '' : `:${password}@`}${nodes.map(({ port }) => `127.0.0.1:${port}`).join()}`,
    nodes,
    nodeOf: async (key) => (await owners(key)).owner,
    keys: () => Promise.all(nodes.map((node) => asking(node, (redis) => redis.keys('*')))),
    async moveSlotOf(key) {
      const { slot, owner } = await owners(key);
      const target = nodes.find((node) => node !== owner) ?? owner;
      const id = await asking(target, (redis) => redis.cluster('MYID'));
      const hand = (redis: Redis) => redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', id);
      await asking(target, hand);
      await asking(owner, async (redis) => {
        // Replicas go on writing, and a node keeps a slot that has keys.
        for (let left = 50; left > 0; left--) {
          await redis.flushall();
          const moved = await hand(redis).catch((error: unknown) => {
            if (left === 1) throw error;
            return null;
          });
          if (moved !== null) return;
        }
      });
      for (const node of nodes) await asking(node, hand);
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts real servers; resolves when the Sentinel knows both. */
export async function startRedisWithSentinel(): Promise<RedisWithSentinel> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-sentinel-'));
  const primary = await startRedis(['--repl-diskless-sync-delay', '0']);
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(primary.port)]);
  // A Sentinel looks for replicas when it starts, and then every ten seconds.
  const copy = new Redis(replica.port, '127.0.0.1');
  await until(async () => (await copy.info('replication')).includes('master_link_status:up'), {
    what: 'a replica that follows',
    limitMs: READY_LIMIT_MS,
  });
  copy.disconnect();
  const sentinel = await startSentinel(join(folder, 'sentinel.conf'), [
    `sentinel monitor ${PRIMARY_NAME} 127.0.0.1 ${primary.port} 1`,
    `sentinel down-after-milliseconds ${PRIMARY_NAME} ${LOST_AFTER_MS}`,
    `sentinel failover-timeout ${PRIMARY_NAME} 4000`,
  ]);
  const redis = new Redis(sentinel.port, '127.0.0.1');
  const knowsReplica = async (): Promise<boolean> => {
    const replicas = await redis.call('SENTINEL', 'replicas', PRIMARY_NAME);
    return JSON.stringify(replicas).includes('"master-link-status","ok"');
  };
  await until(knowsReplica, { what: 'a Sentinel with a replica', limitMs: READY_LIMIT_MS });
  redis.disconnect();
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel.port}/${PRIMARY_NAME}`,
    primary,
    replica,
    async close() {
      await Promise.all([sentinel, primary, replica].map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
