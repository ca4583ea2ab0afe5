import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CallsModule } from '../calls/calls.module.js';
import { MenuModule } from '../menu/menu.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { Answerability } from './answerability.js';
import { ClusterStatusController } from './cluster-status.controller.js';
import { DegradedWatch } from './degraded-watch.js';
import { DependencyChecks } from './dependency-checks.js';
import { HealthController } from './health.controller.js';
import { HealthMetrics } from './health.metrics.js';
import { CapacityHealthIndicator } from './indicators/capacity.health.js';
import { DatabaseHealthIndicator } from './indicators/database.health.js';
import { DiskHealthIndicator } from './indicators/disk.health.js';
import { EventLoopHealthIndicator } from './indicators/event-loop.health.js';
import { LifecycleHealthIndicator } from './indicators/lifecycle.health.js';
import { MemoryHealthIndicator } from './indicators/memory.health.js';
import { MenuHealthIndicator } from './indicators/menu.health.js';
import { ModelsHealthIndicator } from './indicators/models.health.js';
import { OpenAiHealthIndicator } from './indicators/openai.health.js';
import { RedisHealthIndicator } from './indicators/redis.health.js';
import { MetricsController } from './metrics.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';

/** Everything of this room that Nest makes; tests put doubles beneath it. */
export const HEALTH_PROVIDERS = [
  Answerability,
  DegradedWatch,
  DependencyChecks,
  HealthMetrics,
  StatusService,
  DatabaseHealthIndicator,
  DiskHealthIndicator,
  RedisHealthIndicator,
  OpenAiHealthIndicator,
  ModelsHealthIndicator,
  MenuHealthIndicator,
  EventLoopHealthIndicator,
  MemoryHealthIndicator,
  LifecycleHealthIndicator,
  CapacityHealthIndicator,
];

/** What operators, Prometheus and Kubernetes ask. Reads from every part, changes none. */
@Module({
  // A failing probe is an answer, not an event: without this Terminus logs an error each time.
  imports: [TerminusModule.forRoot({ logger: false }), CallsModule, MenuModule, RealtimeModule],
  controllers: [
    HealthController,
    StatusController,
    ClusterStatusController,
    MetricsController,
    QuarantineController,
  ],
  providers: HEALTH_PROVIDERS,
})
export class HealthModule {}
