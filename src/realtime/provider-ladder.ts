import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { LiveEvents } from '../ops/live-events.js';
import { ProviderCircuit, type CircuitView } from './provider-circuit.js';
import type { ProviderError } from './provider-error.js';
import { VoiceProvider } from './voice-provider.js';

/** Injection token of the list of providers; their order comes from `VOICE_PROVIDERS`. */
export const VOICE_PROVIDERS = Symbol('VOICE_PROVIDERS');

/** A provider with what calls have found out about it. */
export interface Rung {
  readonly provider: VoiceProvider;
  readonly circuit: ProviderCircuit;
}

/**
 * The providers in the order in which they are tried. Each rung knows whether it is
 * configured and, across calls, whether it works.
 */
@Injectable()
export class ProviderLadder implements OnApplicationShutdown {
  private readonly logger = new Logger(ProviderLadder.name);
  readonly rungs: readonly Rung[];
  private readonly fallbackEnabled: boolean;

  constructor(
    config: AppConfig,
    @Inject(VOICE_PROVIDERS) providers: readonly VoiceProvider[],
    private readonly events: LiveEvents,
  ) {
    this.fallbackEnabled = config.ladder.fallbackEnabled;
    this.rungs = config.ladder.providers.flatMap((name) =>
      providers
        .filter((provider) => provider.name === name)
        .map((provider) => ({
          provider,
          circuit: new ProviderCircuit(
            () => provider.probe(),
            (view) => this.circuitChanged(provider.name, view),
          ),
        })),
    );
  }

  onApplicationShutdown(): void {
    for (const { circuit } of this.rungs) circuit.close();
  }

  /** The rung that a new call starts on; null when none can be used. */
  first(): Rung | null {
    return this.usable(0);
  }

  /** The rung below, for a call that gave up on this one; null when there is none. */
  below(rung: Rung): Rung | null {
    return this.fallbackEnabled ? this.usable(this.rungs.indexOf(rung) + 1) : null;
  }

  private usable(from: number): Rung | null {
    const candidates = this.rungs.slice(from).filter(({ provider }) => provider.unusable === null);
    // When every circuit is open a doubtful provider is better than none.
    return candidates.find(({ circuit }) => circuit.view === 'closed') ?? candidates[0] ?? null;
  }

  private circuitChanged(provider: string, circuit: CircuitView): void {
    this.logger.warn('Provider circuit changed', { provider, circuit });
    this.events.publish({
      type: 'provider',
      at: new Date().toISOString(),
      data: { provider, circuit },
    });
  }

  /** For operators: codes only, no message of a provider. */
  noteGivenUp(rung: Rung, error: ProviderError): void {
    rung.circuit.failed(error);
    this.events.publish({
      type: 'provider',
      at: new Date().toISOString(),
      data: { provider: rung.provider.name, givenUp: error.code },
    });
  }
}
