import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { OpenAI } from 'openai';
import { AppConfig } from '../../config/app-config.js';
import {
  VoiceProvider,
  type VoiceCapabilities,
  type VoiceSession,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from '../voice-provider.js';
import { EnergyVad } from '../../audio/energy-vad.js';
import { TurnDetector } from '../../audio/turn-detector.js';
import { RealtimeMetrics } from '../realtime.metrics.js';
import { RequestWatch } from '../request-watch.js';
import { CostSum } from '../cost-sum.js';
import { OpenAiChatModel } from './openai/openai-chat-model.js';
import { OpenAiTranscriber } from './openai/openai-transcriber.js';
import { restClient } from '../../openai/rest-client.js';
import { PipelineSession, type Stages } from './pipeline-session.js';
import { RefusalMemory } from '../../openai/refusal-memory.js';
import { SpeechVoices } from '../speech/speech-voices.js';
import { keywordsOf, type TranscriptionSettings } from '../../openai/transcription-settings.js';

/** Used where the turn detection of OpenAI has no such setting. */
const DEFAULT_THRESHOLD = 0.5;
const DEFAULT_SILENCE_MS = 500;
/** What the stages of a session are made by. */
type StageRequest = Pick<VoiceSessionRequest, 'vocabulary' | 'languages' | 'trace'>;
/** For stages that no call uses. */
const NO_HINTS = { vocabulary: [], languages: [] };

/**
 * Transcription and chat model over OpenAI's REST API, and speech, on the same media stream. The
 * rung below speech to speech: slower. It speaks by a Realtime model of its own, or, independent
 * of the Realtime API, by a compatible service's `/audio/speech`.
 */
@Injectable()
export class OpenAiPipelineProvider extends VoiceProvider implements OnApplicationShutdown {
  readonly name = 'openai-pipeline';
  readonly capabilities: VoiceCapabilities = { stream: true };
  private readonly logger = new Logger(OpenAiPipelineProvider.name);
  private readonly refusals = new RefusalMemory<TranscriptionSettings>();
  private connected: OpenAI | null = null;
  private voices: SpeechVoices | null = null;

  private readonly watch: RequestWatch;

  constructor(
    private readonly config: AppConfig,
    metrics: RealtimeMetrics,
  ) {
    super();
    this.watch = new RequestWatch(metrics);
  }

  get unusable(): string | null {
    if (!this.config.ladder.realtimeEnabled) return 'USE_REALTIME_API is false';
    return this.config.openai.apiKey === null ? 'OPENAI_API_KEY is not set' : null;
  }

  open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    this.speech.prepare();
    this.logger.log('Voice pipeline started', { callSid: request.callSid });
    return new PipelineSession(
      this.name,
      this.stages(request),
      this.newTurnDetector(),
      request,
      listener,
      (error) => {
        if (error) this.failed(error);
      },
    );
  }

  override get rendersAs(): string {
    return this.speech.name;
  }

  override keepWarm(count: number): void {
    if (count > 0) this.speech.keepWarm();
  }

  onApplicationShutdown(): void {
    this.voices?.stop();
  }

  /** Has a word made and spoken: a session alone proves nothing, it makes no request. */
  override async probe(): Promise<void> {
    const { chat, speaker } = this.stages(NO_HINTS);
    const { signal } = new AbortController();
    const messages = [{ role: 'user', text: 'Say hello.' } as const];
    const answer = chat.answer({ messages, tools: [], mustSpeak: true }, signal);
    for await (const _ of answer) break;
    for await (const _ of speaker.speak('Hello.', signal)) break;
  }

  override async render(text: string): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    const { signal } = new AbortController();
    for await (const piece of this.stages(NO_HINTS).speaker.speak(text, signal, 'recording'))
      pieces.push(piece);
    return Buffer.concat(pieces);
  }

  private stages({ vocabulary, languages, trace }: StageRequest): Stages {
    const { openai } = this.config;
    const { watch } = this;
    const now = trace ?? (() => null);
    const client = this.client();
    const costs = new CostSum();
    const transcription = {
      model: openai.transcriptionModel,
      languages,
      keywords: keywordsOf(vocabulary),
    };
    return {
      transcriber: watch.transcriber(
        new OpenAiTranscriber(client, transcription, costs, this.refusals),
        now,
      ),
      chat: watch.chat(new OpenAiChatModel(client, openai.chatModel, costs), now),
      speaker: watch.speaker(this.speech.speaker(vocabulary), now),
    };
  }

  /** Made when it is first asked for: a provider that is not usable connects to nothing. */
  private get speech(): SpeechVoices {
    this.voices ??= new SpeechVoices(this.config.openai);
    return this.voices;
  }

  private client(): OpenAI {
    const { apiKey, baseUrl } = this.config.openai;
    this.connected ??= restClient(baseUrl, apiKey);
    return this.connected;
  }

  private newTurnDetector(): TurnDetector {
    const { turnDetection } = this.config.openai;
    const server = turnDetection.kind === 'server_vad' ? turnDetection : null;
    const threshold = server?.threshold ?? DEFAULT_THRESHOLD;
    // As server_vad's: 0.5 is a level of -40 dBFS, every 0.1 is 3 dB.
    const vad = new EnergyVad(-55 + 30 * threshold);
    return new TurnDetector(vad, server?.silenceMs ?? DEFAULT_SILENCE_MS);
  }
}
