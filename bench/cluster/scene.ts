import { setTimeout as delay } from 'node:timers/promises';
import { startRedisCluster } from '../../test/support/redis-topologies.js';
import { loadOf, type NodeLoad } from './node-load.js';
import { commandsFailed, SimulatedReplica } from './simulated-replica.js';

/** A cluster of replicas. */
export interface Size {
  readonly replicas: number;
  readonly callsEach: number;
}

/** What a window of a cluster has shown; rates are of a second. */
export interface SceneFigures {
  readonly size: Size;
  readonly calls: number;
  /** Of the node that has the most to do. */
  readonly busiest: Omit<NodeLoad, 'cpuMs'> & { readonly cpuPercent: number };
  /** Of the others together. */
  readonly restCpuPercent: number;
  /** Messages to a replica at which nobody reads live events; the most of all. */
  readonly idleMessages: number;
  /** Messages to a replica with a reader, and the events in them. */
  readonly readerMessages: number;
  readonly readerEvents: number;
  /** All replicas look for calls that were left behind, as they do once a minute, with what else goes on. */
  readonly sweep: { readonly commands: number; readonly ms: number };
  /** How long `/calls` takes to read all live calls, ms, and how many it has found. */
  readonly listMs: number;
  readonly listed: number;
  /** How many replicas a replica knows of at the end. */
  readonly known: number;
  /** Commands of the window that failed. */
  readonly failed: number;
  /** Time that this process was busy; near 100 it is the limit and not Redis. */
  readonly ownCpuPercent: number;
}

/** Those that are connected at the same time at the start. */
const AT_ONCE = 20;
/** Replicas at which someone reads live events. */
const READERS = 2;
/** First heartbeats and subscriptions are over. */
const SETTLE_MS = 4_000;

/** Runs a cluster for a while over a Redis Cluster of three nodes of its own. */
export async function measure(size: Size, windowMs: number): Promise<SceneFigures> {
  const redis = await startRedisCluster();
  const replicas = Array.from(
    { length: size.replicas },
    (_, number) => new SimulatedReplica(number, redis.url),
  );
  const loads = (): Promise<NodeLoad[]> => Promise.all(redis.nodes.map(({ port }) => loadOf(port)));
  try {
    for (let from = 0; from < replicas.length; from += AT_ONCE) {
      const next = replicas.slice(from, from + AT_ONCE);
      await Promise.all(next.map((replica) => replica.start(size.callsEach)));
    }
    const [readers, idle] = [replicas.slice(0, READERS), replicas.slice(READERS)];
    await Promise.all(readers.map((replica) => replica.read()));
    await delay(SETTLE_MS);

    const messages = replicas.map((replica) => replica.messages);
    const heard = replicas.map((replica) => replica.eventsHeard);
    const failedBefore = await commandsFailed();
    const [before, cpuBefore, from] = [await loads(), process.cpuUsage(), performance.now()];
    await delay(windowMs);
    const seconds = (performance.now() - from) / 1_000;
    const [after, cpu] = [await loads(), process.cpuUsage(cpuBefore)];
    const failed = (await commandsFailed()) - failedBefore;
    const rates = after.map((load, index) => rateOf(load, before[index] ?? load, seconds));
    const [busiest, ...rest] = rates.toSorted((a, b) => b.cpuMs - a.cpuMs);
    if (busiest === undefined) throw new Error('no node');
    const most = (of: readonly SimulatedReplica[], now: (replica: SimulatedReplica) => number) =>
      Math.max(...of.map(now)) / seconds;
    const messagesOf = (replica: SimulatedReplica): number =>
      replica.messages - (messages[replicas.indexOf(replica)] ?? 0);
    const eventsOf = (replica: SimulatedReplica): number =>
      replica.eventsHeard - (heard[replicas.indexOf(replica)] ?? 0);
    const [idleMessages, readerMessages] = [most(idle, messagesOf), most(readers, messagesOf)];
    const readerEvents = most(readers, eventsOf);

    const { cpuMs, ...counts } = busiest;
    const sweep = await sweepOf(replicas, loads);
    const listFrom = performance.now();
    const listed = (await replicas[0]?.liveCalls.list())?.length ?? 0;
    return {
      size,
      calls: size.replicas * size.callsEach,
      busiest: { ...counts, cpuPercent: cpuMs / 10 },
      restCpuPercent: rest.reduce((sum, load) => sum + load.cpuMs, 0) / 10,
      idleMessages,
      readerMessages,
      readerEvents,
      sweep,
      listMs: performance.now() - listFrom,
      listed,
      failed,
      known: replicas.at(-1)?.membership.instances().length ?? 0,
      ownCpuPercent: (cpu.user + cpu.system) / 1e4 / seconds,
    };
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await redis.close();
  }
}

/** What it costs that every replica looks for orphaned calls. */
async function sweepOf(
  replicas: readonly SimulatedReplica[],
  loads: () => Promise<NodeLoad[]>,
): Promise<SceneFigures['sweep']> {
  const [before, from] = [await loads(), performance.now()];
  await Promise.all(replicas.map((replica) => replica.sweep.sweep()));
  const ms = performance.now() - from;
  const spent = (await loads()).map(
    (load, index) => load.commands - (before[index]?.commands ?? 0),
  );
  return { commands: spent.reduce((sum, commands) => sum + commands, 0), ms };
}

function rateOf(after: NodeLoad, before: NodeLoad, seconds: number): NodeLoad {
  const rate = (of: keyof NodeLoad): number => (after[of] - before[of]) / seconds;
  return {
    commands: rate('commands'),
    cpuMs: rate('cpuMs'),
    bytesIn: rate('bytesIn'),
    bytesOut: rate('bytesOut'),
  };
}
