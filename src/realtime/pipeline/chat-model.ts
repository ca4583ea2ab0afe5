import type { ToolDefinition } from '../../common/tool-definition.js';
import type { ToolCall, VoiceUsage } from '../voice-provider.js';

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
}

/** An answer as it is made: text in pieces, then exactly one `done`. */
export type ChatEvent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'done';
      /** False when the answer was cut off or withheld. */
      readonly complete: boolean;
      readonly calls: readonly ToolCall[];
      readonly usage: VoiceUsage | null;
    };

/** A language model that answers in text and calls tools. */
export interface ChatModel {
  readonly name: string;
  /** Throws a `ProviderError`, also when the answer ends without a `done`. */
  answer(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}
