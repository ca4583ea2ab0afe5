import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { LocalSharedStore } from '../cluster/local-shared-store.js';
import type { RedisLink } from '../cluster/redis-link.js';
import { readEnvironment } from '../config/environment.js';
import { InProcessLiveEvents } from '../ops/live-events.js';
import { standIn } from '../../test/support/doubles/stand-in.js';
import type { ProviderCircuit } from './provider-circuit.js';
import { ProviderError } from '../common/provider-error.js';
import { ProviderCircuits } from './provider-circuits.js';
import type { VoiceProvider } from './voice-provider.js';

type Handler = (message: never, from: string) => void;

/** Delivers to the other replicas of a test at once; as JSON would arrive. */
class MemoryBus extends ClusterBus {
  /** How many messages this replica has told the others. */
  told = 0;
  private readonly handlers = new Map<string, Handler>();

  constructor(private readonly others: MemoryBus[]) {
    super();
    others.push(this);
  }

  broadcast(topic: string, message: unknown): void {
    this.told += 1;
    for (const other of this.others) {
      if (other === this) continue;
      other.handlers.get(topic)?.(JSON.parse(JSON.stringify(message)) as never, 'other');
    }
  }

  on<M>(topic: string, handler: (message: M, from: string) => void): void {
    this.handlers.set(topic, handler);
  }

  send(): Promise<boolean> {
    return Promise.resolve(false);
  }

  ask(): Promise<[]> {
    return Promise.resolve([]);
  }

  answer(): void {
    // Nobody is asked here.
  }
}

describe('ProviderCircuits', () => {
  /** One for all replicas. */
  let store: LocalSharedStore;
  let buses: MemoryBus[];
  let replicas: ProviderCircuits[];
  /** Replicas that asked the provider, in order. */
  let probes: string[];
  let works: boolean;
  /** Why probes fail. */
  let failure: Error;

  /** Boots a replica: its circuits, and the one of the provider. */
  const boot = async (): Promise<[ProviderCircuits, ProviderCircuit]> => {
    const instance = `replica-${replicas.length}`;
    const provider = standIn<VoiceProvider>({
      name: 'openai',
      probe: () => {
        probes.push(instance);
        return works ? Promise.resolve() : Promise.reject(failure);
      },
    });
    let up: () => void = () => undefined;
    const circuits = new ProviderCircuits(
      readEnvironment({ INSTANCE_ID: instance }),
      store,
      new MemoryBus(buses),
      new InProcessLiveEvents(),
      standIn<RedisLink>({ onUp: (listener) => void (up = listener) }),
    );
    replicas.push(circuits);
    const circuit = circuits.of(provider);
    up();
    await settle();
    return [circuits, circuit];
  };
  const settle = () => jest.advanceTimersByTimeAsync(0);
  const giveUp = async (...by: ProviderCircuits[]) => {
    for (const circuits of by) circuits.note('openai', 'gave-up');
    await settle();
  };

  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
    store = new LocalSharedStore();
    buses = [];
    replicas = [];
    probes = [];
    works = false;
    failure = new Error('away');
  });
  afterEach(() => {
    for (const circuits of replicas) circuits.onApplicationShutdown();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('count the calls of all replicas', async () => {
    const [a, circuitA] = await boot();
    const [b, circuitB] = await boot();
    await giveUp(a, b);
    expect([circuitA.view, circuitB.view]).toEqual(['closed', 'closed']);
    await giveUp(a);
    expect([circuitA.view, circuitB.view]).toEqual(['open', 'open']);
  });

  it('count anew everywhere when a call was served anywhere', async () => {
    const [a, circuitA] = await boot();
    const [b, circuitB] = await boot();
    await giveUp(a, a);
    b.note('openai', 'served');
    await giveUp(a, a);
    expect([circuitA.view, circuitB.view]).toEqual(['closed', 'closed']);
  });

  it('tell nobody of calls that change nothing', async () => {
    const [a] = await boot();
    const [b] = await boot();
    const told = (): readonly number[] => buses.map((bus) => bus.told);
    for (let call = 0; call < 100; call += 1) a.note('openai', 'served');
    expect(told()).toEqual([0, 0]);
    await giveUp(b);
    for (let call = 0; call < 100; call += 1) a.note('openai', 'served');
    expect(told()).toEqual([1, 1]);
    await giveUp(...Array<ProviderCircuits>(100).fill(b));
    expect(told()).toEqual([1, 4]);
  });

  it('tell a replica that boots during an outage', async () => {
    const [a] = await boot();
    await giveUp(a, a, a);
    await jest.advanceTimersByTimeAsync(600_000);
    const [, late] = await boot();
    await settle();
    expect(late.view).toBe('open');
  });

  it('let one replica probe for all, no oftener than one alone would', async () => {
    const [a] = await boot();
    await boot();
    await boot();
    await giveUp(a, a, a);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(probes.length).toBeGreaterThanOrEqual(8);
    expect(probes.length).toBeLessThanOrEqual(14);
  });

  it('close everywhere at once with the first probe that succeeds', async () => {
    const [a, circuitA] = await boot();
    const [, circuitB] = await boot();
    await giveUp(a, a, a);
    works = true;
    await jest.advanceTimersByTimeAsync(6_000);
    expect(probes).toHaveLength(1);
    expect([circuitA.view, circuitB.view]).toEqual(['closed', 'closed']);
    const [, late] = await boot();
    expect(late.view).toBe('closed');
  });

  const busyFor = (ms: number) =>
    new ProviderError('rate_limit_exceeded', 'busy', 'provider', true, ms);

  it('do not probe while the provider asks calls to wait', async () => {
    const [a] = await boot();
    await boot();
    for (let calls = 0; calls < 3; calls += 1) a.note('openai', 'gave-up', busyFor(120_000));
    await jest.advanceTimersByTimeAsync(119_000);
    expect(probes).toEqual([]);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(probes.length).toBeGreaterThan(0);
  });

  it('do not probe while the provider asks a probe to wait', async () => {
    const [a] = await boot();
    await boot();
    failure = busyFor(300_000);
    await giveUp(a, a, a);
    await jest.advanceTimersByTimeAsync(299_000);
    expect(probes).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(70_000);
    expect(probes).toHaveLength(2);
  });

  it('go on when the replica that probed is gone', async () => {
    const [a] = await boot();
    await boot();
    await giveUp(a, a, a);
    await jest.advanceTimersByTimeAsync(6_000);
    const prober = Number(probes[0]?.at(-1));
    replicas[prober]?.onApplicationShutdown();
    works = true;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(probes.at(-1)).toBe(`replica-${1 - prober}`);
    expect(await store.get('circuit:openai')).toBeNull();
  });
});
