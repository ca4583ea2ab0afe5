import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { type ApiError, invalidRequest } from '../api-error.js';
import type { BrainInput, BrainItem } from '../brain.js';
import { faultOf } from './schemas.js';

/** The body of a chat request, checked against its schema and the rules between messages. */
export type ReadChatRequest =
  { readonly body: ChatCompletionCreateParamsStreaming } | { readonly error: ApiError };

export function readChatRequest(json: unknown): ReadChatRequest {
  const fault = faultOf('chat', json);
  if (fault !== null) return { error: invalidRequest('invalid_value', fault) };
  const body = json as ChatCompletionCreateParamsStreaming;
  const unanswered = unansweredCalls(body.messages);
  if (unanswered !== null) {
    return { error: invalidRequest('invalid_value', unanswered, 'messages') };
  }
  return { body };
}

/** Every call needs its reply, directly behind the message that made it (protocol B7.3). */
function unansweredCalls(messages: readonly ChatCompletionMessageParam[]): string | null {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (open.delete(message.tool_call_id)) continue;
      return `messages[${index}]: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.`;
    }
    if (open.size > 0) break;
    const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : [];
    open = new Set(calls.map(({ id }) => id));
    if (open.size < calls.length) return `messages[${index}]: duplicate tool_call_id.`;
  }
  if (open.size === 0) return null;
  const ids = [...open].join(', ');
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`;
}

/** The request as a brain sees it; the first system message is not part of the conversation. */
export function brainInput(messages: readonly ChatCompletionMessageParam[]): BrainInput {
  const [first, ...others] = messages;
  const said = first?.role === 'system' ? others : messages;
  return {
    items: said.flatMap(brainItems),
    instructions: null,
    trigger: said.at(-1)?.role === 'user' ? 'turn' : 'request',
  };
}

function brainItems(message: ChatCompletionMessageParam): BrainItem[] {
  const text = typeof message.content === 'string' ? message.content : '';
  switch (message.role) {
    case 'user':
      return [{ kind: 'user', text }];
    case 'tool':
      return [{ kind: 'tool-output', callId: message.tool_call_id, output: text }];
    case 'assistant': {
      const calls = (message.tool_calls ?? []).flatMap((call): BrainItem[] =>
        call.type === 'function' ? [{ kind: 'tool-call', callId: call.id, ...call.function }] : [],
      );
      return text === '' ? calls : [{ kind: 'assistant', text }, ...calls];
    }
    case 'system':
    case 'developer':
    case 'function':
      return [{ kind: 'system', text }];
  }
}
