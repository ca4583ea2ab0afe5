import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../ops/problem.js';
import { StatusDto } from './status.dto.js';
import { StatusService } from './status.service.js';

/** The state of this instance, for operators. */
@ApiTags('operations')
@Controller('status')
@ProblemResponses(401, 403)
export class StatusController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @ApiOperation({ summary: 'Calls, providers, latency, dependencies and replicas at a glance' })
  @ApiOkResponse({ type: StatusDto })
  overview(): Promise<StatusDto> {
    return this.status.overview();
  }
}
