import { Inject, Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import {
  VoiceProvider,
  type VoiceSession,
  type VoiceSessionInfo,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from './voice-provider.js';

/** Injection token of the list of providers; their order comes from `VOICE_PROVIDERS`. */
export const VOICE_PROVIDERS = Symbol('VOICE_PROVIDERS');

/** One rung of the ladder, as operators see it. */
export interface ProviderStatus {
  readonly name: string;
  readonly state: 'usable' | 'unusable';
  readonly circuit: 'closed' | 'open' | 'half-open';
  readonly activeSessions: number;
  readonly warmSessions: number;
  readonly lastError: string | null;
  /** Why it cannot be used; null when it can. */
  readonly reason: string | null;
}

/** The door to the providers: which can be used, and a session with the first that can. */
@Injectable()
export class RealtimeService {
  private readonly ladder: readonly VoiceProvider[];

  constructor(config: AppConfig, @Inject(VOICE_PROVIDERS) providers: readonly VoiceProvider[]) {
    this.ladder = config.ladder.providers.flatMap((name) =>
      providers.filter((provider) => provider.name === name),
    );
  }

  /** True while a call can be answered on the media stream. */
  get streamUsable(): boolean {
    return this.firstUsable() !== null;
  }

  /** Opens a session with the first usable provider; null when there is none. */
  open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession | null {
    return this.firstUsable()?.open(request, listener) ?? null;
  }

  sessions(): readonly VoiceSessionInfo[] {
    return this.ladder.flatMap((provider) => provider.sessions());
  }

  providers(): readonly ProviderStatus[] {
    return this.ladder.map((provider) => ({
      name: provider.name,
      state: provider.unusable === null ? 'usable' : 'unusable',
      circuit: 'closed',
      activeSessions: provider.sessions().length,
      warmSessions: 0,
      lastError: provider.lastError,
      reason: provider.unusable,
    }));
  }

  private firstUsable(): VoiceProvider | null {
    return (
      this.ladder.find(({ unusable, capabilities }) => unusable === null && capabilities.stream) ??
      null
    );
  }
}
