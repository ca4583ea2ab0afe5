import { ProviderError, type Fault } from '../common/provider-error.js';
import { waitInWordsMs } from './stated-wait.js';

/**
 * Codes and types that no further attempt can cure, with whose doing they are (protocol B5.1, B5.3;
 * openai-2027 L7, R). They mean the same in the body of a refused handshake or request, in an
 * `error` event, in a failed response and in the reason of a close.
 */
const PERMANENT = new Map<string, Fault>([
  ['invalid_api_key', 'account'],
  ['insufficient_quota', 'account'],
  ['credit_balance_exhausted', 'account'],
  ['billing_hard_limit_reached', 'account'],
  ['account_deactivated', 'account'],
  ['authentication_error', 'account'],
  ['unsupported_country_region_territory', 'account'],
  ['invalid_model', 'request'],
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

const RATE_LIMITED = new Set(['rate_limit_exceeded', 'rate_limit_error']);
const EXPIRED = 'session_expired';

/** What an `error` event tells of itself. */
interface ErrorDetails {
  readonly type: string;
  readonly code: string | null;
  /** The client event that it is about; null when none is named. */
  readonly eventId: string | null;
}

/** Close codes after which the same request would fail again (protocol B5.3). */
const PERMANENT_CLOSE = new Set([1002, 1003, 1007, 1008, 1009, 1010, 3000, 4000]);

/** The error that a code of the service stands for. @param retryAfterMs the wait it asks for. */
export function errorOfCode(
  code: string,
  message: string,
  retryAfterMs: number | null = null,
): ProviderError {
  const fault = PERMANENT.get(code);
  return new ProviderError(
    code,
    message,
    fault ?? 'provider',
    fault === undefined,
    fault === undefined ? retryAfterMs : null,
  );
}

/** The first of the names that no further attempt can cure; null when there is none. */
export function permanentIn(...names: readonly (string | null | undefined)[]): string | null {
  return names.find((name) => PERMANENT.has(name ?? '')) ?? null;
}

/** True when requests or tokens are used up for a while. */
export function isRateLimit(type: string | null, code: string | null): boolean {
  return [type, code].some((name) => name !== null && RATE_LIMITED.has(name));
}

/**
 * True when the conversation can simply go on after this `error` event: most errors leave the
 * session as it was (protocol B5.1), and so does one of a kind that is not known.
 */
export function isHarmless({ type, code, eventId }: ErrorDetails): boolean {
  if (code !== null && HARMLESS.has(code)) return true;
  const ends = permanentIn(code, type) !== null || isRateLimit(type, code) || code === EXPIRED;
  if (ends) return false;
  // What we sent was right and is not in the conversation.
  return type !== 'server_error' || eventId === null;
}

/**
 * A refused handshake: 408, 429 and 5xx may pass, any other status will not. A code of the body
 * that is known says more than the status: 429 is a spent quota too.
 */
export function errorOfHandshake(
  status: number,
  { code, type, retryAfterMs }: RefusalDetails,
): ProviderError {
  const message = `handshake refused with ${status}`;
  const permanent = permanentIn(code, type);
  if (permanent !== null) return errorOfCode(permanent, message);
  const retryable = status === 408 || status === 429 || status >= 500;
  const fault: Fault =
    status === 401 || status === 403 ? 'account' : retryable ? 'provider' : 'request';
  const name = code !== null && isRateLimit(null, code) ? code : `http_${status}`;
  return new ProviderError(name, message, fault, retryable, retryable ? retryAfterMs : null);
}

/** What the body and the headers of a refused handshake tell. */
export interface RefusalDetails {
  readonly code: string | null;
  readonly type: string | null;
  readonly retryAfterMs: number | null;
}

/** A socket that closed by itself; the reason may carry `invalid_request_error.<code>`. */
export function errorOfClose(closeCode: number, reason: string): ProviderError {
  const names = reason.split(/[^a-z_]+/);
  const message = 'closed by the provider';
  const permanent = permanentIn(...names);
  if (permanent !== null) return errorOfCode(permanent, message);
  const limit = names.find((name) => isRateLimit(null, name));
  if (limit !== undefined) return errorOfCode(limit, message, waitInWordsMs(reason));
  const fault = closeCode === 1008 || closeCode === 3000 ? 'account' : 'provider';
  return new ProviderError(`close_${closeCode}`, message, fault, !PERMANENT_CLOSE.has(closeCode));
}
