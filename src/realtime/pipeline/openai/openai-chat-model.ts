import { Logger } from '@nestjs/common';
import { BadRequestError, type OpenAI } from 'openai';
import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { estimateCostUsd, type BilledTokens } from '../../../openai/openai-prices.js';
import type { VoiceUsage } from '../../voice-provider.js';
import { CostSum } from '../../cost-sum.js';
import type { ChatDone, ChatEvent, ChatMessage, ChatModel, ChatRequest } from '../chat-model.js';
import { readChatChunk } from './chat-chunk.js';
import { streamed } from '../../../openai/resilient-request.js';
import { providerErrorOf } from '../../../openai/rest-errors.js';
import { ToolCallCollector } from './tool-call-collector.js';

/** Longest answer, reasoning included; far more than a caller would listen to. */
const MAX_COMPLETION_TOKENS = 2_000;
/** From the quickest up; models differ in which they accept, and some accept none. */
const REASONING_EFFORTS = ['none', 'minimal', 'low', undefined] as const;

/** Values of `finish_reason` of an answer that is whole; `stop` may stand beside calls. */
const WHOLE = new Set(['stop', 'tool_calls', 'function_call']);
/** The values of one that is not. */
const CUT = new Set(['length', 'content_filter']);

/** Answers over `POST /v1/chat/completions`, streamed (protocol B7.3). */
export class OpenAiChatModel implements ChatModel {
  private readonly logger = new Logger(OpenAiChatModel.name);
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
    let finish: string | null = null;
    let refused = false;
    let tokens: BilledTokens | null = null;
    let odd = 0;
    let begun = false;
    let brokeOff = 'incomplete_answer';
    try {
      for await (const chunk of streamed(signal, (attempt) => this.open(request, attempt))) {
        begun = true;
        const read = readChatChunk(chunk);
        if (read.text !== '') yield { kind: 'text', text: read.text };
        const unread = read.fragments.filter((fragment) => !calls.add(fragment));
        if (read.fragments.length > 0) yield { kind: 'calls', calls: calls.known(false) };
        if (read.odd || unread.length > 0) odd += 1;
        refused ||= read.refused;
        finish = read.finish ?? finish;
        tokens = read.tokens ?? tokens;
      }
    } catch (cause) {
      const error = providerErrorOf(cause);
      if (!begun || !error.retryable || signal.aborted) throw error;
      brokeOff = error.code;
    }
    const usage = tokens && this.usageOf(tokens);
    if (odd > 0) this.logger.warn('Odd chunks in an answer', { model: this.name, count: odd });
    const end = endOf(refused ? 'refusal' : finish, brokeOff);
    const whole = end.status === 'completed';
    const known = calls.known(whole);
    if (known.length > 0) yield { kind: 'calls', calls: known };
    if (whole && calls.unusable) {
      yield { kind: 'done', status: 'incomplete', reason: 'unusable_call', usage };
    } else {
      yield { kind: 'done', ...end, usage };
    }
  }

  private async open(request: ChatRequest, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
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

  private usageOf(tokens: BilledTokens): VoiceUsage {
    this.costs.add(estimateCostUsd(this.name, tokens));
    return { ...tokens, ...this.costs.take() };
  }
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

function endOf(finish: string | null, brokeOff: string): Pick<ChatDone, 'status' | 'reason'> {
  if (finish === null) return { status: 'incomplete', reason: brokeOff };
  if (finish === 'refusal' || CUT.has(finish)) return { status: 'incomplete', reason: finish };
  // A reason that is not known yet is told, and the answer is taken as it is.
  return { status: 'completed', reason: WHOLE.has(finish) ? null : finish };
}
