import { setTimeout as wait } from 'node:timers/promises';
import type { ClusterBus } from '../src/cluster/cluster-bus.js';
import { ClusterMetrics } from '../src/cluster/cluster.metrics.js';
import { LiveEventsRelay } from '../src/cluster/live-events-relay.js';
import { RedisLink } from '../src/cluster/redis-link.js';
import { readEnvironment } from '../src/config/environment.js';
import { EventHistory, type PlacedEvent } from '../src/ops/event-history.js';
import { InProcessLiveEvents } from '../src/ops/live-events.js';
import { Metrics } from '../src/ops/metrics.js';
import { eventually, until } from './support/eventually.js';
import { standIn } from './support/doubles/stand-in.js';
import { startRedis, type RedisServer } from './support/redis.js';

/** Longer than events are gathered for before they are told. */
const TOLD_MS = 400;

/** The live events of a replica. */
class Replica {
  /** What readers here have been told: the number of each event. */
  readonly read: number[] = [];
  /** What came from other replicas, with readers or not. */
  readonly heard: number[] = [];
  lastPlace = '';
  readonly link: RedisLink;
  private readonly events = new InProcessLiveEvents();
  private readonly history = new EventHistory(this.events);
  private readonly relay: LiveEventsRelay;
  /** What the bus would call, by topic. */
  readonly handlers = new Map<string, (message: never, from: string) => void>();
  private stopReading: (() => void) | null = null;

  private constructor(instance: string, redisUrl: string) {
    const config = readEnvironment({ INSTANCE_ID: instance, REDIS_URL: redisUrl });
    const metrics = new ClusterMetrics(config, new Metrics());
    this.link = new RedisLink(config, metrics);
    const bus = standIn<ClusterBus>({ on: (topic, handler) => this.handlers.set(topic, handler) });
    this.relay = new LiveEventsRelay(this.events, this.history, this.link, metrics, bus);
    this.events.subscribe(({ data }, origin) => {
      if (origin === 'elsewhere') this.heard.push(data['number'] as number);
    });
  }

  static async start(instance: string, redisUrl: string): Promise<Replica> {
    const replica = new Replica(instance, redisUrl);
    replica.history.onModuleInit();
    replica.relay.onModuleInit();
    await replica.link.onModuleInit();
    return replica;
  }

  tell(...numbers: readonly number[]): void {
    for (const number of numbers) {
      this.events.publish({ type: 'turn', at: new Date().toISOString(), data: { number } });
    }
  }

  async beginReading(): Promise<void> {
    this.stopReading = this.history.follow(({ event, place }: PlacedEvent) => {
      this.read.push(event.data['number'] as number);
      this.lastPlace = place;
    });
    await this.history.ready();
  }

  endReading(): void {
    this.stopReading?.();
    this.stopReading = null;
  }

  /** The numbers of what a reader is told who was told everything up to a place; null: not known. */
  async since(place: string): Promise<readonly number[] | null> {
    const missed = await this.history.since(place);
    if (missed.kind === 'unknown') return null;
    return missed.events.map(({ event }) => event.data['number'] as number);
  }

  async close(): Promise<void> {
    this.endReading();
    await this.relay.onApplicationShutdown();
    await this.link.onApplicationShutdown();
    this.history.onModuleDestroy();
  }
}

describe('Live events of several replicas', () => {
  let redis: RedisServer;
  const replicas: Replica[] = [];

  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map((replica) => replica.close()));
    await redis.close();
  });

  async function start(count: number): Promise<readonly Replica[]> {
    for (let index = 0; index < count; index += 1) {
      replicas.push(await Replica.start(`replica-${index}`, redis.url));
    }
    return replicas;
  }

  it('are told where someone reads them, and nowhere else', async () => {
    const [one, reading, idle] = (await start(3)) as [Replica, Replica, Replica];
    one.tell(1);
    await wait(TOLD_MS);
    await reading.beginReading();
    one.tell(2, 3);
    idle.tell(4);
    reading.tell(5);
    await until(() => reading.read.length === 4, { what: 'four events' });
    expect(new Set(reading.read)).toEqual(new Set([2, 3, 4, 5]));
    expect([one.heard, idle.heard]).toEqual([[], []]);

    reading.endReading();
    await wait(TOLD_MS);
    one.tell(6);
    await wait(TOLD_MS);
    expect(reading.heard).not.toContain(6);
  });

  it('leave nothing out for a reader who comes from another replica, where nobody has read', async () => {
    const [one, two, three] = (await start(3)) as [Replica, Replica, Replica];
    // Longer than the time by which replicas overlap.
    await wait(2_100);
    await one.beginReading();
    one.tell(1);
    two.tell(2);
    await until(() => one.read.length === 2, { what: 'two events' });
    const place = one.lastPlace;
    one.endReading();
    one.tell(3);
    two.tell(4);
    three.tell(5);
    await three.beginReading();
    await eventually(async () => {
      expect(await three.since(place)).toEqual(expect.arrayContaining([3, 4, 5]));
    });
    const told = (await three.since(place)) ?? [];
    expect(new Set(told).size).toBe(told.length);
  });

  it('leave nothing out for a reader who comes back to where nobody read meanwhile', async () => {
    const [one, two] = (await start(2)) as [Replica, Replica];
    await wait(2_100);
    await one.beginReading();
    one.tell(1);
    const place = one.lastPlace;
    one.endReading();
    two.tell(2);
    one.tell(3);
    await wait(TOLD_MS);
    await one.beginReading();
    expect(await one.since(place)).toEqual(expect.arrayContaining([2, 3]));
    // Those that it has read since are told exactly.
    two.tell(4);
    await until(() => one.read.includes(4), { what: 'the fourth' });
    two.tell(5);
    const later = one.lastPlace;
    await until(() => one.read.includes(5), { what: 'the fifth' });
    expect(await one.since(later)).toEqual([5]);
  });

  it('are told again after Redis was away, and what is not known is said to be unknown', async () => {
    const [one, two] = (await start(2)) as [Replica, Replica];
    await wait(2_100);
    await one.beginReading();
    two.tell(1);
    await until(() => one.read.includes(1), { what: 'the first' });
    const place = one.lastPlace;
    await redis.stop();
    two.tell(2);
    one.tell(3);
    expect(one.read).toContain(3);
    await wait(TOLD_MS);
    await redis.start();
    await until(() => one.link.up && one.link.listening && two.link.up, { what: 'Redis' });
    expect(await one.since(place)).toBeNull();
    await eventually(async () => {
      two.tell(4);
      await wait(200);
      expect(one.read).toContain(4);
    });
  });

  it('are heard of replicas of an earlier version, and nothing else that the bus brings', async () => {
    const [one] = (await start(1)) as [Replica];
    await one.beginReading();
    const heard = one.handlers.get('live-event') as (message: unknown, from: string) => void;
    const at = new Date().toISOString();
    heard({ id: 'earlier-1', type: 'turn', at, data: { number: 7 } }, 'earlier');
    for (const odd of [null, 7, 'x', {}, { id: 'earlier-2', type: 'turn', at }]) heard(odd, 'odd');
    expect(one.read).toEqual([7]);
  });

  it('are told together, however many there are', async () => {
    const [one, reading] = (await start(2)) as [Replica, Replica];
    await reading.beginReading();
    const commands = async (): Promise<number> => {
      const info = await one.link.run((client) => client.info('commandstats'));
      return Number(/^cmdstat_xadd:calls=(\d+)/m.exec(info)?.[1] ?? 0);
    };
    const before = await commands();
    for (let round = 0; round < 10; round += 1) {
      one.tell(...Array.from({ length: 100 }, (_, index) => round * 100 + index));
      await wait(20);
    }
    await until(() => reading.read.length === 1_000, { what: 'all of them' });
    expect(reading.read).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    expect((await commands()) - before).toBeLessThanOrEqual(6);
  });
});
