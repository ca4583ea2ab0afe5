import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { ProblemResponses } from '../ops/problem.js';
import { VoiceSessionListDto } from './realtime.dto.js';
import { RealtimeService, type VoiceSessionView } from './realtime.service.js';

/** Topic on which replicas are asked for the sessions they hold. */
const SESSIONS_TOPIC = 'realtime-sessions';

/** Open provider sessions, for operators. */
@ApiTags('realtime')
@Controller('realtime')
@ProblemResponses(401, 403)
export class RealtimeController {
  constructor(
    realtime: RealtimeService,
    private readonly bus: ClusterBus,
  ) {
    bus.answer(SESSIONS_TOPIC, () => realtime.sessions());
  }

  @Get('sessions')
  @ApiOperation({ summary: 'Provider sessions that are open, on any instance' })
  @ApiOkResponse({ type: VoiceSessionListDto })
  async sessions(): Promise<VoiceSessionListDto> {
    const answers = await this.bus.ask<readonly VoiceSessionView[]>(SESSIONS_TOPIC);
    const sessions = answers.flatMap(({ instance, answer }) =>
      answer.map((session) => ({ ...session, instance })),
    );
    return { count: sessions.length, sessions };
  }
}
