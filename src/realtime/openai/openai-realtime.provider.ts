import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, type TurnDetection } from '../../config/app-config.js';
import {
  VoiceProvider,
  type VoiceBrief,
  type VoiceCapabilities,
  type VoiceSession,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from '../voice-provider.js';
import { RefusalMemory } from '../../openai/refusal-memory.js';
import { RealtimeMetrics } from '../realtime.metrics.js';
import { keywordsOf } from '../../openai/transcription-settings.js';
import { OpenAiRealtimeSession } from './openai-realtime-session.js';
import { reasons } from './openai-session-config.js';
import type { DispensableSettings } from './refused-settings.js';
import { WarmPool, type WarmEvents } from './warm-pool.js';

/** A caller waits while the model thinks; the vendor recommends it to begin with. */
const DEFAULT_EFFORT = 'low';

/** Speech to speech over OpenAI's Realtime API (GA), mu-law end to end. */
@Injectable()
export class OpenAiRealtimeProvider extends VoiceProvider implements OnApplicationShutdown {
  readonly name = 'openai-realtime';
  readonly capabilities: VoiceCapabilities;
  private readonly logger = new Logger(OpenAiRealtimeProvider.name);
  private readonly refusals = new RefusalMemory<DispensableSettings>();
  private pool: WarmPool<OpenAiRealtimeSession> | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: RealtimeMetrics,
  ) {
    super();
    this.capabilities = {
      stream: true,
      longestPauseMs: longestPauseMs(config.openai.turnDetection),
    };
  }

  get unusable(): string | null {
    if (!this.config.ladder.realtimeEnabled) return 'USE_REALTIME_API is false';
    return this.config.openai.apiKey === null ? 'OPENAI_API_KEY is not set' : null;
  }

  override get warmSessions(): number {
    return this.pool?.ready ?? 0;
  }

  override keepWarm(count: number, brief: () => VoiceBrief): void {
    if (count > 0) this.pool ??= new WarmPool(count, (events) => this.connect(brief(), events));
  }

  onApplicationShutdown(): void {
    this.pool?.stop();
  }

  open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    const session = this.pool?.take() ?? this.connect(request);
    session.assign(request, listener);
    return session;
  }

  private connect(brief: VoiceBrief, events?: WarmEvents): OpenAiRealtimeSession {
    const { openai } = this.config;
    let measured: ((labels: { result: string }) => number) | null =
      this.metrics.connectSeconds.startTimer({ provider: this.name });
    const connected = (result: 'ok' | 'failed'): void => {
      measured?.({ result });
      measured = null;
    };
    return new OpenAiRealtimeSession(
      {
        provider: this.name,
        url: openai.realtimeUrl,
        apiKey: openai.apiKey ?? '',
        model: openai.realtimeModel,
      },
      {
        instructions: brief.instructions,
        tools: brief.tools,
        voice: openai.realtimeVoice,
        transcription: {
          model: openai.transcriptionModel,
          languages: brief.languages,
          keywords: keywordsOf(brief.vocabulary),
        },
        turnDetection: openai.turnDetection,
        reasons: reasons(openai.realtimeModel),
        reasoningEffort:
          openai.reasoningEffort ?? (reasons(openai.realtimeModel) ? DEFAULT_EFFORT : null),
        noiseReduction: openai.noiseReduction,
        retentionRatio: openai.retentionRatio,
      },
      this.refusals,
      this.logger,
      {
        configured: () => {
          connected('ok');
          events?.configured();
        },
        ended: (error) => {
          if (error) {
            connected('failed');
            this.failed(error);
          }
          events?.ended(error);
        },
        odd: (kind) => this.metrics.oddEvents.inc({ kind }),
      },
    );
  }
}

/** How long turn detection waits at most (protocol B2.3). */
function longestPauseMs(detection: TurnDetection): number {
  if (detection.kind === 'server_vad') return detection.silenceMs;
  return { low: 8_000, medium: 4_000, auto: 4_000, high: 2_000 }[detection.eagerness];
}
