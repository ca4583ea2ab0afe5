import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { OpenAiChatProvider } from './chat/openai-chat.provider.js';
import { IvrProvider } from './ivr/ivr.provider.js';
import { ModelWatch } from '../openai/models/model-watch.js';
import { OpenAiRealtimeProvider } from './openai/openai-realtime.provider.js';
import { OpenAiPipelineProvider } from './pipeline/openai-pipeline.provider.js';
import { ProviderCircuits } from './provider-circuits.js';
import { ProviderLadder, VOICE_PROVIDERS } from './provider-ladder.js';
import { RealtimeController } from './realtime.controller.js';
import { RealtimeMetrics } from './realtime.metrics.js';
import { RealtimeService } from './realtime.service.js';
import type { VoiceProvider } from './voice-provider.js';

/** Every voice provider. To add one: its folder, and its class here; `VOICE_PROVIDERS` may then name it. */
const PROVIDERS = [OpenAiRealtimeProvider, OpenAiPipelineProvider, OpenAiChatProvider, IvrProvider];

/** The voices of the calls: providers, the ladder they form, and what calls found out about them. */
@Module({
  controllers: [RealtimeController],
  providers: [
    ...PROVIDERS,
    {
      provide: VOICE_PROVIDERS,
      useFactory: (...providers: VoiceProvider[]) => providers,
      inject: PROVIDERS,
    },
    RealtimeMetrics,
    ProviderCircuits,
    ProviderLadder,
    RealtimeService,
    {
      provide: ModelWatch,
      useFactory: (config: AppConfig) => new ModelWatch(config, () => Date.now()),
      inject: [AppConfig],
    },
  ],
  exports: [RealtimeService, ModelWatch],
})
export class RealtimeModule {}
