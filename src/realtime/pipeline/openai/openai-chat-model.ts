import { BadRequestError, type OpenAI } from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { ProviderError } from '../../provider-error.js';
import { estimateCostUsd, type BilledTokens } from '../../openai/openai-prices.js';
import type { VoiceUsage } from '../../voice-provider.js';
import { CostSum } from '../cost-sum.js';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../chat-model.js';
import { streamed } from './resilient-request.js';
import { ToolCallCollector } from './tool-call-collector.js';

/** Longest answer, reasoning included; far more than a caller would listen to. */
const MAX_COMPLETION_TOKENS = 2_000;
/** From the quickest up; models differ in which they accept, and some accept none. */
const REASONING_EFFORTS = ['none', 'minimal', 'low', undefined] as const;

/** Answers over `POST /v1/chat/completions`, streamed (protocol B7.3). */
export class OpenAiChatModel implements ChatModel {
  /** Index of the quickest effort that the model has not refused; found out once a process. */
  private effort = 0;

  constructor(
    private readonly client: OpenAI,
    readonly name: string,
    /** What was spent for the answer before it was asked for. */
    private readonly costs = new CostSum(),
  ) {}

  async *answer(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void, undefined> {
    const calls = new ToolCallCollector();
    let finish: ChatCompletionChunk.Choice['finish_reason'] = null;
    let usage: VoiceUsage | null = null;
    for await (const chunk of streamed(signal, (attempt) => this.open(request, attempt))) {
      if (chunk.usage) usage = this.readUsage(chunk.usage);
      const [choice] = chunk.choices;
      if (!choice) continue;
      const text = choice.delta.content ?? choice.delta.refusal ?? '';
      if (text !== '') yield { kind: 'text', text };
      for (const fragment of choice.delta.tool_calls ?? []) calls.add(fragment);
      finish = choice.finish_reason ?? finish;
    }
    if (finish === null) {
      throw new ProviderError('incomplete_answer', 'the answer broke off', 'provider', true);
    }
    const complete = finish === 'stop' || finish === 'tool_calls';
    // A call in a cut-off answer may itself be cut off.
    yield { kind: 'done', complete, calls: complete ? calls.finish() : [], usage };
  }

  private async open(
    request: ChatRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ChatCompletionChunk>> {
    const effort = this.effort;
    try {
      return await this.client.chat.completions.create(this.body(request), { signal });
    } catch (error) {
      const refused = error instanceof BadRequestError && namesEffort(error);
      if (!refused || effort >= REASONING_EFFORTS.length - 1) throw error;
      // Another call may have found it out in the meantime.
      if (this.effort === effort) this.effort += 1;
      return this.open(request, signal);
    }
  }

  private body({ messages, tools, mustSpeak }: ChatRequest): ChatCompletionCreateParamsStreaming {
    const effort = REASONING_EFFORTS[this.effort];
    return {
      model: this.name,
      messages: messages.map(wireMessage),
      ...(tools.length > 0 && {
        tools: tools.map(({ name, description, parameters }) => ({
          type: 'function',
          function: { name, description, parameters },
        })),
        tool_choice: mustSpeak ? 'none' : 'auto',
      }),
      ...(effort !== undefined && { reasoning_effort: effort }),
      max_completion_tokens: MAX_COMPLETION_TOKENS,
      stream: true,
      stream_options: { include_usage: true },
    };
  }

  private readUsage(usage: CompletionUsage): VoiceUsage {
    const tokens = readTokens(usage);
    this.costs.add(estimateCostUsd(this.name, tokens));
    return { ...tokens, ...this.costs.take() };
  }
}

function readTokens(usage: CompletionUsage): BilledTokens {
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    inputTextTokens: usage.prompt_tokens - cachedTokens,
    inputAudioTokens: 0,
    cachedTokens,
    cachedAudioTokens: 0,
    outputTextTokens: usage.completion_tokens,
    outputAudioTokens: 0,
  };
}

function namesEffort({ param, message }: BadRequestError): boolean {
  return param === 'reasoning_effort' || message.includes('reasoning_effort');
}

function wireMessage(message: ChatMessage): ChatCompletionMessageParam {
  if (message.role === 'tool') {
    return { role: 'tool', tool_call_id: message.callId, content: message.output };
  }
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  const { text, calls } = message;
  if (calls.length === 0) return { role: 'assistant', content: text };
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: calls.map((call) => ({
      id: call.callId,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}
