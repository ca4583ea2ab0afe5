import { payloadMs, SAMPLE_RATE_HZ } from '../audio/mulaw-format.js';
import { isRecord } from '../common/is-record.js';

/** One caller audio frame. */
export interface MediaFrame {
  readonly kind: 'media';
  readonly streamSid: string;
  /** Presentation time since the stream began. */
  readonly timestampMs: number;
  /** Number of the frame on its track, counted from 1; null where the sender gives none. */
  readonly chunk: number | null;
  /** Base64 mu-law, 8 kHz, without a header; its alphabet and padding are verified. */
  readonly payload: string;
  readonly durationMs: number;
}

/** The stream begins. Fields are null where the sender left them out. */
export interface StartFrame {
  readonly kind: 'start';
  readonly streamSid: string;
  readonly callSid: string | null;
  readonly accountSid: string | null;
  /** `supported` is mu-law, 8 kHz, mono. */
  readonly format: 'supported' | 'unsupported' | 'absent';
  /** The `<Parameter>`s of the TwiML. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What can be wrong with a frame. */
export const FRAME_FAULTS = ['json', 'shape', 'event', 'base64', 'track'] as const;

/** What is wrong with a frame; a label of the counter of dropped ones. */
export type FrameFault = (typeof FRAME_FAULTS)[number];

/** What Twilio sends on a media stream (protocol A4.1), or what is wrong with it. */
export type TwilioFrame =
  | MediaFrame
  | StartFrame
  | { readonly kind: 'connected' }
  | { readonly kind: 'dtmf'; readonly streamSid: string; readonly digit: string }
  | { readonly kind: 'mark'; readonly streamSid: string; readonly name: string }
  | { readonly kind: 'stop'; readonly streamSid: string }
  | { readonly kind: 'bad'; readonly reason: FrameFault };

const SID = /^[A-Za-z0-9_-]{1,64}$/;
const DIGITS = /^\d{1,15}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const KEY = /^[0-9A-D*#]$/;
const MAX_SID_LENGTH = 64;
const MAX_DIGITS = 15;
const MAX_MARK_NAME_LENGTH = 256;

/**
 * Reads one frame. Caller audio in Twilio's exact shape takes a path without JSON.parse;
 * everything else takes the validated one. Both give the same value for the same bytes.
 */
export function readFrame(data: Buffer): TwilioFrame {
  return readMediaFast(data) ?? readJson(data);
}

const AFTER_START = Buffer.from('{"event":"media","sequenceNumber":"');
const AFTER_SEQUENCE = Buffer.from('","media":{"track":"inbound","chunk":"');
const AFTER_CHUNK = Buffer.from('","timestamp":"');
const AFTER_TIMESTAMP = Buffer.from('","payload":"');
const AFTER_PAYLOAD = Buffer.from('"},"streamSid":"');
const AFTER_SID = Buffer.from('"}');

const BASE64_BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const SID_BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');
const ZERO = 48;
const EQUALS = 61;

/** Null when the bytes are not exactly what Twilio writes; nothing is said about validity. */
function readMediaFast(data: Buffer): MediaFrame | null {
  let at = skip(data, 0, AFTER_START);
  if (at < 0) return null;
  at = skip(data, skipDigits(data, at), AFTER_SEQUENCE);
  if (at < 0) return null;
  const chunkEnd = skipDigits(data, at);
  if (chunkEnd < 0) return null;
  const chunk = readDigits(data, at, chunkEnd);
  at = skip(data, chunkEnd, AFTER_CHUNK);
  if (at < 0) return null;

  const timestampEnd = skipDigits(data, at);
  if (timestampEnd < 0) return null;
  const timestampMs = readDigits(data, at, timestampEnd);

  const payloadStart = skip(data, timestampEnd, AFTER_TIMESTAMP);
  if (payloadStart < 0) return null;
  const payloadEnd = skipBase64(data, payloadStart);

  const sidStart = skip(data, payloadEnd, AFTER_PAYLOAD);
  if (sidStart < 0) return null;
  let sidEnd = sidStart;
  while (SID_BYTES[data[sidEnd] ?? 0] === 1) sidEnd += 1;
  const sidLength = sidEnd - sidStart;
  if (sidLength === 0 || sidLength > MAX_SID_LENGTH) return null;
  if (skip(data, sidEnd, AFTER_SID) !== data.length) return null;

  const payload = data.toString('latin1', payloadStart, payloadEnd);
  return {
    kind: 'media',
    streamSid: data.toString('latin1', sidStart, sidEnd),
    timestampMs,
    chunk,
    payload,
    durationMs: payloadMs(payload),
  };
}

/** Position behind `literal` if it stands at `at`, otherwise -1; -1 in gives -1 out. */
function skip(data: Buffer, at: number, literal: Buffer): number {
  if (at < 0 || at + literal.length > data.length) return -1;
  for (let i = 0; i < literal.length; i += 1) {
    if (data[at + i] !== literal[i]) return -1;
  }
  return at + literal.length;
}

function skipDigits(data: Buffer, at: number): number {
  let end = at;
  while (isDigit(data[end] ?? 0)) end += 1;
  return end === at || end - at > MAX_DIGITS ? -1 : end;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < ZERO + 10;
}

function readDigits(data: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + (data[at] ?? 0) - ZERO;
  return value;
}

function skipBase64(data: Buffer, from: number): number {
  let end = from;
  while (BASE64_BYTES[data[end] ?? 0] === 1) end += 1;
  if (end === from) return -1;
  for (let padding = 0; padding < 2 && data[end] === EQUALS; padding += 1) end += 1;
  return (end - from) % 4 === 0 ? end : -1;
}

function byteSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** The complete reader: any JSON in, a typed frame or the reason why not out. */
function readJson(data: Buffer): TwilioFrame {
  let message: unknown;
  try {
    message = JSON.parse(data.toString('utf8'));
  } catch {
    return bad('json');
  }
  if (!isRecord(message) || typeof message.event !== 'string') return bad('shape');

  switch (message.event) {
    case 'connected':
      return { kind: 'connected' };
    case 'start':
      return readStart(message);
    case 'media':
      return readMedia(message);
    case 'dtmf':
      return readDtmf(message);
    case 'mark':
      return readMark(message);
    case 'stop':
      return isSid(message.streamSid)
        ? { kind: 'stop', streamSid: message.streamSid }
        : bad('shape');
    default:
      return bad('event');
  }
}

function readMedia(message: JsonRecord): TwilioFrame {
  const { media, streamSid } = message;
  if (!isRecord(media) || !isSid(streamSid) || typeof media.payload !== 'string') {
    return bad('shape');
  }
  const timestampMs = readWhole(media.timestamp);
  if (timestampMs === null) return bad('shape');
  if (media.track !== undefined && media.track !== 'inbound') return bad('track');
  const payload = media.payload;
  if (payload.length % 4 !== 0 || !BASE64.test(payload)) return bad('base64');
  const chunk = readWhole(media.chunk);
  return { kind: 'media', streamSid, timestampMs, chunk, payload, durationMs: payloadMs(payload) };
}

/** The original guide's test sends `start` with the two SIDs inside and nothing else. */
function readStart(message: JsonRecord): TwilioFrame {
  const start = isRecord(message.start) ? message.start : {};
  const streamSid = start.streamSid ?? message.streamSid;
  const callSid = start.callSid ?? null;
  const accountSid = start.accountSid ?? null;
  if (!isSid(streamSid)) return bad('shape');
  if (callSid !== null && !isSid(callSid)) return bad('shape');
  if (accountSid !== null && !isSid(accountSid)) return bad('shape');
  return {
    kind: 'start',
    streamSid,
    callSid,
    accountSid,
    format: readFormat(start.mediaFormat),
    parameters: readParameters(start.customParameters),
  };
}

function readFormat(format: unknown): StartFrame['format'] {
  if (format === undefined) return 'absent';
  return isRecord(format) &&
    format.encoding === 'audio/x-mulaw' &&
    readWhole(format.sampleRate) === SAMPLE_RATE_HZ &&
    readWhole(format.channels) === 1
    ? 'supported'
    : 'unsupported';
}

function readParameters(parameters: unknown): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  if (!isRecord(parameters)) return read;
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') read.set(name, value);
  }
  return read;
}

function readDtmf(message: JsonRecord): TwilioFrame {
  const { dtmf, streamSid } = message;
  if (!isRecord(dtmf) || !isSid(streamSid)) return bad('shape');
  const digit = dtmf.digit;
  return typeof digit === 'string' && KEY.test(digit)
    ? { kind: 'dtmf', streamSid, digit }
    : bad('shape');
}

function readMark(message: JsonRecord): TwilioFrame {
  const { mark, streamSid } = message;
  if (!isRecord(mark) || !isSid(streamSid)) return bad('shape');
  const name = mark.name;
  return typeof name === 'string' && name.length > 0 && name.length <= MAX_MARK_NAME_LENGTH
    ? { kind: 'mark', streamSid, name }
    : bad('shape');
}

type JsonRecord = Readonly<Record<string, unknown>>;

function isSid(value: unknown): value is string {
  return typeof value === 'string' && SID.test(value);
}

/** Twilio writes numbers as strings; stand-ins often do not. */
function readWhole(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && DIGITS.test(text) ? Number(text) : null;
}

function bad(reason: FrameFault): TwilioFrame {
  return { kind: 'bad', reason };
}

/**
 * Writes what may be sent to Twilio (protocol A4.2): exactly these fields, as any other
 * makes Twilio drop the message (31951). One per stream; audio costs one concatenation.
 */
export class TwilioMessages {
  readonly clear: string;
  private readonly mediaHead: string;
  private readonly markHead: string;

  constructor(streamSid: string) {
    const stream = `"streamSid":${JSON.stringify(streamSid)}`;
    this.clear = `{"event":"clear",${stream}}`;
    this.mediaHead = `{"event":"media",${stream},"media":{"payload":"`;
    this.markHead = `{"event":"mark",${stream},"mark":{"name":`;
  }

  /** `payload` is base64 and needs no escaping. */
  media(payload: string): string {
    return `${this.mediaHead}${payload}"}}`;
  }

  mark(name: string): string {
    return `${this.markHead}${JSON.stringify(name)}}}`;
  }
}
