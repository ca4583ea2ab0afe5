import { getHeapStatistics } from 'node:v8';
import { Injectable } from '@nestjs/common';
import {
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { CallsService } from '../calls/calls.service.js';
import { RedisLink } from '../cluster/redis-link.js';
import { AppConfig } from '../config/app-config.js';
import { MenuService } from '../menu/menu.service.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { type ProviderStatus, RealtimeService } from '../realtime/realtime.service.js';
import { Database } from '../storage/database.js';

/** A dependency has this long to answer. */
const PING_LIMIT_MS = 300;
/** Health is open to anyone; a dependency is asked at most this often for it. */
const PING_CACHE_MS = 1000;
/** Callers begin to notice: a turn asks several times. */
const DATABASE_SLOW_MS = 100;
/** A third of what a command may take before Redis counts as away. */
const REDIS_SLOW_MS = 50;
/** Audio becomes audibly late: two frames of 20 ms and a little. */
const LOOP_LATE_MS = 50;
/** The process is as good as stopped. */
const LOOP_WEDGED_MS = 1000;
/** Share of the heap limit above which a crash is near. */
const HEAP_CRITICAL = 0.9;

/** What Terminus says of a dependency that was asked. */
interface Answer {
  /** From question to answer; absent without an answer. */
  readonly latencyMs?: number;
  readonly message?: string;
}

/**
 * The checks behind `/health*`. The results are public: they are made of fixed words and
 * figures, and never carry an error's message, which may hold an address or a credential.
 */
@Injectable()
export class HealthIndicators {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly database: Database,
    private readonly redisLink: RedisLink,
    private readonly calls: CallsService,
    private readonly realtime: RealtimeService,
    private readonly menu: MenuService,
    private readonly eventLoop: EventLoopMonitor,
  ) {}

  /** Everything that `/health` reports. */
  readonly all: readonly HealthIndicatorFunction[] = [
    () => this.checkDatabase(),
    () => this.checkRedis(),
    () => this.checkOpenAi(),
    () => this.checkMenu(),
    () => this.checkEventLoop(),
    () => this.checkMemory(),
  ];

  /** True while some rung of the ladder can take a call: a provider or, as the last, a person. */
  get answerable(): boolean {
    return (
      this.config.twilio.humanNumber !== null ||
      this.realtime.providers().some(({ state }) => state === 'usable')
    );
  }

  get wedged(): boolean {
    return this.eventLoop.p99Ms > LOOP_WEDGED_MS;
  }

  checkDatabase(): Promise<HealthIndicatorResult> {
    const { kind } = this.database;
    return this.ask('database', () => this.database.ping(), DATABASE_SLOW_MS, { kind });
  }

  async checkRedis(): Promise<HealthIndicatorResult> {
    const redis = this.indicator.check('redis');
    const { configured } = this.redisLink;
    if (!configured) return redis.up({ configured });
    const away = redis.down({ configured, message: 'away; this replica goes on alone' });
    if (!this.redisLink.up) return away;
    const ping = (): Promise<unknown> => this.redisLink.run((server) => server.ping());
    const answer = await this.ask('redis', ping, REDIS_SLOW_MS, { configured });
    return this.redisLink.up ? answer : away;
  }

  /** Judged by the ladder's own experience; nothing is asked over the network. */
  checkOpenAi(): HealthIndicatorResult {
    const openai = this.indicator.check('openai');
    if (this.config.openai.apiKey === null) {
      return openai.up({ configured: false });
    }
    const providers = this.realtime.providers().filter(({ name }) => name.startsWith('openai'));
    const states = Object.fromEntries(providers.map((status) => [status.name, wordFor(status)]));
    return providers.length === 0 || providers.some(({ state }) => state === 'usable')
      ? openai.up({ configured: true, providers: states })
      : openai.down({ configured: true, providers: states });
  }

  checkMenu(): HealthIndicatorResult {
    const menu = this.indicator.check('menu');
    const { ok, items, loadedAt } = this.menu.status();
    return ok
      ? menu.up({ items, loadedAt })
      : menu.down({ items, loadedAt, message: 'the last reload failed; an older menu is in use' });
  }

  checkEventLoop(): HealthIndicatorResult {
    const eventLoop = this.indicator.check('eventLoop');
    const { p99Ms } = this.eventLoop;
    if (this.wedged) {
      return eventLoop.down({ p99Ms });
    }
    return p99Ms > LOOP_LATE_MS ? eventLoop.degraded({ p99Ms }) : eventLoop.up({ p99Ms });
  }

  checkMemory(): HealthIndicatorResult {
    const memory = this.indicator.check('memory');
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    const figures = {
      rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      heapUsedPercent: Math.round((used / limit) * 100),
    };
    return used / limit > HEAP_CRITICAL ? memory.down(figures) : memory.up(figures);
  }

  /** Asks a dependency for a sign of life; a late one is worth a warning and nothing more. */
  private async ask(
    key: string,
    ping: () => Promise<unknown>,
    slowMs: number,
    facts: Readonly<Record<string, unknown>>,
  ): Promise<HealthIndicatorResult> {
    const check = this.indicator.check(key);
    const answers = await check
      .attempt(async () => {
        const askedAt = performance.now();
        try {
          await ping();
        } catch {
          throw new Error('not reachable');
        }
        return { latencyMs: Math.round((performance.now() - askedAt) * 10) / 10 };
      })
      .withTimeout(PING_LIMIT_MS)
      .cacheFor(PING_CACHE_MS);
    const { latencyMs, message } = answers[key] as Answer;
    if (latencyMs === undefined) return check.down({ ...facts, message });
    const figures = { ...facts, latencyMs };
    return latencyMs > slowMs ? check.degraded(figures) : check.up(figures);
  }

  /** New calls may be sent here: neither starting nor draining. */
  checkReady(): HealthIndicatorResult {
    const lifecycle = this.indicator.check('lifecycle');
    const { state } = this.lifecycle;
    return state === 'ready' ? lifecycle.up({ state }) : lifecycle.down({ state });
  }

  checkStarted(): HealthIndicatorResult {
    const lifecycle = this.indicator.check('lifecycle');
    const { state } = this.lifecycle;
    return state === 'starting' ? lifecycle.down({ state }) : lifecycle.up({ state });
  }

  checkCapacity(): HealthIndicatorResult {
    const capacity = this.indicator.check('capacity');
    const { active, max } = this.calls.stats();
    return active < max ? capacity.up({ full: false }) : capacity.down({ full: true });
  }
}

function wordFor({ state, circuit }: ProviderStatus): string {
  return circuit === 'closed' ? state : `circuit ${circuit}`;
}
