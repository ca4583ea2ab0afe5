import { ProviderError, type Fault } from '../provider-error.js';

/** Codes that no further attempt can cure, with whose doing they are (protocol B5.1, B5.3). */
const PERMANENT = new Map<string, Fault>([
  ['invalid_api_key', 'account'],
  ['insufficient_quota', 'account'],
  ['credit_balance_exhausted', 'account'],
  ['authentication_error', 'account'],
  ['model_not_found', 'request'],
  ['missing_model', 'request'],
  ['beta_api_shape_disabled', 'request'],
  ['unsupported_audio_format', 'request'],
  ['session_refused', 'request'],
]);

/** Errors that say something about one event of ours and leave the session as it was. */
const HARMLESS = new Set([
  'response_cancel_not_active',
  'conversation_already_has_active_response',
  'input_audio_buffer_commit_empty',
  'item_truncate_invalid_item_id',
  'item_delete_invalid_item_id',
  'item_retrieve_invalid_item_id',
]);

/** Errors of one session or one moment, after which another session may do. */
const ENDING = new Set(['session_expired', 'rate_limit_exceeded', 'rate_limit_error']);

/** What an `error` event tells of itself. */
interface ErrorDetails {
  readonly type: string;
  readonly code: string | null;
  /** The client event that it is about; null when none is named. */
  readonly eventId: string | null;
}

/** Close codes after which the same request would fail again (protocol B5.3). */
const PERMANENT_CLOSE = new Set([1002, 1003, 1007, 1008, 1009, 1010, 3000, 4000]);

/** The error that a code of the service stands for. */
export function errorOfCode(code: string, message: string): ProviderError {
  const fault = PERMANENT.get(code);
  return new ProviderError(code, message, fault ?? 'provider', fault === undefined);
}

/**
 * True when the conversation can simply go on after this `error` event: most errors leave the
 * session as it was (protocol B5.1), and so does one of a kind that is not known.
 */
export function isHarmless({ type, code, eventId }: ErrorDetails): boolean {
  if (code !== null && HARMLESS.has(code)) return true;
  if ([type, code].some((name) => name !== null && (PERMANENT.has(name) || ENDING.has(name)))) {
    return false;
  }
  // What we sent was right and is not in the conversation.
  return type !== 'server_error' || eventId === null;
}

/** A refused handshake: 408, 429 and 5xx may pass, any other status will not. */
export function errorOfHandshake(status: number): ProviderError {
  const retryable = status === 408 || status === 429 || status >= 500;
  const fault: Fault =
    status === 401 || status === 403 ? 'account' : retryable ? 'provider' : 'request';
  return new ProviderError(`http_${status}`, `handshake refused with ${status}`, fault, retryable);
}

/** A socket that closed by itself; the reason may carry `invalid_request_error.<code>`. */
export function errorOfClose(closeCode: number, reason: string): ProviderError {
  const code = reason.split('.').at(-1) ?? '';
  const fault = PERMANENT.get(code);
  if (fault !== undefined) return new ProviderError(code, 'closed by the provider', fault, false);
  const retryable = !PERMANENT_CLOSE.has(closeCode);
  return new ProviderError(
    `close_${closeCode}`,
    'closed by the provider',
    closeCode === 1008 || closeCode === 3000 ? 'account' : 'provider',
    retryable,
  );
}
