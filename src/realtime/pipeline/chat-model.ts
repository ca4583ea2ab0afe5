import type { TraceSpan } from '../../ops/tracing/trace-span.js';
import type { ToolDefinition } from '../../common/tool-definition.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { VoiceUsage } from '../voice-provider.js';

/** One message of a conversation, in the order that models ask for. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      /** Empty when only tools were called. */
      readonly text: string;
      /** Each is followed by its `tool` message. */
      readonly calls: readonly ToolCall[];
    }
  | { readonly role: 'tool'; readonly callId: string; readonly output: string };

/** What an answer is made from. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  /** No tool may be called: the model has to speak. */
  readonly mustSpeak: boolean;
  /** What the request is a part of; absent or null: what its session is, if anything. */
  readonly trace?: TraceSpan | null;
}

/** A function call of an answer. */
export interface ChatCall extends ToolCall {
  /** False when the answer was cut off before the call was whole: it must not be run. */
  readonly finished: boolean;
}

/** The end of an answer. */
export interface ChatDone {
  readonly kind: 'done';
  /** `incomplete`: it was cut off, withheld or refused. */
  readonly status: 'completed' | 'incomplete';
  /** Why it is incomplete, in the service's code such as `length`; null when there is nothing to say. */
  readonly reason: string | null;
  readonly usage: VoiceUsage | null;
}

/** An answer as it is made: text in pieces and calls, then exactly one `done`. */
export type ChatEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** The calls as far as they are known; each time all of them. */
  | { readonly kind: 'calls'; readonly calls: readonly ChatCall[] }
  | ChatDone;

/** A language model that answers in text and calls tools. */
export interface ChatModel {
  readonly name: string;
  /** Throws a `ProviderError` when there is no answer; one that breaks off ends as incomplete. */
  answer(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}
