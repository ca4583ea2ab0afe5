import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { ModelWatch } from '../../openai/models/model-watch.js';

/**
 * Whether a configured model is about to end, or has ended. Never down: calls find out by
 * themselves what a model can do, and go on with the next provider.
 */
@Injectable()
export class ModelsHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly watch: ModelWatch,
  ) {}

  check(): HealthIndicatorResult {
    const models = this.indicator.check('models');
    const ending = this.watch
      .models()
      .filter(({ state }) => state === 'ending' || state === 'ended')
      .map(({ model, use, problem }) => `${model} (${use}) ${problem}`);
    return ending.length === 0 ? models.up() : models.degraded({ message: ending.join('; ') });
  }
}
