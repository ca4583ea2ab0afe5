import { createHmac } from 'node:crypto';
import { withoutCredentials } from '../../common/credentials-in-url.js';

/** Longest wait for the kitchen's whole answer. */
const ANSWER_LIMIT_MS = 5_000;

/** Where orders are sent, user and password included; without a secret they go unsigned. */
export interface KitchenAddress {
  readonly url: string;
  readonly secret: string | null;
}

/** One message. `orderId` is the idempotency key: the kitchen may see it more than once. */
export interface KitchenMessage {
  readonly orderId: string;
  readonly event: string;
  /** JSON. */
  readonly body: string;
  /** Names the trace that it is a part of (W3C Trace Context); null or absent: none. */
  readonly traceparent?: string | null;
}

/**
 * Sends one message. Null: the kitchen has it (2xx). Otherwise why not, in words that hold
 * nothing secret. Redirects are not followed, because they would carry the order elsewhere.
 */
export async function sendToKitchen(
  address: KitchenAddress,
  message: KitchenMessage,
): Promise<string | null> {
  const { url, authorization } = withoutCredentials(address.url);
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Idempotency-Key': message.orderId,
    'X-VoicePlate-Event': message.event,
    ...(authorization !== null && { Authorization: authorization }),
    ...(message.traceparent && { traceparent: message.traceparent }),
  };
  if (address.secret !== null) {
    headers['X-VoicePlate-Signature'] = signatureOf(message.body, address.secret, new Date());
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    await response.body?.cancel();
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    return failureOf(error);
  }
}

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`: proves sender, content and time. */
export function signatureOf(body: string, secret: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1_000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return `t=${t},v1=${v1}`;
}

/** Node's code of a failed connection, otherwise the kind of error: never its words. */
function failureOf(error: unknown): string {
  const { name, cause } = error as Partial<Error> & { cause?: { code?: string } };
  return cause?.code ?? name ?? 'unknown';
}
