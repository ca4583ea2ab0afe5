import { ProviderError } from '../../common/provider-error.js';
import type { ToolCall } from '../../common/tool-call.js';
import { providerErrorOf } from '../../openai/rest-errors.js';
import type { ChatEvent, ChatModel, ChatRequest } from '../pipeline/chat-model.js';
import type { VoiceUsage } from '../voice-provider.js';

/** An answer of a chat model that has come to its end. */
export interface WholeAnswer {
  /** Empty when only tools are called. */
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly usage: VoiceUsage | null;
}

/**
 * Asks a chat model and waits for the end of its answer.
 *
 * @throws ProviderError when there is none, when it is late for the signal, or when it is not
 * whole; the code is then the reason that the service gives, such as `content_filter`.
 */
export async function wholeAnswer(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<WholeAnswer> {
  try {
    return await collected(model.answer(request, signal));
  } catch (cause) {
    if (signal.aborted) throw new ProviderError('too_slow', 'the answer is late', 'provider', true);
    throw providerErrorOf(cause);
  }
}

async function collected(events: AsyncIterable<ChatEvent>): Promise<WholeAnswer> {
  let text = '';
  let calls: readonly ToolCall[] = [];
  for await (const event of events) {
    if (event.kind === 'text') text += event.text;
    else if (event.kind === 'calls') {
      calls = event.calls.map(({ callId, name, arguments: args }) => ({
        callId,
        name,
        arguments: args,
      }));
    } else if (event.status === 'completed') return { text, calls, usage: event.usage };
    else {
      const code = event.reason ?? 'incomplete_answer';
      throw new ProviderError(code, 'the answer is not whole', 'provider', true);
    }
  }
  throw new ProviderError('incomplete_answer', 'the answer has no end', 'provider', true);
}
