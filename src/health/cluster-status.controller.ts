import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LatencyTrend } from '../calls/session/latency-trend.js';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { ProblemResponses } from '../ops/problem.js';
import { StandingFaults, type StandingFault } from '../ops/standing-faults.js';
import { ClusterStatusDto } from './status.dto.js';

const TOPIC = 'degraded';

/** What all replicas together know, for operators. */
@ApiTags('operations')
@Controller('status/cluster')
@ProblemResponses(401, 403)
export class ClusterStatusController {
  constructor(
    private readonly bus: ClusterBus,
    private readonly trend: LatencyTrend,
    faults: StandingFaults,
  ) {
    bus.answer(TOPIC, () => faults.list());
  }

  @Get()
  @ApiOperation({ summary: 'What is degraded on which replica, and latency by the minute' })
  @ApiOkResponse({ type: ClusterStatusDto })
  async overview(): Promise<ClusterStatusDto> {
    const [answers, latency] = await Promise.all([
      this.bus.ask<readonly StandingFault[]>(TOPIC),
      this.trend.everywhere(),
    ]);
    const degraded = answers.flatMap(({ instance, answer }) =>
      answer.map((fault) => ({ instance, ...fault })),
    );
    return { degraded: degraded.toSorted((a, b) => a.since.localeCompare(b.since)), latency };
  }
}
