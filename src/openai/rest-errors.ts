import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { TimeLimitError } from '../common/time-limit.js';
import { errorOfCode, isRateLimit, permanentIn } from './openai-errors.js';
import { statedWaitMs } from './stated-wait.js';
import { ProviderError } from '../common/provider-error.js';

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
    const message = `request failed with ${status ?? cause.code ?? cause.type}`;
    const code = permanentIn(cause.code, cause.type) ?? cause.code ?? cause.type;
    const waitMs = retryAfterMs(cause);
    const named = errorOfCode(code ?? `http_${status ?? 0}`, message, waitMs);
    if (!named.retryable || status === undefined) return named;
    const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
    const account = status === 401 || status === 403;
    const fault = account ? 'account' : retryable ? 'provider' : 'request';
    return new ProviderError(named.code, message, fault, retryable, retryable ? waitMs : null);
  }
  return new ProviderError('connection', 'the connection failed', 'provider', true);
}

/** How long to wait before the next attempt, ms: as long as the service asks for. */
export function pauseBeforeRetryMs(cause: unknown): number {
  return providerErrorOf(cause).retryAfterMs ?? DEFAULT_PAUSE_MS;
}

function retryAfterMs({ status, code, type, headers, message }: APIError): number | null {
  // A failure inside of a stream has neither status nor headers.
  const known = headers as Headers | undefined;
  const limited = isRateLimit(type ?? null, code ?? null);
  return statedWaitMs({
    status: limited ? 429 : ((status as number | undefined) ?? 0),
    header: (name) => known?.get(name),
    message,
  });
}
