import { Controller, Get, type OnModuleInit, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { collectDefaultMetrics } from 'prom-client';
import { AccessFor } from '../ops/access-role.js';
import { Metrics } from '../ops/metrics.js';
import { ProblemResponses } from '../ops/problem.js';
import { HealthMetrics } from './health.metrics.js';

/** Gauges of prom-client with the ending of a counter; the sum of the same names without it. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

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
    const { registry } = this.metrics;
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
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
