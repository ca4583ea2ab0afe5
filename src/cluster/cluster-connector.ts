import { connect, isIP } from 'node:net';
import { connect as connectByTls } from 'node:tls';
import { AbstractConnector, Redis } from 'ioredis';
import { within } from '../common/time-limit.js';
import type { HostAndPort, RedisAddress } from '../config/redis-address.js';

/** Begins every key in a cluster. The braces are a hash tag: all keys have the slot of this one. */
export const CLUSTER_PREFIX = '{voiceplate}';
/** How long a socket that was closed may stay open. */
const DISCONNECT_LIMIT_MS = 100;

type ClusterAddress = Extract<RedisAddress, { kind: 'cluster' }>;

/**
 * How ioredis finds the server of a connection: the node that is the primary of our slot now.
 * All known nodes are asked at once; the first that knows is believed.
 *
 * @param limitMs for an answer of one of the nodes.
 */
export function clusterConnector(
  cluster: ClusterAddress,
  limitMs: number,
): new () => AbstractConnector {
  /** Those of the address, and those that the last answer told of. */
  let places = byName(cluster.nodes);

  const ask = async (node: HostAndPort): Promise<HostAndPort> => {
    const client = nodeClient(cluster, node, limitMs);
    // Failures reach the commands as well.
    client.on('error', () => undefined);
    try {
      const [slot, ranges] = await Promise.all([
        client.cluster('KEYSLOT', CLUSTER_PREFIX),
        client.cluster('SLOTS'),
      ]);
      // A node that does not know its own address gives none.
      const found = ranges.map(([first, last, ...nodes]) => ({
        isOurs: first <= slot && slot <= last,
        nodes: nodes.map(([host, port]) => ({ host: host || node.host, port })),
      }));
      places = byName([...cluster.nodes, ...found.flatMap(({ nodes }) => nodes)]);
      const primary = found.find(({ isOurs }) => isOurs)?.nodes[0];
      if (!primary) throw new Error('CLUSTERDOWN no node has the slot');
      return primary;
    } finally {
      client.disconnect();
    }
  };

  return class ClusterConnector extends AbstractConnector {
    constructor() {
      super(DISCONNECT_LIMIT_MS);
    }

    /** @throws the first node's error when none of them knows the primary. */
    async connect(): ReturnType<AbstractConnector['connect']> {
      this.connecting = true;
      const asked = [...places.values()].map(ask);
      const place = await within(Promise.any(asked), limitMs).catch((error: unknown) => {
        throw error instanceof AggregateError ? error.errors[0] : error;
      });
      // It was closed meanwhile.
      if (!this.connecting) throw new Error('connection closed');
      const { host } = place;
      this.stream = cluster.tls
        ? connectByTls({ ...place, ...(isIP(host) === 0 && { servername: host }) })
        : connect(place);
      this.stream.once('error', (error) => (this.firstError = error));
      return this.stream;
    }
  };
}

/** A connection for one question. */
function nodeClient(
  { tls, username, password }: ClusterAddress,
  { host, port }: HostAndPort,
  limitMs: number,
): Redis {
  return new Redis({
    host,
    port,
    connectionName: 'voiceplate',
    ...(tls && { tls: {} }),
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    connectTimeout: limitMs,
    commandTimeout: limitMs,
    disconnectTimeout: DISCONNECT_LIMIT_MS,
    enableReadyCheck: false,
    retryStrategy: null,
  });
}

/** The nodes, each once. */
function byName(nodes: readonly HostAndPort[]): ReadonlyMap<string, HostAndPort> {
  return new Map(nodes.map((node) => [`${node.host}:${node.port}`, node]));
}
