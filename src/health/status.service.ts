import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { CallsService } from '../calls/calls.service.js';
import { type InstanceView, Membership } from '../cluster/membership.js';
import { AppConfig } from '../config/app-config.js';
import { MenuService } from '../menu/menu.service.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { Lifecycle, type LifecycleState } from '../ops/lifecycle.js';
import { type ProviderStatus, RealtimeService } from '../realtime/realtime.service.js';
import { DatabaseHealthIndicator } from './indicators/database.health.js';
import { RedisHealthIndicator } from './indicators/redis.health.js';

/** Answer of `GET /status`. */
export interface Status {
  readonly service: string;
  readonly version: string;
  readonly instance: string;
  readonly state: LifecycleState;
  readonly uptimeSeconds: number;
  readonly calls: { active: number; total: number; rejected: number; max: number };
  readonly streams: { active: number };
  readonly realtime: {
    enabled: boolean;
    fallbackEnabled: boolean;
    providers: readonly ProviderStatus[];
  };
  readonly latency: ReturnType<CallsService['latency']>;
  readonly eventLoop: { p99Ms: number };
  readonly dependencies: {
    database: unknown;
    redis: unknown;
    menu: ReturnType<MenuService['status']>;
  };
  readonly cluster: { instances: readonly InstanceView[] };
}

/** Gathers what `/status` shows from the parts that know it. */
@Injectable()
export class StatusService {
  constructor(
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly calls: CallsService,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly eventLoop: EventLoopMonitor,
    private readonly membership: Membership,
    private readonly databaseHealth: DatabaseHealthIndicator,
    private readonly redisHealth: RedisHealthIndicator,
  ) {}

  async status(): Promise<Status> {
    const { config } = this;
    const { state } = this.lifecycle;
    const { streams, ...calls } = this.calls.stats();
    const [database, redis] = await Promise.all([
      this.databaseHealth.check(),
      this.redisHealth.check(),
    ]);
    return {
      service: config.service,
      version: config.version,
      instance: config.instance,
      state,
      uptimeSeconds: Math.round(process.uptime()),
      calls,
      streams: { active: streams },
      realtime: {
        enabled: config.ladder.realtimeEnabled,
        fallbackEnabled: config.ladder.fallbackEnabled,
        providers: this.realtime.providers(),
      },
      latency: this.calls.latency(),
      eventLoop: { p99Ms: this.eventLoop.p99Ms },
      dependencies: {
        database: only(database),
        redis: only(redis),
        menu: this.menu.status(),
      },
      cluster: { instances: this.membership.instances() },
    };
  }
}

/** A health result without its key. */
function only(result: HealthIndicatorResult): unknown {
  return Object.values(result)[0];
}
