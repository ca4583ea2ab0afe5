import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../common/time-limit.js';
import { pauseBeforeRetryMs, providerErrorOf } from './rest-errors.js';

const ATTEMPTS = 2;
/** Two attempts end before the call takes the session for stuck, at 9 s. */
const ATTEMPT_TIMEOUT_MS = 4_000;
/** Longest gap inside of a stream. */
const STALL_TIMEOUT_MS = 4_000;
/** A service that asks for a longer pause is not asked again: a caller would not wait. */
const MAX_PAUSE_MS = 2_000;

/** Limits of one request; the defaults are those of a phone call. */
export interface RequestLimits {
  readonly attemptMs: number;
  readonly stallMs: number;
}
const PHONE_LIMITS: RequestLimits = {
  attemptMs: ATTEMPT_TIMEOUT_MS,
  stallMs: STALL_TIMEOUT_MS,
};

/**
 * Sends a request, and once more when the failure may pass. The SDK's own retries are not used:
 * its pauses can be a minute long and outlive an abort.
 *
 * @throws ProviderError when both attempts failed, or the signal was aborted.
 */
export async function requested<T>(
  signal: AbortSignal,
  send: (signal: AbortSignal) => Promise<T>,
  { attemptMs }: RequestLimits = PHONE_LIMITS,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const cut = new AbortController();
    try {
      return await within(send(AbortSignal.any([signal, cut.signal])), attemptMs);
    } catch (cause) {
      cut.abort();
      const error = providerErrorOf(cause);
      const pauseMs = pauseBeforeRetryMs(error);
      const hopeless = !error.retryable || pauseMs > MAX_PAUSE_MS;
      if (hopeless || attempt === ATTEMPTS) throw error;
      await sleep(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

/**
 * A streamed answer. Until its first part it is asked for once more when it fails; after that
 * a failure or a stall ends it.
 *
 * @throws ProviderError
 */
export async function* streamed<T>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  limits: RequestLimits = PHONE_LIMITS,
): AsyncGenerator<T, void, undefined> {
  const ended = new AbortController();
  try {
    const { first, rest } = await requested(
      AbortSignal.any([signal, ended.signal]),
      async (attempt) => {
        const parts = (await open(attempt))[Symbol.asyncIterator]();
        return { first: await parts.next(), rest: parts };
      },
      limits,
    );
    for (let step = first; step.done !== true; step = await within(rest.next(), limits.stallMs)) {
      yield step.value;
    }
  } catch (cause) {
    throw providerErrorOf(cause);
  } finally {
    ended.abort();
  }
}
