import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { StatusService, type Status } from './status.service.js';

/** The state of this instance, for operators. */
@ApiTags('operations')
@Controller('status')
export class StatusController {
  constructor(private readonly service: StatusService) {}

  @Get()
  @ApiOperation({ summary: 'Calls, providers, latency, dependencies and replicas at a glance' })
  status(): Promise<Status> {
    return this.service.status();
  }
}
