/** What a server may say on a media stream (Twilio's exact three shapes), or why it may not. */
export type ServerMessage =
  | { readonly kind: 'media'; readonly audio: Buffer }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'violation'; readonly reason: string };

const MAX_MESSAGE_BYTES = 64 * 1024;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const KEYS = {
  media: ['event', 'media', 'streamSid'],
  mark: ['event', 'mark', 'streamSid'],
  clear: ['event', 'streamSid'],
} as const;

/**
 * Reads one frame as strictly as Twilio does: a missing field, an extra field, a binary frame
 * or a foreign stream is a violation (Twilio's warnings 31950 and 31951).
 */
export function readServerMessage(
  frame: Buffer,
  binary: boolean,
  streamSid: string,
): ServerMessage {
  if (binary) return violation('31950 a binary frame');
  if (frame.length > MAX_MESSAGE_BYTES) {
    return violation(`a message of ${frame.length} bytes, more than ${MAX_MESSAGE_BYTES}`);
  }
  const message = parseObject(frame.toString('utf8'));
  if (message === null) return violation('31951 a message that is not a JSON object');
  const event = message['event'];
  if (event !== 'media' && event !== 'mark' && event !== 'clear') {
    return violation(`31951 unknown event ${JSON.stringify(event)}`);
  }
  const wrong = wrongKeys(message, KEYS[event]);
  if (wrong !== null) return violation(`31951 ${event} with ${wrong}`);
  if (message['streamSid'] !== streamSid)
    return violation(`31951 ${event} with a foreign streamSid`);
  if (event === 'clear') return { kind: 'clear' };
  return event === 'media' ? readMedia(message['media']) : readMark(message['mark']);
}

function readMedia(media: unknown): ServerMessage {
  if (!isObject(media)) return violation('31951 media that is not an object');
  const wrong = wrongKeys(media, ['payload']);
  if (wrong !== null) return violation(`31951 media with ${wrong}`);
  const payload = media['payload'];
  if (typeof payload !== 'string' || !BASE64.test(payload)) {
    return violation('31951 media whose payload is not base64');
  }
  if (payload === '') return violation('31951 media with an empty payload');
  return { kind: 'media', audio: Buffer.from(payload, 'base64') };
}

function readMark(mark: unknown): ServerMessage {
  if (!isObject(mark)) return violation('31951 mark that is not an object');
  const wrong = wrongKeys(mark, ['name']);
  if (wrong !== null) return violation(`31951 mark with ${wrong}`);
  const name = mark['name'];
  if (typeof name !== 'string' || name === '') return violation('31951 mark without a name');
  return { kind: 'mark', name };
}

function wrongKeys(value: Record<string, unknown>, expected: readonly string[]): string | null {
  const missing = expected.filter((key) => !(key in value)).map((key) => `no ${key}`);
  const extra = Object.keys(value)
    .filter((key) => !expected.includes(key))
    .map((key) => `an extra field ${key}`);
  const wrong = [...missing, ...extra];
  return wrong.length === 0 ? null : wrong.join(', ');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function violation(reason: string): ServerMessage {
  return { kind: 'violation', reason };
}
