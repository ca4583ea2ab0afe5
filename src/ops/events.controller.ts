import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { EventStreams } from './event-streams.js';
import { ProblemResponses } from './problem.js';

/** Live events of all replicas. */
@ApiTags('operations')
@Controller()
@ProblemResponses(401, 403)
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  @Get('events')
  @ApiOperation({ summary: 'Calls, turns, orders and provider states as they happen' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was read; what came after it is told first',
  })
  @ApiOkResponse({
    description:
      'Without end; `data` is JSON: `id`, `type`, which is the name of the event, `at`, `data`, ' +
      'as `docs/asyncapi.yaml` has them. ' +
      'The event `reset` in answer to a `Last-Event-ID` says that what was missed is not known.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  stream(@Req() request: Request, @Res() response: Response): void {
    this.streams.stream(request, response);
  }
}
