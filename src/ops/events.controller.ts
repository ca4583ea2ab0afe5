import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { EventStreams } from './event-streams.js';
import { ProblemResponses } from './problem.js';

const EXAMPLE = `id: 0b7e1f38-6f0a-4a0e-8d5e-3f1f6f0c9a11.70.1795802740650
event: provider
data: {"id":"0b7e1f38-6f0a-4a0e-8d5e-3f1f6f0c9a11-70","type":"provider","at":"2026-11-27T18:05:40.650Z","data":{"provider":"openai-realtime","givenUp":"http_401"}}

`;

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
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  stream(@Req() request: Request, @Res() response: Response): void {
    this.streams.stream(request, response);
  }
}
