import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CallsModule } from '../calls/calls.module.js';
import { MenuModule } from '../menu/menu.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { HealthIndicators } from './health-indicators.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';

/** What operators, Prometheus and Kubernetes ask. Reads from every part, changes none. */
@Module({
  // A failing probe is an answer, not an event: without this Terminus logs an error each time.
  imports: [TerminusModule.forRoot({ logger: false }), CallsModule, MenuModule, RealtimeModule],
  controllers: [HealthController, StatusController, MetricsController],
  providers: [HealthIndicators, StatusService],
})
export class HealthModule {}
