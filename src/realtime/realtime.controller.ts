import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { RealtimeService, type VoiceSessionView } from './realtime.service.js';

/** Topic on which replicas are asked for the sessions they hold. */
const SESSIONS_TOPIC = 'realtime-sessions';

/** Open provider sessions, for operators. */
@ApiTags('realtime')
@Controller('realtime')
export class RealtimeController {
  constructor(
    realtime: RealtimeService,
    private readonly bus: ClusterBus,
  ) {
    bus.answer(SESSIONS_TOPIC, () => realtime.sessions());
  }

  @Get('sessions')
  @ApiOperation({ summary: 'Provider sessions that are open, on any instance' })
  async sessions(): Promise<{
    count: number;
    sessions: readonly (VoiceSessionView & { instance: string })[];
  }> {
    const answers = await this.bus.ask<readonly VoiceSessionView[]>(SESSIONS_TOPIC);
    const sessions = answers.flatMap(({ instance, answer }) =>
      answer.map((session) => ({ ...session, instance })),
    );
    return { count: sessions.length, sessions };
  }
}
