import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { ProviderError } from '../common/provider-error.js';
import type { CallVoice, CallVoiceListener, CallVoiceRequest } from './call-voice.js';
import type { ChatModel } from './pipeline/chat-model.js';
import { ChatProvider } from './chat/chat-provider.js';
import type { CircuitView } from './provider-circuit.js';
import { ProviderLadder, type Rung } from './provider-ladder.js';
import { ResilientSession } from './resilient-session.js';
import type { VoiceBrief, VoiceProvider, VoiceSessionState } from './voice-provider.js';

/** One rung of the ladder, as operators see it. */
export interface ProviderStatus {
  readonly name: string;
  readonly state: 'usable' | 'unusable';
  readonly circuit: CircuitView;
  /** Since when the circuit has not been closed, ISO 8601; null while it is. */
  readonly circuitOpenSince: string | null;
  readonly activeSessions: number;
  readonly warmSessions: number;
  /** Code of the newest failure; null while there was none. */
  readonly lastError: string | null;
  /** When that was, ISO 8601. */
  readonly lastErrorAt: string | null;
  /** Why it cannot be used; null when it can. */
  readonly reason: string | null;
}

/** A call's voice, as operators see it. */
export interface VoiceSessionView {
  readonly callSid: string;
  readonly provider: string;
  readonly model: string;
  readonly state: VoiceSessionState;
  /** Connections made for this call so far. */
  readonly attempts: number;
  readonly openedAt: string;
}

/** The rung of the order line that thinks with a chat model. */
export interface ChatRung {
  readonly name: string;
  readonly model: ChatModel;
  /** A turn was answered. */
  served(): void;
  /** A turn was given up; across calls that decides whether the rung is used. */
  gaveUp(error: ProviderError): void;
}

/** The door to the voices: one for each call, whichever provider speaks. */
@Injectable()
export class RealtimeService {
  private readonly voices = new Map<ResilientSession, { callSid: string; openedAt: string }>();

  constructor(
    private readonly config: AppConfig,
    private readonly ladder: ProviderLadder,
  ) {}

  /** True while a new call can be answered on the media stream. */
  get streamUsable(): boolean {
    return this.ladder.first()?.provider.capabilities.stream === true;
  }

  /** True while the keypad and speech line can take calls. */
  get ivrUsable(): boolean {
    return this.ladder.rungs.some(
      ({ provider }) => !provider.capabilities.stream && provider.unusable === null,
    );
  }

  /** The provider that answers calls off the stream now; null when none can. */
  get offStream(): string | null {
    return this.ladder.offStream()?.provider.name ?? null;
  }

  /** The rung that answers calls off the stream, if that is one with a chat model; otherwise null. */
  get chat(): ChatRung | null {
    const rung = this.ladder.offStream();
    if (!(rung?.provider instanceof ChatProvider)) return null;
    const { name, chat: model } = rung.provider;
    return {
      name,
      model,
      served: () => this.ladder.noteServed(rung),
      gaveUp: (error) => this.ladder.noteGivenUp(rung, error),
    };
  }

  /** Opens a voice on the first usable rung; null when that is not on the stream. */
  open(request: CallVoiceRequest, listener: CallVoiceListener): CallVoice | null {
    const rung = this.ladder.from(request.provider);
    if (!rung?.provider.capabilities.stream) return null;
    const { maxReconnectAttempts, reconnectDelayMs } = this.config.ladder;
    const limits = { maxAttempts: maxReconnectAttempts, baseDelayMs: reconnectDelayMs };
    const voice = new ResilientSession(rung, this.ladder, limits, request, listener, () =>
      this.voices.delete(voice),
    );
    this.voices.set(voice, { callSid: request.callSid, openedAt: new Date().toISOString() });
    return voice;
  }

  /** Keeps sessions connected and configured for calls to come, where a provider can. */
  keepWarm(brief: () => VoiceBrief): void {
    const { warmSessions } = this.config.ladder;
    for (const { provider } of this.ladder.rungs) {
      if (provider.unusable === null) provider.keepWarm(warmSessions, brief);
    }
  }

  /** Names the voice of `render`: another name sounds different. Null when there is none. */
  get rendersAs(): string | null {
    return this.renderer?.rendersAs ?? null;
  }

  /**
   * A text in the voice of the calls, mu-law at 8 kHz; null when no provider can speak it.
   * Rejects with a `ProviderError`.
   */
  async render(text: string): Promise<Buffer | null> {
    return (await this.renderer?.render(text)) ?? null;
  }

  private get renderer(): VoiceProvider | null {
    const speaks = ({ provider }: Rung): boolean =>
      provider.unusable === null && provider.rendersAs !== null;
    return this.ladder.rungs.find(speaks)?.provider ?? null;
  }

  sessions(): readonly VoiceSessionView[] {
    return [...this.voices].map(([voice, { callSid, openedAt }]) => ({
      callSid,
      provider: voice.provider,
      model: voice.model,
      state: voice.state,
      attempts: voice.attempts,
      openedAt,
    }));
  }

  providers(): readonly ProviderStatus[] {
    const speaking = [...this.voices.keys()].map((voice) => voice.provider);
    return this.ladder.rungs.map(({ provider, circuit }) => ({
      name: provider.name,
      state: provider.unusable === null ? 'usable' : 'unusable',
      circuit: circuit.view,
      circuitOpenSince: circuit.openSince,
      activeSessions: speaking.filter((name) => name === provider.name).length,
      warmSessions: provider.warmSessions,
      lastError: provider.lastFailure?.code ?? null,
      lastErrorAt: provider.lastFailure?.at ?? null,
      reason: provider.unusable,
    }));
  }
}
