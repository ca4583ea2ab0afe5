import type { Duplex } from 'node:stream';

/** The HTTP answer to an upgrade that is refused. */
export interface HandshakeRefusal {
  readonly status: number;
  readonly code: string | null;
  /** `invalid_request_error` unless told. */
  readonly type?: string;
  readonly message?: string;
  readonly param?: string;
  /** Value of the `retry-after` header, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Sent as it is in place of the JSON body. */
  readonly rawBody?: string;
}

/** Refusals as the service words them; status and code matter, the messages are approximate. */
export const HANDSHAKE_REFUSALS = {
  wrongKey: { status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  noQuota: {
    status: 429,
    code: 'insufficient_quota',
    type: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  rateLimited: {
    status: 429,
    code: 'rate_limit_exceeded',
    type: 'requests',
    message: 'Rate limit reached for requests. Please try again in 2s.',
    retryAfterSeconds: 2,
  },
  // Which status goes with `invalid_model` is not documented; a Live model is refused with this
  // code (reference, part R), by some with 400 and by some with 404.
  invalidModel: {
    status: 400,
    code: 'invalid_model',
    message: 'The model is not supported in realtime mode.',
    param: 'model',
  },
  unknownModel: {
    status: 404,
    code: 'invalid_model',
    message: 'The model does not exist or you do not have access to it.',
    param: 'model',
  },
} as const satisfies Readonly<Record<string, HandshakeRefusal>>;

/** Answers an upgrade with the refusal and ends its socket. */
export function refuseUpgrade(socket: Duplex, refusal: HandshakeRefusal): void {
  const { status, code, type = 'invalid_request_error', param = null } = refusal;
  const { message = 'The connection was refused.', retryAfterSeconds, rawBody } = refusal;
  const body = rawBody ?? JSON.stringify({ error: { message, type, param, code } });
  const headers = [
    `HTTP/1.1 ${status} Refused`,
    `content-type: ${rawBody === undefined ? 'application/json' : 'text/plain'}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...(retryAfterSeconds === undefined ? [] : [`retry-after: ${retryAfterSeconds}`]),
    'connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
