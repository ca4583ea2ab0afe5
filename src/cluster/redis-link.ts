import {
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
  ServiceUnavailableException,
} from '@nestjs/common';
import { type Redis, ReplyError } from 'ioredis';
import { errorKind } from '../common/error-fields.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { REDIS_COMMAND_LIMIT_MS, RedisConnection } from './redis-connection.js';

/** How long the boot waits for the server. */
const START_LIMIT_MS = 1_000;
const PREFIX = 'voiceplate';

/** Redis does not answer now, or is not configured. Leaves an HTTP handler as 503. */
export class RedisUnavailableError extends ServiceUnavailableException {
  constructor(cause?: unknown) {
    super('Redis does not answer', { cause });
  }
}

/**
 * The process's connections to Redis: one for commands, one for subscriptions. While the server
 * is away commands fail at once, until a probe in the background finds it again. Without
 * `REDIS_URL` it is always away.
 */
@Injectable()
export class RedisLink implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RedisLink.name);
  private readonly commands: RedisConnection | null;
  private readonly subscriber: RedisConnection | null;
  private readonly listeners: (() => void)[] = [];
  private readonly channels = new Map<string, (message: string) => void>();
  private lastRefusal = '';

  constructor(
    config: AppConfig,
    private readonly metrics: ClusterMetrics,
  ) {
    const { redisUrl } = config.storage;
    this.commands =
      redisUrl === null
        ? null
        : new RedisConnection(redisUrl, {
            up: () => this.cameUp(),
            down: (cause) => this.wentDown(cause),
          });
    this.subscriber =
      redisUrl === null
        ? null
        : new RedisConnection(
            redisUrl,
            {
              up: () => this.logger.debug('Redis subscription is ready'),
              down: (cause) =>
                this.logger.debug('Redis subscription is lost', { error: errorKind(cause) }),
            },
            (redis) => this.subscribeAll(redis),
          );
  }

  /** Whether `REDIS_URL` is set. */
  get configured(): boolean {
    return this.commands !== null;
  }

  /** Whether the server answers commands. */
  get up(): boolean {
    return this.commands?.up ?? false;
  }

  /** Whether messages of subscribed channels arrive. */
  get listening(): boolean {
    return this.subscriber?.up ?? false;
  }

  /** A key or channel of this product: `voiceplate:a:b`. */
  key(...parts: string[]): string {
    return [PREFIX, ...parts].join(':');
  }

  /**
   * Runs commands, for `REDIS_COMMAND_LIMIT_MS` in all. After a failure the server may have
   * carried them out nevertheless.
   *
   * @throws RedisUnavailableError at once while the server is away, or when the limit is over.
   * @throws ReplyError when the server refuses a command; it is not away then.
   */
  async run<R>(work: (redis: Redis) => Promise<R>): Promise<R> {
    const { commands } = this;
    if (!commands?.up) {
      if (commands) this.metrics.commandsFailed.inc({ reason: 'away' });
      throw new RedisUnavailableError();
    }
    try {
      return await within(work(commands.redis), REDIS_COMMAND_LIMIT_MS);
    } catch (error) {
      if (error instanceof TimeLimitError || !commands.connected) {
        this.metrics.commandsFailed.inc({ reason: 'silent' });
        commands.lost(error);
        throw new RedisUnavailableError(error);
      }
      if (error instanceof ReplyError) this.refused(error);
      throw error;
    }
  }

  /** `listener` is told every time the server answers again; at once when it answers now. */
  onUp(listener: () => void): void {
    this.listeners.push(listener);
    if (this.up) listener();
  }

  /** Messages of a channel, again after every loss of the connection. Call before the start. */
  subscribe(channel: string, listener: (message: string) => void): void {
    this.channels.set(channel, listener);
  }

  async onModuleInit(): Promise<void> {
    const { commands, subscriber } = this;
    if (!commands || !subscriber) return;
    const { redis } = subscriber;
    redis.on('message', (channel, message) => this.channels.get(channel)?.(message));
    await Promise.all([commands.start(START_LIMIT_MS), subscriber.start(START_LIMIT_MS)]);
  }

  /** Runs after the calls have ended, and after everything that uses the link. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.commands?.close(), this.subscriber?.close()]);
  }

  private async subscribeAll(redis: Redis): Promise<void> {
    if (this.channels.size > 0) await redis.subscribe(...this.channels.keys());
  }

  private cameUp(): void {
    this.metrics.redisUp?.set(1);
    this.lastRefusal = '';
    this.logger.log('Redis is ready');
    for (const listener of this.listeners) listener();
  }

  private wentDown(cause: unknown): void {
    this.metrics.redisUp?.set(0);
    this.logger.warn('Redis is away; this process goes on alone', { error: errorKind(cause) });
  }

  /** Logs a refusal, unless it is the same as the one before. */
  private refused(error: unknown): void {
    this.metrics.commandsFailed.inc({ reason: 'refused' });
    const reason = errorKind(error);
    if (reason === this.lastRefusal) return;
    this.lastRefusal = reason;
    this.logger.error('Redis refuses a command', { error: reason });
  }
}
