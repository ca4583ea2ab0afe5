import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ClusterBus } from '../cluster/cluster-bus.js';
import { RedisLink } from '../cluster/redis-link.js';
import { SharedStore } from '../cluster/shared-store.js';
import { AppConfig } from '../config/app-config.js';
import { LiveEvents } from '../ops/live-events.js';
import { MAX_PROBE_PAUSE_MS, ProviderCircuit, type CircuitView } from './provider-circuit.js';
import { ProviderError } from '../common/provider-error.js';
import type { VoiceProvider } from './voice-provider.js';

/** Topic on which a replica tells the others how its calls and probes fared with a provider. */
const OUTCOME_TOPIC = 'provider-outcome';
/** An open circuit is noted anew after each probe; the note of a dead replica ends by itself. */
const OPEN_LIFE_MS = 2 * MAX_PROBE_PAUSE_MS;

type Outcome = 'gave-up' | 'served' | 'recovered';

interface OutcomeMessage {
  readonly provider: string;
  readonly outcome: Outcome;
}

/**
 * The circuits of the providers, kept in step with those of the other replicas: each counts
 * the calls of all, one that starts during an outage learns of it, one replica probes for
 * all, and what it finds holds for all. Alone, each circuit follows its own calls and probes.
 */
@Injectable()
export class ProviderCircuits implements OnApplicationShutdown {
  private readonly logger = new Logger(ProviderCircuits.name);
  private readonly circuits = new Map<string, ProviderCircuit>();

  constructor(
    private readonly config: AppConfig,
    private readonly store: SharedStore,
    private readonly bus: ClusterBus,
    private readonly events: LiveEvents,
    link: RedisLink,
  ) {
    bus.on<OutcomeMessage>(OUTCOME_TOPIC, (message) => this.count(message));
    link.onUp(() => void this.learn());
  }

  onApplicationShutdown(): void {
    for (const circuit of this.circuits.values()) circuit.stop();
  }

  /** The circuit of this provider; the same each time. */
  of(provider: VoiceProvider): ProviderCircuit {
    const { name } = provider;
    const circuit =
      this.circuits.get(name) ??
      new ProviderCircuit(
        (pauseMs) => this.probe(provider, pauseMs),
        (view) => this.changed(name, view),
      );
    this.circuits.set(name, circuit);
    return circuit;
  }

  /**
   * Counts a call of this replica that the provider served or that gave up on it, on all replicas.
   *
   * @param error why it was given up.
   */
  note(provider: string, outcome: 'gave-up' | 'served', error?: ProviderError): void {
    void this.waitAsAsked(provider, error, 0);
    // What would change nothing elsewhere is not told: nearly every call is served.
    if (this.circuits.get(provider)?.counts(outcome) ?? true) this.tell(provider, outcome);
    this.count({ provider, outcome });
  }

  private count({ provider, outcome }: OutcomeMessage): void {
    const circuit = this.circuits.get(provider);
    switch (outcome) {
      case 'gave-up':
        return circuit?.failed();
      case 'served':
        return circuit?.succeeded();
      case 'recovered':
        return circuit?.reset();
    }
  }

  private tell(provider: string, outcome: Outcome): void {
    this.bus.broadcast(OUTCOME_TOPIC, { provider, outcome } satisfies OutcomeMessage);
  }

  private async learn(): Promise<void> {
    for (const [provider, circuit] of this.circuits) {
      if ((await this.store.get(openKey(provider))) !== null) circuit.open();
    }
  }

  /** Probes the provider for all replicas, unless another one does within this pause. */
  private async probe(provider: VoiceProvider, pauseMs: number): Promise<void> {
    const { name } = provider;
    const { instance } = this.config;
    if (!(await this.store.setIfAbsent(probeKey(name), instance, pauseMs))) {
      throw new ProviderError('probed_elsewhere', 'another replica probes', 'provider', true);
    }
    await provider.probe().catch(async (error: unknown) => {
      await this.waitAsAsked(name, error, pauseMs);
      throw error;
    });
    // The probe's own note stays until its pause is over: not every replica has heard by then.
    await this.store.delete(openKey(name));
    this.tell(name, 'recovered');
  }

  /** No replica probes a provider while it asks to wait. @param pauseMs the time until the next probe. */
  private async waitAsAsked(provider: string, error: unknown, pauseMs: number): Promise<void> {
    const waitMs = error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0;
    if (waitMs > pauseMs) await this.store.set(probeKey(provider), this.config.instance, waitMs);
  }

  private changed(provider: string, circuit: CircuitView): void {
    const { instance } = this.config;
    this.logger.warn('Provider circuit changed', { provider, circuit });
    this.events.publish({
      type: 'provider',
      at: new Date().toISOString(),
      data: { provider, circuit, instance },
    });
    if (circuit === 'open') void this.store.set(openKey(provider), instance, OPEN_LIFE_MS);
  }
}

function openKey(provider: string): string {
  return `circuit:${provider}`;
}

function probeKey(provider: string): string {
  return `circuit-probe:${provider}`;
}
