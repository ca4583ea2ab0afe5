import {
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import { backOffMs } from '../common/back-off.js';

/** Calls in a row that find a provider unusable before others stop trying it. */
const FAILURES_TO_OPEN = 3;
/** The longest time an open circuit lets pass before it looks at its provider again. */
export const MAX_PROBE_PAUSE_MS = 60_000;
/** Pauses before the probes of an open circuit. */
const PROBE = { firstMs: 5_000, longestMs: MAX_PROBE_PAUSE_MS };
/** How often an open circuit looks whether it is time to probe. */
const PROBE_CHECK_MS = 1_000;

/** Whether calls may use a provider, decided across calls. */
export type CircuitView = 'closed' | 'open' | 'half-open';

/**
 * Spares calls a provider that others found unusable. While it is open the provider is probed
 * in the background, less and less often, and used again when a probe succeeds.
 */
export class ProviderCircuit {
  private readonly breaker = new ConsecutiveBreaker(FAILURES_TO_OPEN);
  private readonly policy = circuitBreaker(handleAll, {
    breaker: this.breaker,
    halfOpenAfter: new DelegateBackoff(({ attempt }) => backOffMs(PROBE, attempt)),
  });
  /** In a row, while it is closed. */
  private failures = 0;
  private probes = 0;
  private timer: NodeJS.Timeout | null = null;
  private openedAt: string | null = null;

  /**
   * @param probe resolves when the provider works again; rejects otherwise, or when it is not
   * this circuit's turn to ask. Told how long the circuit waited for this probe, ms.
   * @param changed told of every change of state.
   */
  constructor(
    private readonly probe: (pauseMs: number) => Promise<void>,
    changed: (view: CircuitView) => void,
  ) {
    this.policy.onStateChange((state) => {
      // Passed through by `reset` on the way to closed.
      if (state === CircuitState.Isolated) return;
      this.failures = 0;
      if (this.view === 'closed') this.openedAt = null;
      else this.openedAt ??= new Date().toISOString();
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

  /** Since when it has not been closed, ISO 8601; null while it is. */
  get openSince(): string | null {
    return this.openedAt;
  }

  /** Whether one more such call would change what is counted. */
  counts(outcome: 'gave-up' | 'served'): boolean {
    if (outcome === 'served') return this.failures > 0;
    return this.view === 'closed' && this.failures < FAILURES_TO_OPEN;
  }

  /** A call was served. */
  succeeded(): void {
    if (this.view !== 'closed') return;
    this.failures = 0;
    this.record(() => Promise.resolve());
  }

  /** A call gave up on the provider. */
  failed(): void {
    if (this.view !== 'closed') return;
    this.failures += 1;
    this.record(() => Promise.reject(new Error('given up')));
  }

  /** Others found the provider unusable. */
  open(): void {
    for (let failures = 0; failures < FAILURES_TO_OPEN; failures += 1) this.failed();
  }

  /** Another's probe found the provider usable. */
  reset(): void {
    this.failures = 0;
    this.breaker.success();
    // The end of an isolation is the policy's only way to be closed from outside.
    if (this.view !== 'closed') this.policy.isolate().dispose();
  }

  /** Ends the probing. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private record(outcome: () => Promise<void>): void {
    // The policy counts the outcome and hands it on; its result is of no use here.
    this.policy.execute(outcome).catch(() => undefined);
  }

  private watch(): void {
    if (this.view === 'closed') {
      this.stop();
      this.probes = 0;
      return;
    }
    this.timer ??= setInterval(() => this.tick(), PROBE_CHECK_MS).unref();
  }

  private tick(): void {
    // Rejected without a probe until the pause is over. A running probe is the only one.
    if (this.view === 'open') this.record(() => this.nextProbe());
  }

  private async nextProbe(): Promise<void> {
    this.probes += 1;
    try {
      await this.probe(backOffMs(PROBE, this.probes));
    } catch (error) {
      // `reset` was quicker: this probe began before the provider worked again.
      if (this.view !== 'closed') throw error;
    }
  }
}
