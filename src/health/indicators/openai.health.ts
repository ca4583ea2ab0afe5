import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AppConfig } from '../../config/app-config.js';
import { type ProviderStatus, RealtimeService } from '../../realtime/realtime.service.js';

const NONE_USABLE = 'No provider of OpenAI can be used';

/** Whether calls can use OpenAI, by the ladder's own experience; nothing is asked of it. */
@Injectable()
export class OpenAiHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly config: AppConfig,
    private readonly realtime: RealtimeService,
  ) {}

  check(): HealthIndicatorResult {
    const openai = this.indicator.check('openai');
    if (this.config.openai.apiKey === null) {
      return openai.up({ configured: false });
    }
    const providers = this.realtime.providers().filter(({ name }) => name.startsWith('openai'));
    const states = Object.fromEntries(providers.map((status) => [status.name, wordFor(status)]));
    return providers.length === 0 || providers.some(({ state }) => state === 'usable')
      ? openai.up({ configured: true, providers: states })
      : openai.down({ message: NONE_USABLE, configured: true, providers: states });
  }
}

function wordFor({ state, circuit }: ProviderStatus): string {
  return circuit === 'closed' ? state : `circuit ${circuit}`;
}
