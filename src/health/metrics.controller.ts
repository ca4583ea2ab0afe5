import { Controller, Get, type OnModuleInit, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { collectDefaultMetrics } from 'prom-client';
import { AccessFor } from '../ops/access-role.js';
import { Metrics } from '../ops/metrics.js';
import { ProblemResponses } from '../ops/problem.js';
import { HealthMetrics } from './health.metrics.js';

/** Prometheus' view of this instance. */
@ApiTags('operations')
@Controller('metrics')
@AccessFor('metrics')
@ProblemResponses(401, 403)
export class MetricsController implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly gauges: HealthMetrics,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.metrics.registry });
  }

  @Get()
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  @ApiOkResponse({
    description: 'One line a series',
    content: {
      'text/plain': {
        schema: { type: 'string' },
        example: '# TYPE voiceplate_calls_active gauge\nvoiceplate_calls_active 3\n',
      },
    },
  })
  async scrape(@Res() response: Response): Promise<void> {
    this.gauges.read();
    const { registry } = this.metrics;
    const text = await registry.metrics();
    response.type(registry.contentType).send(text);
  }
}
