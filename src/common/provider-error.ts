/** Whose doing a failure is: theirs, our request's, or the account's (key, quota, policy). */
export type Fault = 'provider' | 'request' | 'account';

/**
 * Why a provider cannot go on. The error carries the decision: `retryable` says whether the
 * same provider may be tried again for this call.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly code: string,
    message: string,
    readonly fault: Fault,
    readonly retryable: boolean,
    /** The wait that the provider asks for before the next attempt, ms; null when it asks for none. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}
