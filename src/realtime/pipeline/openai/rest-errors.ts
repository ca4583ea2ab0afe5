import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { TimeLimitError } from '../../../common/time-limit.js';
import { errorOfCode } from '../../openai/openai-errors.js';
import { ProviderError } from '../../provider-error.js';

/** Used when the service names no pause of its own. */
const DEFAULT_PAUSE_MS = 200;

/** The decision that a failed request stands for (protocol B7.1). */
export function providerErrorOf(cause: unknown): ProviderError {
  if (cause instanceof ProviderError) return cause;
  const isTimeout =
    cause instanceof TimeLimitError ||
    cause instanceof APIConnectionTimeoutError ||
    cause instanceof APIUserAbortError;
  if (isTimeout) return new ProviderError('timeout', 'no answer in time', 'provider', true);
  // The service's own message may repeat what was said in the call.
  if (cause instanceof APIError && !(cause instanceof APIConnectionError)) {
    const status = cause.status as number | undefined;
    const code = cause.code ?? cause.type ?? `http_${status ?? 0}`;
    const named = errorOfCode(code, `request failed with ${status ?? code}`);
    if (!named.retryable || status === undefined) return named;
    const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
    const account = status === 401 || status === 403;
    const fault = account ? 'account' : retryable ? 'provider' : 'request';
    return new ProviderError(code, named.message, fault, retryable);
  }
  return new ProviderError('connection', 'the connection failed', 'provider', true);
}

/** How long the service asks to wait before the next attempt, ms. */
export function pauseBeforeRetryMs(cause: unknown): number {
  const headers = cause instanceof APIError ? (cause.headers as Headers | undefined) : undefined;
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (!Number.isNaN(ms)) return ms;
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  return Number.isNaN(seconds) ? DEFAULT_PAUSE_MS : seconds * 1000;
}
