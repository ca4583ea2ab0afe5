import { Injectable } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { Membership } from '../cluster/membership.js';
import { AppConfig } from '../config/app-config.js';
import { MenuService } from '../menu/menu.service.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { ModelWatch } from '../openai/models/model-watch.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { DegradedWatch } from './degraded-watch.js';
import { DatabaseHealthIndicator } from './indicators/database.health.js';
import { RedisHealthIndicator } from './indicators/redis.health.js';
import type { StatusDto } from './status.dto.js';

/** Gathers what `/status` shows from the parts that know it. */
@Injectable()
export class StatusService {
  constructor(
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly calls: CallsService,
    private readonly realtime: RealtimeService,
    private readonly models: ModelWatch,
    private readonly menu: MenuService,
    private readonly eventLoop: EventLoopMonitor,
    private readonly membership: Membership,
    private readonly databaseHealth: DatabaseHealthIndicator,
    private readonly redisHealth: RedisHealthIndicator,
    private readonly degraded: DegradedWatch,
  ) {}

  async overview(): Promise<StatusDto> {
    const { config } = this;
    const { state } = this.lifecycle;
    const { streams, ...calls } = this.calls.stats();
    const [database, redis, degraded, instances] = await Promise.all([
      this.databaseHealth.check(),
      this.redisHealth.check(),
      this.degraded.look(),
      this.membership.current(),
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
      models: { checkedAt: this.models.checkedAt, used: this.models.models() },
      latency: this.calls.latency(),
      eventLoop: { p99Ms: this.eventLoop.p99Ms },
      dependencies: {
        database: database.database,
        redis: redis.redis,
        menu: this.menu.status(),
      },
      degraded,
      cluster: { instances },
    };
  }
}
