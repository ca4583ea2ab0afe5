import {
  BadRequestException,
  ConflictException,
  Controller,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { decodeCursor, encodeCursor } from '../common/paging.js';
import { ProblemResponses } from '../ops/problem.js';
import { DatabaseUnavailableError } from '../storage/engine.js';
import { CallLookup } from './state/call-lookup.js';
import { CallsStore } from './state/calls.store.js';
import type { EndedPage } from './state/calls.store.js';
import { callDetail, callSummary } from './call-views.js';
import {
  CallAcceptedDto,
  CallDetailDto,
  CallListDto,
  CallsQuery,
  StreamListDto,
} from './calls.dto.js';
import { scenarioOf } from './call-scenario.js';
import { ScenarioDto } from './scenario.dto.js';
import { CallControl, type CommandResult } from './ownership/call-control.js';
import { CallSessions } from './ownership/call-sessions.js';

const NONE: EndedPage = { calls: [], next: null };

/** Calls and streams, for operators. */
@ApiTags('calls')
@Controller()
@ProblemResponses(401, 403)
export class CallsController {
  constructor(
    private readonly control: CallControl,
    private readonly sessions: CallSessions,
    private readonly lookup: CallLookup,
    private readonly store: CallsStore,
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
  async list(@Query() query: CallsQuery): Promise<CallListDto> {
    const { state, limit, cursor } = query;
    const before = cursor === undefined ? null : positionOf(cursor);
    const live = before === null ? await this.live(state) : [];
    const wantsEnded = state === undefined || state === 'ended';
    const page = wantsEnded ? await this.ended(limit, before, state) : NONE;
    const liveSids = new Set(live.map(({ callSid }) => callSid));
    const ended = page.calls.filter(({ callSid }) => !liveSids.has(callSid));
    const calls = [...live, ...ended].map(callSummary);
    return {
      count: calls.length,
      calls,
      nextCursor: page.next === null ? null : encodeCursor(page.next),
    };
  }

  @Get('calls/:callSid')
  @ApiOperation({ summary: 'One call: who spoke when, what it waited for and cost, what happened' })
  @ApiOkResponse({ type: CallDetailDto })
  @ProblemResponses(404, 503)
  async find(@Param('callSid') callSid: string): Promise<CallDetailDto> {
    const call = await this.lookup.find(callSid);
    if (!call) throw new NotFoundException('There is no such call');
    return callDetail(call);
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
    const call = await this.lookup.find(callSid);
    if (!call) throw new NotFoundException('There is no such call');
    const scenario = scenarioOf(call);
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

  /** Ended calls; none while the database is away if live ones answer the query as well. */
  private async ended(limit: number, before: string | null, state: CallsQuery['state']) {
    try {
      return await this.store.ended(limit, before);
    } catch (error) {
      const missed = error instanceof DatabaseUnavailableError;
      if (missed && state === undefined && before === null) return NONE;
      throw error;
    }
  }

  private async live(state: CallsQuery['state']) {
    const calls = await this.lookup.live();
    return calls.filter((call) => state === undefined || call.state === state);
  }
}

/** The position that a cursor of this list stands for: `<startedAt> <callSid>`. */
function positionOf(cursor: string): string {
  const position = decodeCursor(cursor);
  if (position !== null && /^\S+ \S+$/.test(position)) return position;
  throw new BadRequestException('The cursor is not of this list.');
}

function accepted(callSid: string, done: CommandResult): CallAcceptedDto {
  if (done === 'unknown') throw new NotFoundException('There is no such call');
  if (done === 'over') throw new ConflictException('The call is already over');
  return { callSid };
}
