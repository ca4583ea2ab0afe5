import { pipeline } from 'node:stream/promises';
import {
  ConflictException,
  Controller,
  Get,
  Header,
  HttpCode,
  Logger,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { errorFields } from '../common/error-fields.js';
import { ProblemResponses } from '../ops/problem.js';
import { DatabaseUnavailableError } from '../storage/engine.js';
import { CallListing } from './call-listing.js';
import { CallLookup } from './state/call-lookup.js';
import { callDetail } from './call-views.js';
import {
  CallAcceptedDto,
  CallDetailDto,
  CallExportQuery,
  CallListDto,
  CallsQuery,
  StreamListDto,
} from './calls.dto.js';
import { scenarioOf } from './call-scenario.js';
import { ScenarioDto } from './scenario.dto.js';
import { CallControl, type CommandResult } from './ownership/call-control.js';
import { CallSessions } from './ownership/call-sessions.js';

const CSV_EXAMPLE =
  'callSid,from,to,state,outcome,provider,instance,startedAt,endedAt,durationMs,turns,orderId,orderState,orderTotalCents\r\n' +
  'CA0123456789abcdef0123456789abcdef,+1******0100,+1******0199,ended,finished,openai-realtime,replica-1,2026-11-27T18:03:11.870Z,2026-11-27T18:04:40.120Z,88250,5,,,\r\n';

/** Calls and streams, for operators. */
@ApiTags('calls')
@Controller()
@ProblemResponses(401, 403)
export class CallsController {
  private readonly logger = new Logger(CallsController.name);

  constructor(
    private readonly control: CallControl,
    private readonly sessions: CallSessions,
    private readonly lookup: CallLookup,
    private readonly listing: CallListing,
    private readonly config: AppConfig,
  ) {}

  @Get('streams')
  @ApiOperation({ summary: 'Media streams that are open, on all replicas' })
  @ApiOkResponse({ type: StreamListDto })
  async streams(): Promise<StreamListDto> {
    const streams = await this.sessions.everywhere();
    return { count: streams.length, streams };
  }

  @Get('calls')
  @ApiOperation({ summary: 'Live calls first, then ended ones, newest first' })
  @ApiOkResponse({ type: CallListDto })
  @ProblemResponses(400, 503)
  list(@Query() query: CallsQuery): Promise<CallListDto> {
    return this.listing.page(query);
  }

  @Get('calls/:callSid')
  @ApiOperation({ summary: 'One call: who spoke when, what it waited for and cost, what happened' })
  @ApiOkResponse({ type: CallDetailDto })
  @ProblemResponses(404, 503)
  async find(@Param('callSid') callSid: string): Promise<CallDetailDto> {
    const found = await this.lookup.whole(callSid);
    if (!found) throw new NotFoundException('There is no such call');
    return callDetail(found);
  }

  // After the route above: Nest takes the more specific of two only when it is declared later.
  @Get('calls/export')
  @ApiOperation({ summary: 'All calls that `GET /calls` lists for the same query, as CSV' })
  @ApiOkResponse({
    description: 'RFC 4180, with a line of names first; a connection that breaks has lost calls',
    content: { 'text/csv': { schema: { type: 'string' }, example: CSV_EXAMPLE } },
  })
  @ProblemResponses(400, 503)
  async export(@Query() query: CallExportQuery, @Res() response: Response): Promise<void> {
    const pieces = this.listing.csv(query);
    // What is refused is refused before anything is sent.
    const first = await pieces.next();
    const day = new Date().toISOString().slice(0, 10);
    response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
    response.setHeader('Content-Disposition', `attachment; filename="calls-${day}.csv"`);
    response.setHeader('Cache-Control', 'no-store');
    response.write(first.value ?? '');
    // An error breaks the connection, so that no part of the list is taken for all of it.
    await pipeline(pieces, response).catch((error: unknown) => {
      this.logger.warn('Export of calls broke off', errorFields(error));
    });
  }

  @Get('calls/:callSid/scenario')
  @Header('Content-Disposition', 'attachment; filename="scenario.json"')
  @ApiOperation({
    summary: 'The call as a scenario that `npm run call -- --scenario FILE` plays again',
    description:
      "The caller's words, keys, pauses and interruptions, and what the assistant said and called. It has no telephone number.",
  })
  @ApiOkResponse({ type: ScenarioDto })
  @ProblemResponses(404, 409, 503)
  async scenario(@Param('callSid') callSid: string): Promise<ScenarioDto> {
    const found = await this.lookup.whole(callSid);
    if (!found) throw new NotFoundException('There is no such call');
    if (found.history === 'newest') throw new DatabaseUnavailableError();
    const scenario = scenarioOf(found.call);
    if (scenario.turns.length > 0) return scenario;
    throw new ConflictException('The caller has said nothing in this call that could be played');
  }

  @Post('calls/:callSid/hangup')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ends the call' })
  @ApiAcceptedResponse({ type: CallAcceptedDto })
  @ProblemResponses(404, 409, 503)
  async hangUp(@Param('callSid') callSid: string): Promise<CallAcceptedDto> {
    return accepted(callSid, await this.control.hangUp(callSid));
  }

  @Post('calls/:callSid/transfer')
  @HttpCode(202)
  @ApiOperation({ summary: 'Rings at HUMAN_TRANSFER_NUMBER for the caller' })
  @ApiAcceptedResponse({ type: CallAcceptedDto })
  @ProblemResponses(404, 409, 503)
  async transfer(@Param('callSid') callSid: string): Promise<CallAcceptedDto> {
    if (this.config.twilio.humanNumbers.length === 0) {
      throw new ConflictException('HUMAN_TRANSFER_NUMBER is not set');
    }
    return accepted(callSid, await this.control.transfer(callSid));
  }
}

function accepted(callSid: string, done: CommandResult): CallAcceptedDto {
  if (done === 'unknown') throw new NotFoundException('There is no such call');
  if (done === 'over') throw new ConflictException('The call is already over');
  return { callSid };
}
