import type {
  RealtimeClientEvent,
  RealtimeError,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { payloadMs } from '../audio/mulaw-format.js';
import type { HistoryItem } from '../common/history-item.js';
import { MaskedFrames } from '../common/masked-frames.js';
import { readResponseDone, type ResponseDone } from './response-done.js';
import { amountIn, FieldReader, objectIn, textIn, type OnOdd, type Wire } from './wire.js';

/**
 * OpenAI Realtime's wire format (GA), both directions; nothing else knows it. Server events
 * become the few facts the session acts on; unknown ones are `other`, junk is null. The service
 * may send what no type of it says: what is odd is left out and told, the rest of the event is used.
 * An id that is missing is an empty text.
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
  | {
      readonly kind: 'session-created';
      /** When the service will end it, ms since the epoch; null when it does not say. */
      readonly expiresAt: number | null;
    }
  | { readonly kind: 'session-updated'; readonly pcmu: boolean }
  | { readonly kind: 'speech-started' }
  | { readonly kind: 'speech-stopped'; readonly turnId: string }
  | { readonly kind: 'committed' }
  | { readonly kind: 'output-added' }
  | {
      readonly kind: 'caller-text';
      readonly turnId: string;
      readonly text: string;
      /** Audio that is billed for the transcript, ms; 0 where the service does not say. */
      readonly billedMs: number;
    }
  | { readonly kind: 'caller-text-failed'; readonly turnId: string; readonly code: string }
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

/**
 * Reads one text frame of the server; null for anything that is not an event.
 *
 * @param odd told of what is odd in it, also when it is not an event.
 */
export function readServerEvent(frame: Buffer, odd: OnOdd = () => undefined): OpenAiEvent | null {
  return readAudioDelta(frame) ?? readParsed(frame, odd);
}

/**
 * Cuts the audio out of a delta in the service's usual shape without parsing JSON. Null when
 * the frame is anything else, which then takes the validated path.
 */
function readAudioDelta(frame: Buffer): OpenAiEvent | null {
  const header = frame.toString('latin1', 0, AUDIO_HEADER_MAX);
  if (!header.startsWith(AUDIO_DELTA)) return null;
  const responseId = cut(frame, header, '"response_id":"');
  const itemId = cut(frame, header, '"item_id":"');
  const key = header.indexOf('"delta":"');
  if (responseId === null || itemId === null || key < 0) return null;
  const start = key + '"delta":"'.length;
  const end = frame.length - 2;
  if (end < start || frame[end] !== 0x22 || frame[end + 1] !== 0x7d) return null;
  const payload = frame.toString('latin1', start, end);
  if (!isAudio(payload)) return null;
  return { kind: 'audio', responseId, itemId, payload, durationMs: payloadMs(payload) };
}

/** The value of a key, as a text of its own: a part of `header` would keep all of it alive. */
function cut(frame: Buffer, header: string, key: string): string | null {
  const start = header.indexOf(key);
  if (start < 0) return null;
  const from = start + key.length;
  const end = header.indexOf('"', from);
  const escape = header.indexOf('\\', from);
  if (end <= from || (escape >= 0 && escape < end)) return null;
  return frame.toString('latin1', from, end);
}

/** True for padded base64 that holds something. */
function isAudio(payload: string): boolean {
  return payload !== '' && payload.length % 4 === 0 && BASE64.test(payload);
}

function readParsed(frame: Buffer, odd: OnOdd): OpenAiEvent | null {
  const event = objectIn<RealtimeServerEvent>(parse(frame));
  // With a type the names of the fields are known, of their values nothing.
  const read = typeof event?.type === 'string' ? translate(event as Event, odd) : null;
  if (read === null) odd('unreadable');
  return read;
}

function parse(frame: Buffer): unknown {
  try {
    return JSON.parse(frame.toString('utf8'));
  } catch {
    return undefined;
  }
}

type ServerType = RealtimeServerEvent['type'];
/** One event of each type, with its fields as they came. */
type Event = {
  readonly [T in ServerType]: Wire<Extract<RealtimeServerEvent, { type: T }>> & {
    readonly type: T;
  };
}[ServerType];
type Audio = NonNullable<RealtimeSessionCreateRequest['audio']>;

function translate(event: Event, odd: OnOdd): OpenAiEvent | null {
  const fields = new FieldReader(odd);
  switch (event.type) {
    case 'response.output_audio.delta':
      return readParsedDelta(event, odd);
    case 'response.output_audio_transcript.delta': {
      const itemId = fields.id(event.item_id);
      const text = fields.text(event.delta);
      if (itemId === '') return OTHER;
      return { kind: 'assistant-text', responseId: fields.id(event.response_id), itemId, text };
    }
    case 'session.created':
      return { kind: 'session-created', expiresAt: expiryOf(event.session) };
    case 'session.updated':
      return { kind: 'session-updated', pcmu: isPcmu(event.session, odd) };
    case 'input_audio_buffer.speech_started':
      return { kind: 'speech-started' };
    case 'input_audio_buffer.speech_stopped':
      return { kind: 'speech-stopped', turnId: fields.id(event.item_id) };
    case 'input_audio_buffer.committed':
      return { kind: 'committed' };
    case 'conversation.item.added':
    case 'conversation.item.created': {
      const item = fields.object<{ type: string }>(event.item, 'item');
      return item?.type === 'function_call_output' ? { kind: 'output-added' } : OTHER;
    }
    case 'conversation.item.input_audio_transcription.completed': {
      const { transcript } = event;
      const turnId = fields.id(event.item_id);
      if (typeof transcript === 'string') {
        const billedMs = transcribedMs(event.usage);
        return { kind: 'caller-text', turnId, text: transcript, billedMs };
      }
      odd('field');
      return { kind: 'caller-text-failed', turnId, code: 'no_transcript' };
    }
    case 'conversation.item.input_audio_transcription.failed': {
      const error = fields.object<RealtimeError>(event.error, 'field');
      const code = textIn(error?.code) ?? 'unknown';
      return { kind: 'caller-text-failed', turnId: fields.id(event.item_id), code };
    }
    case 'response.created': {
      const response = fields.object<{ id: string }>(event.response, 'field');
      return { kind: 'response-created', responseId: fields.id(response?.id) };
    }
    case 'response.done':
      return readResponseDone(event.response, odd);
    case 'error':
      return readError(event.error, odd);
    default:
      return OTHER;
  }
}

type Delta = Extract<RealtimeServerEvent, { type: 'response.output_audio.delta' }>;

function readParsedDelta({ response_id, item_id, delta }: Wire<Delta>, odd: OnOdd): OpenAiEvent {
  if (typeof delta !== 'string' || !isAudio(delta)) {
    odd('audio');
    return OTHER;
  }
  const fields = new FieldReader(odd);
  return {
    kind: 'audio',
    responseId: fields.id(response_id),
    itemId: fields.id(item_id),
    payload: delta,
    durationMs: payloadMs(delta),
  };
}

type Transcription = Extract<
  RealtimeServerEvent,
  { type: 'conversation.item.input_audio_transcription.completed' }
>;
type TokenUsage = Extract<Transcription['usage'], { type: 'tokens' }>;
type DurationUsage = Extract<Transcription['usage'], { type: 'duration' }>;

/** A token of the caller's audio is 100 ms (protocol B5.4). */
const AUDIO_TOKEN_MS = 100;

/** The audio that a transcript's `usage` tells of, in seconds or in tokens. */
function transcribedMs(value: unknown): number {
  const seconds = amountIn(objectIn<DurationUsage>(value)?.seconds);
  const { input_token_details: details } = objectIn<TokenUsage>(value) ?? {};
  const tokens = amountIn(objectIn<{ audio_tokens: number }>(details)?.audio_tokens);
  return seconds * 1_000 + tokens * AUDIO_TOKEN_MS;
}

/** `expires_at` is in real payloads and in no type (protocol B2.1). */
function expiryOf(session: unknown): number | null {
  const seconds = amountIn(objectIn<{ expires_at: number }>(session)?.expires_at);
  return seconds === 0 ? null : seconds * 1_000;
}

/** False only when another format is named: what is not told is as it was asked for. */
function isPcmu(session: unknown, odd: OnOdd): boolean {
  const audio = objectIn<Audio>(objectIn<RealtimeSessionCreateRequest>(session)?.audio);
  return [audio?.input, audio?.output].every((side) => {
    const format = objectIn<{ type: string }>(objectIn<{ format: unknown }>(side)?.format);
    const type = textIn(format?.type);
    if (type === null) odd('field');
    return type === null || type === 'audio/pcmu';
  });
}

function readError(value: unknown, odd: OnOdd): OpenAiEvent | null {
  const error = objectIn<RealtimeError>(value);
  if (error === null) return null;
  const type = textIn(error.type);
  if (type === null) odd('error');
  return {
    kind: 'error',
    type: type ?? 'unknown',
    code: textIn(error.code),
    message: textIn(error.message) ?? '',
    param: textIn(error.param),
    eventId: textIn(error.event_id),
  };
}

const APPEND_HEAD = '{"type":"input_audio_buffer.append","audio":"';
const APPEND_TAIL = '"}';

/** `input_audio_buffer.append`; the audio carries no event id, it is never answered. */
export function appendMessage(payload: string): string {
  return `${APPEND_HEAD}${payload}${APPEND_TAIL}`;
}

/** The same as frames that are ready for the socket under a client's WebSocket. */
export const appendFrames = new MaskedFrames(APPEND_HEAD, APPEND_TAIL);

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

/** Ends a response that is running. */
export function cancelEvent(responseId: string): RealtimeClientEvent {
  return { type: 'response.cancel', response_id: responseId };
}

/** Takes an item of which nothing was heard out of the conversation. */
export function deleteEvent(itemId: string): RealtimeClientEvent {
  return { type: 'conversation.item.delete', item_id: itemId };
}
