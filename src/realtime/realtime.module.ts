import { Module } from '@nestjs/common';
import { IvrProvider } from './ivr/ivr.provider.js';
import { OpenAiRealtimeProvider } from './openai/openai-realtime.provider.js';
import { OpenAiPipelineProvider } from './pipeline/openai-pipeline.provider.js';
import { ProviderCircuits } from './provider-circuits.js';
import { ProviderLadder, VOICE_PROVIDERS } from './provider-ladder.js';
import { RealtimeController } from './realtime.controller.js';
import { RealtimeService } from './realtime.service.js';
import type { VoiceProvider } from './voice-provider.js';

/** Voice providers. To add one: its folder, its line below, its name in `VOICE_PROVIDERS`. */
@Module({
  controllers: [RealtimeController],
  providers: [
    OpenAiRealtimeProvider,
    OpenAiPipelineProvider,
    IvrProvider,
    {
      provide: VOICE_PROVIDERS,
      useFactory: (...providers: VoiceProvider[]) => providers,
      inject: [OpenAiRealtimeProvider, OpenAiPipelineProvider, IvrProvider],
    },
    ProviderCircuits,
    ProviderLadder,
    RealtimeService,
  ],
  exports: [RealtimeService],
})
export class RealtimeModule {}
