import { backOffMs, jittered } from '../common/back-off.js';
import type { ProviderError } from '../common/provider-error.js';

/** What to do about a lost connection. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly attempt: number }
  | { readonly kind: 'give-up' };

/** Limits of reconnecting with one provider. */
export interface RetryLimits {
  /** Reconnections in all until a connection has stayed up for a while. */
  readonly maxAttempts: number;
  /** Cap of the first back-off step, ms; later steps double it. */
  readonly baseDelayMs: number;
}

/** A connection that lasts shorter counts as none: its provider accepts and drops. */
const STAYED_UP_MS = 10_000;
const MAX_SHORT_LIVED = 3;
const MAX_DELAY_MS = 30_000;
/**
 * A provider that asks for a longer wait is not waited for: a caller hears fillers meanwhile, and
 * nobody is to wait longer than 3 s for something to be said.
 */
const MAX_STATED_WAIT_MS = 3_000;

/**
 * Decides whether a provider is tried again for a call: at once after the first loss, then
 * with exponential back-off and jitter, and never sooner than the provider asks for. The count of attempts starts anew only after a
 * connection that stayed up; with a provider that accepts and drops it would never end.
 */
export class RetryPolicy {
  private attempts = 0;
  private shortLived = 0;
  private upSince: number | null = null;

  /** @param random 0 (inclusive) to 1, for the jitter. */
  constructor(
    private readonly limits: RetryLimits,
    private readonly random: () => number = Math.random,
  ) {}

  /** The connection is configured and works. */
  connected(now: number): void {
    this.upSince = now;
  }

  /** The connection is lost, or could not be made. @param now ms, as for `connected`. */
  lost(error: ProviderError, now: number): RetryDecision {
    const upMs = this.upSince === null ? null : now - this.upSince;
    this.upSince = null;
    const statedMs = error.retryAfterMs ?? 0;
    if (!error.retryable || statedMs > MAX_STATED_WAIT_MS) return { kind: 'give-up' };
    if (upMs !== null && upMs >= STAYED_UP_MS) {
      this.attempts = 0;
      this.shortLived = 0;
    } else if (upMs !== null) {
      this.shortLived += 1;
    }
    if (this.attempts >= this.limits.maxAttempts || this.shortLived >= MAX_SHORT_LIVED) {
      return { kind: 'give-up' };
    }
    this.attempts += 1;
    const delayMs = Math.max(this.delayMs(), statedMs);
    return { kind: 'retry', delayMs, attempt: this.attempts };
  }

  private delayMs(): number {
    if (this.attempts === 1) return 0;
    const limits = { firstMs: this.limits.baseDelayMs, longestMs: MAX_DELAY_MS };
    return jittered(backOffMs(limits, this.attempts - 1), this.random());
  }
}
