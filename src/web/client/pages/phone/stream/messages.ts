/** Whose stream it is. */
export interface StreamNames {
  readonly accountSid: string;
  readonly callSid: string;
  readonly streamSid: string;
}

/** What the server may send (protocol A4.2), or why Twilio would not take it. */
export type ServerMessage =
  | { readonly kind: 'media'; readonly bytes: Uint8Array }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'fault'; readonly fault: string };

/** Twilio's messages of one stream, with its numbering (protocol A4.1). */
export class CallerMessages {
  private sequence = 0;
  private chunk = 0;

  constructor(private readonly names: StreamNames) {}

  connected(): string {
    return JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  }

  start(customParameters: Readonly<Record<string, string>>): string {
    const { streamSid } = this.names;
    return JSON.stringify({
      event: 'start',
      sequenceNumber: this.next(),
      start: {
        ...this.names,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters,
      },
      streamSid,
    });
  }

  /** @param timestampMs since the stream began. */
  media(frame: Uint8Array, timestampMs: number): string {
    this.chunk += 1;
    return JSON.stringify({
      event: 'media',
      sequenceNumber: this.next(),
      media: {
        track: 'inbound',
        chunk: String(this.chunk),
        timestamp: String(timestampMs),
        payload: btoa(String.fromCharCode(...frame)),
      },
      streamSid: this.names.streamSid,
    });
  }

  mark(name: string): string {
    const { streamSid } = this.names;
    return JSON.stringify({
      event: 'mark',
      sequenceNumber: this.next(),
      streamSid,
      mark: { name },
    });
  }

  dtmf(digit: string): string {
    return JSON.stringify({
      event: 'dtmf',
      streamSid: this.names.streamSid,
      sequenceNumber: this.next(),
      dtmf: { track: 'inbound_track', digit },
    });
  }

  stop(): string {
    const { accountSid, callSid, streamSid } = this.names;
    return JSON.stringify({
      event: 'stop',
      sequenceNumber: this.next(),
      stop: { accountSid, callSid },
      streamSid,
    });
  }

  private next(): string {
    this.sequence += 1;
    return String(this.sequence);
  }
}

/** Reads a frame of the server as strictly as Twilio: a missing or an extra field is a fault. */
export function readServerMessage(data: unknown, streamSid: string): ServerMessage {
  if (typeof data !== 'string') return fault('31950 A binary frame.');
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return fault('31951 A frame that is no JSON.');
  }
  if (!isRecord(message)) return fault('31951 A frame that is no object.');
  const { event, streamSid: stream, media, mark } = message;
  if (stream !== streamSid) return fault('31951 A wrong streamSid.');
  const keys = Object.keys(message).length;
  if (event === 'clear' && keys === 2) return { kind: 'clear' };
  const name = only(mark, 'name');
  if (event === 'mark' && keys === 3 && name !== null) return { kind: 'mark', name };
  const bytes = bytesOf(only(media, 'payload'));
  if (event === 'media' && keys === 3 && bytes !== null) return { kind: 'media', bytes };
  return fault(`31951 An invalid message: ${String(event)}.`);
}

function bytesOf(payload: string | null): Uint8Array | null {
  if (payload === null) return null;
  try {
    return Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The one text field of an object; null when there is another field, or not this one. */
function only(value: unknown, key: string): string | null {
  if (!isRecord(value) || Object.keys(value).length !== 1) return null;
  const text = value[key];
  return typeof text === 'string' ? text : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function fault(text: string): ServerMessage {
  return { kind: 'fault', fault: text };
}
