import { Module } from '@nestjs/common';
import { OpenAiRealtimeProvider } from './openai/openai-realtime.provider.js';
import { RealtimeController } from './realtime.controller.js';
import { RealtimeService, VOICE_PROVIDERS } from './realtime.service.js';
import type { VoiceProvider } from './voice-provider.js';

/** Voice providers. To add one: its folder, its line below, its name in `VOICE_PROVIDERS`. */
@Module({
  controllers: [RealtimeController],
  providers: [
    OpenAiRealtimeProvider,
    {
      provide: VOICE_PROVIDERS,
      useFactory: (...providers: VoiceProvider[]) => providers,
      inject: [OpenAiRealtimeProvider],
    },
    RealtimeService,
  ],
  exports: [RealtimeService],
})
export class RealtimeModule {}
