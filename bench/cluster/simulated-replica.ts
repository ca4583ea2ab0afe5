import { standIn } from '../../test/support/doubles/stand-in.js';
import type { CallsStore } from '../../src/calls/state/calls.store.js';
import { Call } from '../../src/calls/call/call.js';
import type { OwnedCalls } from '../../src/calls/ownership/owned-calls.js';
import { OrphanSweep } from '../../src/calls/ownership/orphan-sweep.js';
import { CallsMetrics } from '../../src/calls/calls.metrics.js';
import { LiveCalls } from '../../src/calls/state/live-calls.js';
import type { UnreadableSnapshots } from '../../src/calls/state/unreadable-snapshots.js';
import { ClusterMetrics } from '../../src/cluster/cluster.metrics.js';
import { ClusterNews } from '../../src/cluster/cluster-news.js';
import { LiveEventsRelay } from '../../src/cluster/live-events-relay.js';
import { RedisClusterBus } from '../../src/cluster/redis-cluster-bus.js';
import { RedisLink } from '../../src/cluster/redis-link.js';
import { RedisMembership } from '../../src/cluster/redis-membership.js';
import { RedisSharedStore } from '../../src/cluster/redis-shared-store.js';
import { readEnvironment } from '../../src/config/environment.js';
import { EventHistory } from '../../src/ops/event-history.js';
import { Lifecycle } from '../../src/ops/lifecycle.js';
import { InProcessLiveEvents } from '../../src/ops/live-events.js';
import { Metrics } from '../../src/ops/metrics.js';
import { StandingFaults } from '../../src/ops/standing-faults.js';
import { ProviderCircuits } from '../../src/realtime/provider-circuits.js';
import type { VoiceProvider } from '../../src/realtime/voice-provider.js';

/** What a call does in a second, on average. */
export const PACE = {
  /** A snapshot is put down and an event is told: half a turn, as `npm run bench` has them. */
  changes: 0.5,
  /** Calls end, new ones begin, and each has an order and a served provider: three minutes each. */
  ends: 1 / 180,
};
/** As the product does. */
const RENEW_MS = 1_000;
/** Turns of a call in its middle, which its snapshot has. */
const TURNS = 12;
const PROVIDER = 'openai-realtime';

/** One for all, as a process has one registry. */
const metrics = new Metrics();

/** Commands to Redis that have failed so far, of all replicas. */
export async function commandsFailed(): Promise<number> {
  const metric = metrics.registry.getSingleMetric('voiceplate_redis_commands_failed_total');
  const { values = [] } = (await metric?.get()) ?? {};
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** Counts the messages that arrive. */
class CountingLink extends RedisLink {
  messages = 0;

  override subscribe(channel: string, listener: (message: string) => void): void {
    super.subscribe(channel, this.counted(listener));
  }

  override join(channel: string, listener: (message: string) => void): Promise<boolean> {
    return super.join(channel, this.counted(listener));
  }

  private counted(listener: (message: string) => void): (message: string) => void {
    return (message) => {
      this.messages += 1;
      listener(message);
    };
  }
}

/**
 * What a replica with calls does with Redis, by the product's own classes; there is no audio, no
 * provider, and no database.
 */
export class SimulatedReplica {
  readonly instance: string;
  readonly membership: RedisMembership;
  readonly sweep: OrphanSweep;
  readonly liveCalls: LiveCalls;
  /** Live events of other replicas that were told here. */
  eventsHeard = 0;
  private readonly link: CountingLink;
  private readonly events = new InProcessLiveEvents();
  private readonly history = new EventHistory(this.events);
  private readonly relay: LiveEventsRelay;
  private readonly news: ClusterNews;
  private readonly circuits: ProviderCircuits;
  private readonly calls = new Map<string, Call>();
  private readonly timers: NodeJS.Timeout[] = [];
  private begun = 0;
  private stopReading: (() => void) | null = null;

  constructor(number: number, redisUrl: string) {
    this.instance = `replica-${number}`;
    const config = readEnvironment({ INSTANCE_ID: this.instance, REDIS_URL: redisUrl });
    const clusterMetrics = new ClusterMetrics(config, metrics);
    const lifecycle = new Lifecycle();
    lifecycle.markReady();
    this.link = new CountingLink(config, clusterMetrics);
    this.membership = new RedisMembership(config, lifecycle, this.link);
    this.membership.countCallsBy(() => this.calls.size);
    const bus = new RedisClusterBus(config, clusterMetrics, this.link, this.membership);
    const shared = new RedisSharedStore(this.link);
    this.relay = new LiveEventsRelay(this.events, this.history, this.link, clusterMetrics, bus);
    this.news = new ClusterNews('kitchen-news', bus, shared, () => undefined);
    this.circuits = new ProviderCircuits(config, shared, bus, this.events, this.link);
    this.circuits.of(standIn<VoiceProvider>({ name: PROVIDER }));
    this.liveCalls = new LiveCalls(
      config,
      this.link,
      new CallsMetrics(metrics),
      new StandingFaults(metrics),
      standIn<UnreadableSnapshots>({}),
    );
    this.sweep = new OrphanSweep(
      config,
      this.liveCalls,
      standIn<OwnedCalls>({ get: (callSid) => this.calls.get(callSid) }),
      standIn<CallsStore>({ closeOlderThan: () => Promise.resolve() }),
      this.membership,
      shared,
    );
    this.events.subscribe((_, origin) => {
      if (origin === 'elsewhere') this.eventsHeard += 1;
    });
  }

  /** Messages that have arrived, of any channel. */
  get messages(): number {
    return this.link.messages;
  }

  /** Connects, and begins its calls. */
  async start(calls: number): Promise<void> {
    this.history.onModuleInit();
    this.relay.onModuleInit();
    await this.link.onModuleInit();
    this.membership.onModuleInit();
    for (let call = 0; call < calls; call += 1) await this.begin();
    const every = (ms: number, act: () => void): void => {
      this.timers.push(setInterval(act, ms));
    };
    every(RENEW_MS, () => void this.liveCalls.renew([...this.calls.values()]));
    if (calls === 0) return;
    every(1_000 / (calls * PACE.changes), () => this.change());
    every(1_000 / (calls * PACE.ends), () => void this.replace());
  }

  /** Someone reads live events here. */
  async read(): Promise<void> {
    this.stopReading = this.history.follow(() => undefined);
    await this.history.ready();
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopReading?.();
    this.news.close();
    this.circuits.onApplicationShutdown();
    this.history.onModuleDestroy();
    await Promise.all([
      this.membership.onApplicationShutdown(),
      this.relay.onApplicationShutdown(),
    ]);
    await this.link.onApplicationShutdown();
  }

  private async begin(): Promise<void> {
    const callSid = `CA-${this.instance}-${this.begun++}`;
    const call = new Call({ callSid, from: '+12125550178', to: '+12125550100' }, this.instance, 0);
    for (let turn = 0; turn < TURNS; turn += 1) {
      call.callerBegan(false);
      call.callerEnded(`turn-${turn}`, 0);
      call.callerSaid(
        `turn-${turn}`,
        'I would like two large Margheritas with extra basil, please.',
      );
      call.note('tool', { name: 'add_item', durationMs: 12 });
      call.turnCompleted();
    }
    call.state = 'active';
    const fresh = call.snapshot();
    const lease = await this.liveCalls.acquire({ callSid, heldFence: null, steal: false, fresh });
    if (lease.kind !== 'owned') throw new Error(`${callSid} is ${lease.kind}`);
    call.fence = lease.fence;
    this.calls.set(callSid, call);
  }

  /** The call that has waited longest says something. */
  private change(): void {
    const call = this.calls.values().next().value;
    if (call === undefined) return;
    this.calls.delete(call.callSid);
    this.calls.set(call.callSid, call);
    void this.liveCalls.put(call.snapshot(), call.fence);
    this.tell('turn', call);
  }

  /** A call ends with an order, and another begins. */
  private async replace(): Promise<void> {
    const call = this.calls.values().next().value;
    if (call === undefined) return;
    this.calls.delete(call.callSid);
    call.state = 'ended';
    call.outcome = 'finished';
    this.circuits.note(PROVIDER, 'served');
    this.news.tell();
    this.tell('order', call);
    await this.liveCalls.put(call.snapshot(), call.fence);
    await this.begin();
  }

  private tell(type: 'turn' | 'order', { callSid, from, instance, startedAt, turns }: Call): void {
    const last = {
      role: 'assistant',
      text: 'Two large Margheritas with extra basil. Anything else?',
    };
    const data = { callSid, from, instance, startedAt, state: 'active', turns, last };
    this.events.publish({ type, at: new Date().toISOString(), data });
  }
}
