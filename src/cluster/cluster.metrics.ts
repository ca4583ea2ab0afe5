import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from '../ops/metrics.js';
import { REFUSAL_KINDS } from './redis-refusal.js';

/** The metrics of Redis and of what replicas tell each other. */
@Injectable()
export class ClusterMetrics {
  /** `away`: not asked; `silent`: no answer in time; `refused`: an error for an answer. */
  readonly commandsFailed: Counter<'reason'>;
  /** Null without `REDIS_URL`: what is not configured is not away. */
  readonly redisUp: Gauge | null;
  readonly refusals: Counter<'kind'>;
  /** Null without `REDIS_URL`. */
  readonly refusing: Gauge | null;
  readonly messagesDropped: Counter<'reason'>;

  constructor(config: AppConfig, metrics: Metrics) {
    this.commandsFailed = metrics.counter(
      'redis_commands_failed_total',
      'Commands to Redis that failed; away: not connected, silent: not answered in time',
      { reason: ['away', 'silent', 'refused'] },
    );
    this.redisUp =
      config.storage.redis === null ? null : metrics.gauge('redis_up', '1 while Redis answers');
    this.refusals = metrics.counter(
      'redis_refusals_total',
      'Commands that Redis refused, by the kind of its error',
      { kind: [...REFUSAL_KINDS, 'other'] },
    );
    this.refusing =
      config.storage.redis === null
        ? null
        : metrics.gauge('redis_refusing', '1 while Redis refuses writes for this reason', ['kind']);
    for (const kind of REFUSAL_KINDS) this.refusing?.set({ kind }, 0);
    this.messagesDropped = metrics.counter(
      'bus_messages_dropped_total',
      'Messages between replicas that could not be sent, read or handled',
      { reason: ['away', 'malformed', 'unknown-topic', 'unsendable'] },
    );
  }
}
