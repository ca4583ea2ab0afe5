import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { RedisLink } from '../../cluster/redis-link.js';
import { REFUSAL_WORDS } from '../../cluster/redis-refusal.js';
import { pingDependency } from './dependency-ping.js';

/** A third of what a command may take before Redis counts as away. */
const SLOW_MS = 50;

/** Whether Redis answers and takes writes; up when none is configured. */
@Injectable()
export class RedisHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly link: RedisLink,
  ) {}

  async check(): Promise<HealthIndicatorResult<'redis'>> {
    const redis = this.indicator.check('redis');
    const { configured } = this.link;
    if (!configured) return redis.up({ configured });
    const { refusal } = this.link;
    const message = refusal ? REFUSAL_WORDS[refusal] : 'away; this replica goes on alone';
    const away = redis.down({ configured, message });
    if (refusal || !this.link.up) return away;
    const answer = await pingDependency(this.indicator, {
      key: 'redis',
      ping: () => this.link.run((server) => server.ping()),
      slowMs: SLOW_MS,
      facts: { configured },
    });
    return this.link.up ? answer : away;
  }
}
