import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { DatabaseHealthIndicator } from './indicators/database.health.js';
import { DiskHealthIndicator } from './indicators/disk.health.js';
import { EventLoopHealthIndicator } from './indicators/event-loop.health.js';
import { MemoryHealthIndicator } from './indicators/memory.health.js';
import { MenuHealthIndicator } from './indicators/menu.health.js';
import { ModelsHealthIndicator } from './indicators/models.health.js';
import { OpenAiHealthIndicator } from './indicators/openai.health.js';
import { RedisHealthIndicator } from './indicators/redis.health.js';

/** Everything that calls depend on, in the order in which `/health` shows it. */
@Injectable()
export class DependencyChecks {
  /** One check of each dependency. */
  readonly all: readonly (() => Promise<HealthIndicatorResult>)[];

  constructor(
    database: DatabaseHealthIndicator,
    disk: DiskHealthIndicator,
    redis: RedisHealthIndicator,
    openAi: OpenAiHealthIndicator,
    models: ModelsHealthIndicator,
    menu: MenuHealthIndicator,
    eventLoop: EventLoopHealthIndicator,
    memory: MemoryHealthIndicator,
  ) {
    this.all = [database, disk, redis, openAi, models, menu, eventLoop, memory].map(
      (indicator) => async () => indicator.check(),
    );
  }
}
