import { startBalancer } from '../../test/support/haproxy.js';
import type { RunningSystem } from './system.js';
import { startStores } from './stores.js';
import { VoicePlate } from './voiceplate.js';

/**
 * Starts replicas of VoicePlate, one on each of these cores, that share PostgreSQL and Redis, behind
 * HAProxy with the configuration of `deploy/haproxy`.
 */
export async function startReplicas(
  cores: readonly number[],
  providerUrl: string,
): Promise<RunningSystem> {
  const parts: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop();
  };
  try {
    const stores = await startStores();
    parts.push({ stop: () => stores.close() });
    const replicas: VoicePlate[] = [];
    for (const core of cores) {
      const replica = await VoicePlate.start({
        name: 'postgres',
        providerUrl,
        tracing: false,
        profiling: { cpu: false, heap: false, folder: '' },
        core,
        sharedStores: stores,
      });
      parts.push(replica);
      replicas.push(replica);
    }
    const balancer = await startBalancer(replicas.map(({ url }) => url));
    parts.push({ stop: () => balancer.close() });
    const [first] = replicas;
    if (first === undefined || first.arrival.kind === 'direct') throw new RangeError('No core.');
    return {
      name: 'replicas',
      pids: replicas.flatMap(({ pids }) => pids),
      startMs: null,
      arrival: { ...first.arrival, localUrl: balancer.url },
      loopDelayMs: async () => {
        const delays = await Promise.all(replicas.map((replica) => replica.loopDelayMs()));
        return delays.every((delay) => delay !== null) ? Math.max(...delays) : null;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
