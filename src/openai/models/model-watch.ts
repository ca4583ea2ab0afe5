import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AppConfig } from '../../config/app-config.js';
import { checkModel, type ModelStatus } from './model-check.js';
import { fetchModelList, ModelListError, type ModelList } from './model-list.js';
import { configuredModels, type ConfiguredModel } from './model-uses.js';

const DAY_MS = 86_400_000;
/** A list that could not be had is asked for again after this time. */
const RETRY_MS = 3_600_000;
/** What a compatible service without a list of models answers. */
const NO_LIST = new Set(['http_404', 'http_405', 'http_501', 'not_a_list']);

/**
 * Looks after the models that are configured: asks OpenAI for its list at boot and once a day,
 * and warns once of each that ends, is unknown or is of the wrong kind. Nothing waits for the
 * answer; without one the models are as good as before.
 */
export class ModelWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ModelWatch.name);
  private readonly configured: readonly ConfiguredModel[];
  private readonly stopped = new AbortController();
  private readonly warnedOf = new Set<string>();
  private list: ModelList | null = null;
  private listedAt: string | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param now epoch ms. */
  constructor(
    private readonly config: AppConfig,
    private readonly now: () => number,
    private readonly ask = fetchModelList,
  ) {
    this.configured = configuredModels(config);
  }

  onApplicationBootstrap(): void {
    if (this.configured.length > 0) void this.look();
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
    if (this.timer) clearTimeout(this.timer);
  }

  /** When the newest list came, ISO 8601; null before the first. */
  get checkedAt(): string | null {
    return this.listedAt;
  }

  /** How the configured models stand today; empty when OpenAI takes part in no call. */
  models(): readonly ModelStatus[] {
    const { baseUrl } = this.config.openai;
    const now = this.now();
    return this.configured.map((model) => checkModel(model, this.list, baseUrl, now));
  }

  private async look(): Promise<void> {
    const { baseUrl, apiKey } = this.config.openai;
    const { signal } = this.stopped;
    let pauseMs = DAY_MS;
    try {
      this.list = await this.ask(baseUrl, apiKey ?? '', signal);
      this.listedAt = new Date(this.now()).toISOString();
    } catch (error) {
      pauseMs = RETRY_MS;
      if (!signal.aborted) this.noList(error instanceof ModelListError ? error.code : 'unknown');
    }
    if (signal.aborted) return;
    this.warn();
    this.timer = setTimeout(() => void this.look(), pauseMs).unref();
  }

  private noList(code: string): void {
    if (this.warnedOf.has(code)) return;
    this.warnedOf.add(code);
    const level = NO_LIST.has(code) ? 'debug' : 'warn';
    this.logger[level]('Models not listed', { code });
  }

  private warn(): void {
    for (const { variable, model, state, problem, instead } of this.models()) {
      const key = `${variable} ${state}`;
      if (problem === null || this.warnedOf.has(key)) continue;
      this.warnedOf.add(key);
      this.logger.warn('Model to be replaced', { variable, model, problem, use: instead });
    }
  }
}
