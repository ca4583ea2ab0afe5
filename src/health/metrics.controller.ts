import { Controller, Get, type OnModuleInit, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { collectDefaultMetrics } from 'prom-client';
import { CallsService } from '../calls/calls.service.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { Metrics } from '../ops/metrics.js';
import { RealtimeService } from '../realtime/realtime.service.js';
import { Database } from '../storage/database.js';

/** Prometheus' view of this instance. */
@ApiTags('operations')
@Controller('metrics')
export class MetricsController implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly lifecycle: Lifecycle,
    private readonly calls: CallsService,
    private readonly realtime: RealtimeService,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.metrics.registry });
  }

  @Get()
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  @ApiOkResponse({ description: 'text/plain' })
  async scrape(@Res() response: Response): Promise<void> {
    this.readGauges();
    const { registry } = this.metrics;
    const text = await registry.metrics();
    response.type(registry.contentType).send(text);
  }

  /** State that others own is read when it is asked for, so that no copy can go stale. */
  private readGauges(): void {
    const { metrics } = this;
    const { active, max, streams } = this.calls.stats();
    metrics.gauge('calls_active', 'Calls in progress on this instance').set(active);
    metrics.gauge('calls_max', 'Calls this instance takes at once').set(max);
    metrics.gauge('streams_active', 'Open media streams').set(streams);
    metrics
      .gauge('ready', '1 while this instance takes new calls')
      .set(this.lifecycle.state === 'ready' ? 1 : 0);
    metrics.gauge('database_up', '1 while the database answers').set(this.database.up ? 1 : 0);

    const usable = metrics.gauge('provider_usable', '1 while calls can use it', ['provider']);
    const sessions = metrics.gauge('provider_sessions', 'Open sessions of calls', ['provider']);
    const warm = metrics.gauge('provider_warm_sessions', 'Sessions kept ready', ['provider']);
    for (const status of this.realtime.providers()) {
      const labels = { provider: status.name };
      usable.set(labels, status.state === 'usable' ? 1 : 0);
      sessions.set(labels, status.activeSessions);
      warm.set(labels, status.warmSessions);
    }
  }
}
