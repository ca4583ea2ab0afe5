import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClusterBus } from '../../src/cluster/cluster-bus.js';
import { ClusterModule } from '../../src/cluster/cluster.module.js';
import { Membership } from '../../src/cluster/membership.js';
import { RedisLink } from '../../src/cluster/redis-link.js';
import { SharedStore } from '../../src/cluster/shared-store.js';
import { AppConfigModule } from '../../src/config/app-config.module.js';
import { AppConfig } from '../../src/config/app-config.js';
import { readEnvironment } from '../../src/config/environment.js';
import { EventHistory } from '../../src/ops/event-history.js';
import { Lifecycle } from '../../src/ops/lifecycle.js';
import { type LiveEvent, LiveEvents } from '../../src/ops/live-events.js';
import { Metrics } from '../../src/ops/metrics.js';
import { OpsModule } from '../../src/ops/ops.module.js';

/** The cluster room of one replica, with ears: it hears `greeting`s and answers to `name`. */
export class ClusterReplica {
  readonly heard: unknown[] = [];
  readonly events: LiveEvent[] = [];
  private closing: Promise<void> | null = null;

  private constructor(
    readonly name: string,
    private readonly app: INestApplicationContext,
  ) {
    this.bus.on('greeting', (message, from) => this.heard.push({ message, from }));
    this.bus.answer('name', () => name);
    app.get(LiveEvents).subscribe((event) => this.events.push(event));
  }

  static async start(name: string, redisUrl?: string): Promise<ClusterReplica> {
    const config = readEnvironment({
      INSTANCE_ID: name,
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    });
    const module = await Test.createTestingModule({
      imports: [AppConfigModule, OpsModule, ClusterModule],
    })
      .overrideProvider(AppConfig)
      .useValue(config)
      .compile();
    module.useLogger(false);
    const replica = new ClusterReplica(name, await module.init());
    replica.lifecycle.markReady();
    return replica;
  }

  get store(): SharedStore {
    return this.app.get(SharedStore);
  }
  get bus(): ClusterBus {
    return this.app.get(ClusterBus);
  }
  get members(): Membership {
    return this.app.get(Membership);
  }
  get link(): RedisLink {
    return this.app.get(RedisLink);
  }
  get lifecycle(): Lifecycle {
    return this.app.get(Lifecycle);
  }
  get known(): string[] {
    return this.members.instances().map(({ instance }) => instance);
  }

  /** Someone reads live events here from now on. */
  async readEvents(): Promise<void> {
    const history = this.app.get(EventHistory);
    history.follow(() => undefined);
    await history.ready();
  }

  publish(type: string): void {
    this.app.get(LiveEvents).publish({ type, at: new Date().toISOString(), data: {} });
  }

  metrics(): Promise<string> {
    return this.app.get(Metrics).registry.metrics();
  }

  close(): Promise<void> {
    return (this.closing ??= this.app.close());
  }
}
