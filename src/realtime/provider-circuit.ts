import {
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import { ProviderError } from './provider-error.js';

/** Calls in a row that find a provider unusable before others stop trying it. */
const FAILURES_TO_OPEN = 3;
const FIRST_PROBE_MS = 5_000;
const MAX_PROBE_MS = 60_000;
/** How often an open circuit looks whether it is time to probe. */
const PROBE_CHECK_MS = 1_000;

/** Whether calls may use a provider, decided across calls. */
export type CircuitView = 'closed' | 'open' | 'half-open';

/**
 * Spares calls a provider that others found unusable. While it is open the provider is probed
 * in the background, less and less often, and used again when a probe succeeds.
 */
export class ProviderCircuit {
  private readonly policy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_PROBE_MS,
      maxDelay: MAX_PROBE_MS,
    }),
  });
  private timer: NodeJS.Timeout | null = null;

  /**
   * @param probe resolves when the provider works again; rejects otherwise.
   * @param changed told of every change of state.
   */
  constructor(
    private readonly probe: () => Promise<void>,
    changed: (view: CircuitView) => void,
  ) {
    this.policy.onStateChange(() => {
      changed(this.view);
      this.watch();
    });
  }

  get view(): CircuitView {
    switch (this.policy.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half-open';
      case CircuitState.Open:
      case CircuitState.Isolated:
        return 'open';
    }
  }

  /** A call was served. */
  succeeded(): void {
    if (this.view === 'closed') this.record(null);
  }

  /** A call gave up on the provider. */
  failed(error: ProviderError): void {
    if (this.view === 'closed') this.record(error);
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private record(error: ProviderError | null): void {
    const outcome = error ? () => Promise.reject(error) : () => Promise.resolve();
    // The policy counts the outcome and hands it on; nobody waits for it here.
    this.policy.execute(outcome).catch(() => undefined);
  }

  private watch(): void {
    if (this.view === 'closed') this.close();
    else {
      this.timer ??= setInterval(() => {
        // Rejected without a probe until the policy is half open.
        this.policy.execute(() => this.probe()).catch(() => undefined);
      }, PROBE_CHECK_MS).unref();
    }
  }
}
