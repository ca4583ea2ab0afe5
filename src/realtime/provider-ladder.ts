import { Inject, Injectable, Logger } from '@nestjs/common';
import { didYouMean } from '../common/nearest.js';
import { AppConfig } from '../config/app-config.js';
import { BootError } from '../config/boot-error.js';
import { LiveEvents } from '../ops/live-events.js';
import type { ProviderCircuit } from './provider-circuit.js';
import { ProviderCircuits } from './provider-circuits.js';
import type { ProviderError } from '../common/provider-error.js';
import { RecoveryLog } from './recovery-log.js';
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
export class ProviderLadder {
  readonly rungs: readonly Rung[];
  private readonly fallbackEnabled: boolean;
  private readonly log = new RecoveryLog(new Logger(ProviderLadder.name));

  /** @throws BootError when `VOICE_PROVIDERS` names a provider that is not registered. */
  constructor(
    config: AppConfig,
    @Inject(VOICE_PROVIDERS) providers: readonly VoiceProvider[],
    private readonly circuits: ProviderCircuits,
    private readonly events: LiveEvents,
  ) {
    this.fallbackEnabled = config.ladder.fallbackEnabled;
    this.rungs = config.ladder.providers.map((name) => {
      const provider = providers.find((candidate) => candidate.name === name);
      if (provider === undefined) throw new BootError([notAProvider(config, name, providers)]);
      return { provider, circuit: circuits.of(provider) };
    });
  }

  /** The rung that a new call starts on; null when none can be used. */
  first(): Rung | null {
    return this.usable(0);
  }

  /** The rung that a call was on when it moved here, or the next that can be used. */
  from(provider: string | null): Rung | null {
    const index = this.rungs.findIndex((rung) => rung.provider.name === provider);
    return this.usable(Math.max(0, index));
  }

  /** The rung below, for a call that gave up on this one; null when there is none. */
  below(rung: Rung): Rung | null {
    return this.fallbackEnabled ? this.usable(this.rungs.indexOf(rung) + 1) : null;
  }

  /** The rung that answers calls off the stream now: the first that can be used and works. */
  offStream(): Rung | null {
    const works = ({ provider, circuit }: Rung): boolean =>
      !provider.capabilities.stream && provider.unusable === null && circuit.view === 'closed';
    return this.rungs.find(works) ?? null;
  }

  private usable(from: number): Rung | null {
    const candidates = this.rungs.slice(from).filter(({ provider }) => provider.unusable === null);
    // When every circuit is open a doubtful provider is better than none.
    return candidates.find(({ circuit }) => circuit.view === 'closed') ?? candidates[0] ?? null;
  }

  /** A call got an answer out of a connection. */
  noteServed({ provider }: Rung): void {
    this.circuits.note(provider.name, 'served');
  }

  /** A call tries the same rung again. */
  noteReconnect({ provider }: Rung, { code }: ProviderError): void {
    this.log.warn('Provider reconnecting', { provider: provider.name, code });
  }

  /** A call gave up on the rung. For operators: codes only, no message of a provider. */
  noteGivenUp(rung: Rung, error: ProviderError): void {
    const { provider } = rung;
    this.circuits.note(provider.name, 'gave-up', error);
    const next = this.below(rung)?.provider.name ?? null;
    this.log.warn('Provider given up', { provider: provider.name, code: error.code, next });
    this.events.publish({
      type: 'provider',
      at: new Date().toISOString(),
      data: { provider: provider.name, givenUp: error.code },
    });
  }
}

function notAProvider(
  { ladder }: AppConfig,
  name: string,
  providers: readonly VoiceProvider[],
): string {
  const names = providers.map((provider) => provider.name);
  const given = JSON.stringify(ladder.providers.join(','));
  return `VOICE_PROVIDERS: ${given} is not allowed; use a comma-separated list, each at most once, of ${names.join(', ')}${didYouMean(name, names)}`;
}
