import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { RealtimeService, type VoiceSessionView } from './realtime.service.js';

/** Open provider sessions, for operators. */
@ApiTags('realtime')
@Controller('realtime')
export class RealtimeController {
  constructor(
    private readonly realtime: RealtimeService,
    private readonly config: AppConfig,
  ) {}

  @Get('sessions')
  @ApiOperation({ summary: 'Provider sessions that are open on this instance' })
  sessions(): { count: number; sessions: readonly (VoiceSessionView & { instance: string })[] } {
    const { instance } = this.config;
    const sessions = this.realtime.sessions().map((session) => ({ ...session, instance }));
    return { count: sessions.length, sessions };
  }
}
