import type { IncomingMessage } from 'node:http';
import type { RealtimeError } from 'openai/resources/realtime/realtime';
import type { ProviderError } from '../common/provider-error.js';
import { errorOfHandshake } from './openai-errors.js';
import { statedWaitMs } from './stated-wait.js';
import { objectIn, textIn } from './wire.js';

/** A body beyond this is not read to its end; the service's are some hundred bytes. */
const MAX_BODY_BYTES = 16 * 1024;
/** The status alone decides when the body takes longer. */
const BODY_LIMIT_MS = 1_000;

/** Why an upgrade was refused, by the status, the headers and the body of the answer. */
export async function handshakeError(response: IncomingMessage): Promise<ProviderError> {
  const status = response.statusCode ?? 0;
  const error = errorIn(await bodyOf(response));
  const message = textIn(error?.message);
  const header = (name: string) => response.headers[name]?.toString();
  return errorOfHandshake(status, {
    code: textIn(error?.code),
    type: textIn(error?.type),
    retryAfterMs: statedWaitMs({ status, header, message }),
  });
}

/** What comes of the body within the limits. */
function bodyOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      clearTimeout(timer);
      resolve(Buffer.concat(parts).toString());
    };
    const timer = setTimeout(finish, BODY_LIMIT_MS);
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MAX_BODY_BYTES) parts.push(part);
      else finish();
    });
    for (const event of ['end', 'error', 'close']) response.on(event, finish);
  });
}

function errorIn(body: string): ReturnType<typeof objectIn<RealtimeError>> {
  try {
    return objectIn<RealtimeError>(objectIn<{ error: unknown }>(JSON.parse(body))?.error);
  } catch {
    return null;
  }
}
