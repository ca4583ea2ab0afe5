import type {
  RealtimeClientEvent,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { payloadMs } from '../../audio/mulaw-format.js';
import type { HistoryItem, ToolCall } from '../voice-provider.js';
import type { BilledTokens } from './openai-prices.js';

/**
 * OpenAI Realtime's wire format (GA), both directions; nothing else knows it. Server events
 * become the few facts the session acts on; unknown ones are `other`, junk is null.
 */
export type OpenAiEvent =
  | AudioDelta
  | {
      readonly kind: 'assistant-text';
      readonly responseId: string;
      readonly itemId: string;
      /** What is added to the item's text. */
      readonly text: string;
    }
  | { readonly kind: 'session-created' }
  | { readonly kind: 'session-updated'; readonly pcmu: boolean }
  | { readonly kind: 'speech-started' }
  | { readonly kind: 'speech-stopped'; readonly turnId: string }
  | { readonly kind: 'committed' }
  | { readonly kind: 'output-added' }
  | { readonly kind: 'caller-text'; readonly turnId: string; readonly text: string }
  | { readonly kind: 'caller-text-failed'; readonly code: string }
  | { readonly kind: 'response-created'; readonly responseId: string }
  | ResponseDone
  | ServerError
  | { readonly kind: 'other' };

/** A piece of an assistant item's audio; `payload` is base64 mu-law. */
export interface AudioDelta {
  readonly kind: 'audio';
  readonly responseId: string;
  readonly itemId: string;
  readonly payload: string;
  readonly durationMs: number;
}

/** A finished response: what was said, what is to be done, what it cost. */
export interface ResponseDone {
  readonly kind: 'response-done';
  readonly responseId: string;
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  readonly errorCode: string | null;
  /** `status_details.reason`, such as `content_filter` or `turn_detected`; null when none is given. */
  readonly reason: string | null;
  readonly messages: readonly ResponseMessage[];
  /** The calls of a response of any status; see `finished`. */
  readonly toolCalls: readonly ResponseCall[];
  readonly tokens: BilledTokens | null;
}

/** What the assistant said in one item of a response. */
export interface ResponseMessage {
  readonly itemId: string;
  readonly text: string;
  /** False when the item is text only, so that the caller heard nothing of it. */
  readonly spoken: boolean;
}

/** A function call as it stands in a finished response. */
export interface ResponseCall extends ToolCall {
  /** False when the response was cut off before the call was whole (protocol B3.5). */
  readonly finished: boolean;
}

/** Something the service refuses or cannot do; `eventId` names the client event, if one is meant. */
export interface ServerError {
  readonly kind: 'error';
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  /** Path of the setting at fault, such as `session.reasoning.effort`; null when none is named. */
  readonly param: string | null;
  readonly eventId: string | null;
}

const AUDIO_DELTA = '{"type":"response.output_audio.delta",';
const OTHER: OpenAiEvent = { kind: 'other' };
/** Ids, indexes and the type come before the audio and are far shorter than this. */
const AUDIO_HEADER_MAX = 512;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads one text frame of the server; null for anything that is not an event. */
export function readServerEvent(frame: Buffer): OpenAiEvent | null {
  return readAudioDelta(frame) ?? readParsed(frame);
}

/**
 * Cuts the audio out of a delta in the service's usual shape without parsing JSON. Null when
 * the frame is anything else, which then takes the validated path.
 */
function readAudioDelta(frame: Buffer): OpenAiEvent | null {
  const header = frame.toString('latin1', 0, AUDIO_HEADER_MAX);
  if (!header.startsWith(AUDIO_DELTA)) return null;
  const responseId = cut(header, '"response_id":"');
  const itemId = cut(header, '"item_id":"');
  const key = header.indexOf('"delta":"');
  if (responseId === null || itemId === null || key < 0) return null;
  const start = key + '"delta":"'.length;
  const end = frame.length - 2;
  if (end < start || frame[end] !== 0x22 || frame[end + 1] !== 0x7d) return null;
  const payload = frame.toString('latin1', start, end);
  if (!BASE64.test(payload)) return null;
  return { kind: 'audio', responseId, itemId, payload, durationMs: payloadMs(payload) };
}

function cut(header: string, key: string): string | null {
  const start = header.indexOf(key);
  if (start < 0) return null;
  const from = start + key.length;
  const end = header.indexOf('"', from);
  const value = end < 0 ? '' : header.slice(from, end);
  return value === '' || value.includes('\\') ? null : value;
}

function readParsed(frame: Buffer): OpenAiEvent | null {
  let event: RealtimeServerEvent;
  try {
    event = JSON.parse(frame.toString('utf8')) as RealtimeServerEvent;
    if (typeof event !== 'object' || event === null || typeof event.type !== 'string') return null;
    return translate(event);
  } catch {
    // Junk, or a known event without the fields it must have: the caller counts it.
    return null;
  }
}

function translate(event: RealtimeServerEvent): OpenAiEvent {
  switch (event.type) {
    case 'response.output_audio.delta': {
      const payload = text(event.delta);
      return {
        kind: 'audio',
        responseId: text(event.response_id),
        itemId: text(event.item_id),
        payload,
        durationMs: payloadMs(payload),
      };
    }
    case 'response.output_audio_transcript.delta':
      return {
        kind: 'assistant-text',
        responseId: text(event.response_id),
        itemId: text(event.item_id),
        text: text(event.delta),
      };
    case 'session.created':
      return { kind: 'session-created' };
    case 'session.updated': {
      const session = event.session as RealtimeSessionCreateRequest;
      const pcmu =
        session.audio?.input?.format?.type === 'audio/pcmu' &&
        session.audio.output?.format?.type === 'audio/pcmu';
      return { kind: 'session-updated', pcmu };
    }
    case 'input_audio_buffer.speech_started':
      return { kind: 'speech-started' };
    case 'input_audio_buffer.speech_stopped':
      return { kind: 'speech-stopped', turnId: text(event.item_id) };
    case 'input_audio_buffer.committed':
      return { kind: 'committed' };
    case 'conversation.item.added':
    case 'conversation.item.created':
      return event.item.type === 'function_call_output' ? { kind: 'output-added' } : OTHER;
    case 'conversation.item.input_audio_transcription.completed':
      return { kind: 'caller-text', turnId: text(event.item_id), text: text(event.transcript) };
    case 'conversation.item.input_audio_transcription.failed':
      return {
        kind: 'caller-text-failed',
        code: event.error.code ?? 'unknown',
      };
    case 'response.created':
      return { kind: 'response-created', responseId: text(event.response.id) };
    case 'response.done':
      return readResponseDone(event.response);
    case 'error':
      return {
        kind: 'error',
        type: text(event.error.type),
        code: event.error.code ?? null,
        message: text(event.error.message),
        param: event.error.param ?? null,
        eventId: event.error.event_id ?? null,
      };
    default:
      return OTHER;
  }
}

type WireResponse = Extract<RealtimeServerEvent, { type: 'response.done' }>['response'];

function readResponseDone(response: WireResponse): ResponseDone {
  const messages: ResponseMessage[] = [];
  const toolCalls: ResponseCall[] = [];
  for (const item of response.output ?? []) {
    if (item.type === 'message' && item.role === 'assistant') {
      const words = item.content.map((part) => part.transcript ?? part.text ?? '').join(' ');
      const spoken = item.content.some(
        ({ type, transcript }) => type === 'output_audio' || typeof transcript === 'string',
      );
      messages.push({ itemId: text(item.id), text: words.trim(), spoken });
    } else if (item.type === 'function_call') {
      toolCalls.push({
        callId: text(item.call_id),
        name: text(item.name),
        arguments: text(item.arguments),
        finished: item.status === 'completed',
      });
    }
  }
  const status = response.status ?? 'failed';
  return {
    kind: 'response-done',
    responseId: text(response.id),
    status: status === 'in_progress' ? 'failed' : status,
    errorCode: status === 'failed' ? (response.status_details?.error?.code ?? 'unknown') : null,
    reason: response.status_details?.reason ?? null,
    messages,
    toolCalls,
    tokens: readTokens(response.usage),
  };
}

function readTokens(usage: WireResponse['usage']): BilledTokens | null {
  if (!usage) return null;
  const input = usage.input_token_details;
  const output = usage.output_token_details;
  const cachedText = input?.cached_tokens_details?.text_tokens ?? 0;
  const cachedAudio = input?.cached_tokens_details?.audio_tokens ?? 0;
  return {
    inputTextTokens: (input?.text_tokens ?? 0) - cachedText,
    inputAudioTokens: (input?.audio_tokens ?? 0) - cachedAudio,
    cachedTokens: cachedText + cachedAudio,
    outputTextTokens: output?.text_tokens ?? 0,
    outputAudioTokens: output?.audio_tokens ?? 0,
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string');
  return value;
}

/** `input_audio_buffer.append`; the audio carries no event id, it is never answered. */
export function appendMessage(payload: string): string {
  return `{"type":"input_audio_buffer.append","audio":"${payload}"}`;
}

/** The client event that puts one thing said or done into the conversation (protocol B4). */
export function historyEvents(item: HistoryItem): readonly RealtimeClientEvent[] {
  if (item.kind === 'message') return [messageEvent(item.role, item.text)];
  if (item.output === null) return [];
  const { callId, name } = item;
  return [
    {
      type: 'conversation.item.create',
      item: { type: 'function_call', call_id: callId, name, arguments: item.arguments },
    },
    outputEvent(callId, item.output),
  ];
}

/** A text message of the caller, of the assistant, or of the system. */
export function messageEvent(
  role: 'system' | 'caller' | 'assistant',
  content: string,
): RealtimeClientEvent {
  if (role === 'assistant') {
    return {
      type: 'conversation.item.create',
      item: { type: 'message', role, content: [{ type: 'output_text', text: content }] },
    };
  }
  return {
    type: 'conversation.item.create',
    item: {
      type: 'message',
      role: role === 'caller' ? 'user' : 'system',
      content: [{ type: 'input_text', text: content }],
    },
  } as RealtimeClientEvent;
}

/** The answer to a function call. */
export function outputEvent(callId: string, output: string): RealtimeClientEvent {
  return {
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id: callId, output },
  };
}

/** New instructions for a session that is already configured; all else stays (B2.2). */
export function instructionsEvent(brief: { instructions: string }): RealtimeClientEvent {
  return {
    type: 'session.update',
    session: { type: 'realtime', instructions: brief.instructions },
  };
}

/** Cuts an assistant item down to what was heard (protocol B3.6). */
export function truncateEvent(itemId: string, heardMs: number): RealtimeClientEvent {
  return {
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: 0,
    audio_end_ms: heardMs,
  };
}

/** Takes an item of which nothing was heard out of the conversation. */
export function deleteEvent(itemId: string): RealtimeClientEvent {
  return { type: 'conversation.item.delete', item_id: itemId };
}
