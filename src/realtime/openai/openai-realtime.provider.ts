import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import {
  VoiceProvider,
  type VoiceCapabilities,
  type VoiceSession,
  type VoiceSessionInfo,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from '../voice-provider.js';
import { OpenAiRealtimeSession } from './openai-realtime-session.js';

/** Speech to speech over OpenAI's Realtime API (GA), mu-law end to end. */
@Injectable()
export class OpenAiRealtimeProvider extends VoiceProvider {
  readonly name = 'openai-realtime';
  readonly capabilities: VoiceCapabilities = { stream: true, truncates: true };
  private readonly logger = new Logger(OpenAiRealtimeProvider.name);
  private readonly openSessions = new Map<VoiceSession, { callSid: string; openedAt: string }>();
  private newestError: string | null = null;

  constructor(private readonly config: AppConfig) {
    super();
  }

  get unusable(): string | null {
    if (!this.config.ladder.realtimeEnabled) return 'USE_REALTIME_API is false';
    return this.config.openai.apiKey === null ? 'OPENAI_API_KEY is not set' : null;
  }

  get lastError(): string | null {
    return this.newestError;
  }

  sessions(): readonly VoiceSessionInfo[] {
    return [...this.openSessions].map(([session, { callSid, openedAt }]) => ({
      callSid,
      provider: this.name,
      model: session.model,
      state: session.state,
      attempts: 1,
      openedAt,
    }));
  }

  open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    const { openai } = this.config;
    const session = new OpenAiRealtimeSession(
      {
        provider: this.name,
        url: openai.realtimeUrl,
        apiKey: openai.apiKey ?? '',
        model: openai.realtimeModel,
      },
      {
        instructions: request.instructions,
        tools: request.tools,
        voice: openai.realtimeVoice,
        transcriptionModel: openai.transcriptionModel,
        turnDetection: openai.turnDetection,
      },
      request,
      listener,
      this.logger,
      (error) => {
        this.openSessions.delete(session);
        if (error) this.newestError = error.code;
      },
    );
    this.openSessions.set(session, {
      callSid: request.callSid,
      openedAt: new Date().toISOString(),
    });
    return session;
  }
}
