import { randomBytes } from 'node:crypto';
import type {
  RealtimeConversationItemAssistantMessage,
  RealtimeConversationItemFunctionCall,
  RealtimeConversationItemFunctionCallOutput,
  RealtimeConversationItemSystemMessage,
  RealtimeConversationItemUserMessage,
  RealtimeServerEvent,
} from 'openai/resources/realtime/realtime';

type WithoutEventId<Event> = Event extends unknown ? Omit<Event, 'event_id'> : never;

/** A server event of the Realtime API, before its id is added. */
export type ServerEvent = WithoutEventId<RealtimeServerEvent>;

/** Sends one event to the client; a no-op once the connection is gone. */
export type Send = (event: ServerEvent) => void;

/** The same for an event that is in no type. */
export type OddSend = (
  event: Readonly<Record<string, unknown>> & { readonly type: string },
) => void;

/** The conversation items that occur in a telephone call. */
export type ItemShape =
  | RealtimeConversationItemSystemMessage
  | RealtimeConversationItemUserMessage
  | RealtimeConversationItemAssistantMessage
  | RealtimeConversationItemFunctionCall
  | RealtimeConversationItemFunctionCallOutput;

/** An item that is part of a conversation. */
export type WireItem = ItemShape & { id: string };

/** The ids that the events of one part carry. */
export interface PartIds {
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
}

/** A fresh id, at most 32 characters. */
export function newId(prefix: 'sess' | 'conv' | 'event' | 'item' | 'resp' | 'call'): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}
