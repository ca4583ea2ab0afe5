import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { ProviderError } from '../../common/provider-error.js';
import { restClient } from '../../openai/rest-client.js';
import { providerErrorOf } from '../../openai/rest-errors.js';
import type { ChatEvent, ChatModel, ChatRequest } from '../pipeline/chat-model.js';
import { OpenAiChatModel } from '../pipeline/openai/openai-chat-model.js';
import { RealtimeMetrics } from '../realtime.metrics.js';
import { RequestWatch } from '../request-watch.js';
import type { VoiceCapabilities, VoiceSession } from '../voice-provider.js';
import { ChatProvider } from './chat-provider.js';
import { wholeAnswer } from './whole-answer.js';

/** Longest time until a probe has its answer, ms. */
const PROBE_LIMIT_MS = 8_000;

/**
 * The order line with a chat model: Twilio's speech recognition and voice, OpenAI's chat model and
 * the function tools in between. A rung below the stream, which needs neither audio nor a socket.
 */
@Injectable()
export class OpenAiChatProvider extends ChatProvider {
  readonly name = 'openai-chat';
  readonly capabilities: VoiceCapabilities = { stream: false };
  private model: ChatModel | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: RealtimeMetrics,
  ) {
    super();
  }

  get unusable(): string | null {
    return this.config.openai.apiKey === null ? 'OPENAI_API_KEY is not set' : null;
  }

  open(): VoiceSession {
    throw new ProviderError('no_stream', 'not on the stream', 'request', false);
  }

  /** Made when it is first asked for; its failures show in `/status`. */
  get chat(): ChatModel {
    this.model ??= this.newModel();
    return this.model;
  }

  /** Has a word made. */
  override async probe(): Promise<void> {
    const messages = [{ role: 'user', text: 'Say hello.' } as const];
    const request = { messages, tools: [], mustSpeak: true };
    await wholeAnswer(this.chat, request, AbortSignal.timeout(PROBE_LIMIT_MS));
  }

  private newModel(): ChatModel {
    const { apiKey, baseUrl, chatModel } = this.config.openai;
    const watch = new RequestWatch(this.metrics);
    const model = watch.chat(
      new OpenAiChatModel(restClient(baseUrl, apiKey), chatModel),
      () => null,
    );
    return {
      name: model.name,
      answer: (request, signal) => this.watched(model, request, signal),
    };
  }

  private async *watched(
    model: ChatModel,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void, undefined> {
    try {
      yield* model.answer(request, signal);
    } catch (cause) {
      const error = providerErrorOf(cause);
      this.failed(error);
      throw error;
    }
  }
}
