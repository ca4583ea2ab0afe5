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
import { PacedLog } from '../ops/paced-log.js';
import { CLUSTER_PREFIX } from './cluster-connector.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { REDIS_COMMAND_LIMIT_MS, RedisConnection } from './redis-connection.js';
import { isElsewhere, type RefusalKind, refusalKind } from './redis-refusal.js';

/** How long the boot waits for the server. */
const START_LIMIT_MS = 1_000;
/** Begins every key where there is no cluster. */
const PREFIX = 'voiceplate';
/** Pause between two writes that only find out whether the server takes any. */
const WRITE_PROBE_MS = 1_000;
/** Shortest pause between two new connections in search of the primary. */
const REPLACE_PAUSE_MS = 1_000;

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
 *
 * In a cluster both go to the primary of the one slot that all keys and channels have: scripts
 * find their keys together, a message is counted where it is received, and Redis is there or away
 * as a whole.
 */
@Injectable()
export class RedisLink implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RedisLink.name);
  private readonly commands: RedisConnection | null;
  private readonly subscriber: RedisConnection | null;
  private readonly listeners: (() => void)[] = [];
  private readonly hearers: ((listening: boolean) => void)[] = [];
  private readonly channels = new Map<string, (message: string) => void>();
  private readonly paced = new PacedLog(this.logger);
  private readonly prefix: string;
  private readonly probeKey: string;
  private refusing: RefusalKind | null = null;
  private replacedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    config: AppConfig,
    private readonly metrics: ClusterMetrics,
  ) {
    const { redis: address } = config.storage;
    this.prefix = address?.kind === 'cluster' ? CLUSTER_PREFIX : PREFIX;
    this.probeKey = this.key('probe', config.instance);
    if (address === null) {
      this.commands = null;
      this.subscriber = null;
      return;
    }
    this.commands = new RedisConnection(
      address,
      {
        up: () => this.cameUp(),
        down: (cause) => this.wentDown(cause),
        failed: (cause) => this.attemptFailed(cause),
      },
      // A cluster's node answers PING also while it does not serve the keys.
      address.kind === 'cluster' ? { probe: (redis) => redis.exists(this.probeKey) } : {},
    );
    this.subscriber = new RedisConnection(
      address,
      {
        up: () => {
          this.logger.debug('Redis subscription is ready');
          for (const listener of this.hearers) listener(true);
        },
        down: (cause) => {
          this.logger.debug('Redis subscription is lost', { error: errorKind(cause) });
          for (const listener of this.hearers) listener(false);
        },
      },
      { prepare: (redis) => this.subscribeAll(redis) },
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

  /** Why the server takes no writes, as its last answer said; null while it takes them. */
  get refusal(): RefusalKind | null {
    return this.refusing;
  }

  /** Whether messages of subscribed channels arrive. */
  get listening(): boolean {
    return this.subscriber?.up ?? false;
  }

  /** A key or channel of this product: `voiceplate:a:b`, or `{voiceplate}:a:b` in a cluster. */
  key(...parts: string[]): string {
    return [this.prefix, ...parts].join(':');
  }

  /**
   * Runs commands, for `REDIS_COMMAND_LIMIT_MS` in all. After a failure the server may have
   * carried them out nevertheless.
   *
   * @throws RedisUnavailableError at once while the server is away, when the limit is over, or
   *   when the keys are at another node of the cluster by now.
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
      if (isElsewhere(error)) {
        this.metrics.commandsFailed.inc({ reason: 'away' });
        commands.lost(error);
        this.replace();
        throw new RedisUnavailableError(error);
      }
      if (error instanceof ReplyError) this.refused(error);
      throw error;
    }
  }

  /**
   * `listener` is told every time the server answers again, or takes writes again; at once when it
   * answers now.
   */
  onUp(listener: () => void): void {
    this.listeners.push(listener);
    if (this.up) listener();
  }

  /** As `join` does; for channels that are joined before the start. */
  subscribe(channel: string, listener: (message: string) => void): void {
    this.channels.set(channel, listener);
  }

  /** `listener` is told every time messages begin to arrive, and when they no longer do. */
  onListening(listener: (listening: boolean) => void): void {
    this.hearers.push(listener);
  }

  /**
   * Messages of a channel from now on, again after every loss of the connection.
   *
   * @returns whether they arrive; false while the server is away. Never rejects.
   */
  async join(channel: string, listener: (message: string) => void): Promise<boolean> {
    this.channels.set(channel, listener);
    if (!this.subscriber?.up) return false;
    return this.whenTaken(this.subscriber.redis.subscribe(channel));
  }

  /** Ends the messages of a channel. Never rejects. */
  async leave(channel: string): Promise<void> {
    this.channels.delete(channel);
    if (this.subscriber?.connected) {
      await this.whenTaken(this.subscriber.redis.unsubscribe(channel));
    }
  }

  async onModuleInit(): Promise<void> {
    const { commands, subscriber } = this;
    if (!commands || !subscriber) return;
    const { redis } = subscriber;
    redis.on('message', (channel, message) => this.channels.get(channel)?.(message));
    await Promise.all([commands.start(START_LIMIT_MS), subscriber.start(START_LIMIT_MS)]);
    this.timer = setInterval(() => void this.probeWrites(), WRITE_PROBE_MS).unref();
  }

  /** Runs after the calls have ended, and after everything that uses the link. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.commands?.close(), this.subscriber?.close()]);
  }

  private async subscribeAll(redis: Redis): Promise<void> {
    if (this.channels.size > 0) await redis.subscribe(...this.channels.keys());
  }

  /** Whether a change of subscriptions was answered; a silence is the subscription's probe to judge. */
  private async whenTaken(change: Promise<unknown>): Promise<boolean> {
    try {
      await within(change, REDIS_COMMAND_LIMIT_MS);
      return true;
    } catch {
      return false;
    }
  }

  private cameUp(): void {
    this.metrics.redisUp?.set(1);
    // It was only away for us. What else it refuses the next probe finds out.
    if (this.refusing === 'noauth') this.note(null);
    this.logger.log('Redis is ready');
    this.tellListeners();
    void this.probeWrites();
  }

  private wentDown(cause: unknown): void {
    this.metrics.redisUp?.set(0);
    this.note(refusalKind(cause));
    this.logger.warn('Redis is away; this process goes on alone', { error: errorKind(cause) });
  }

  private attemptFailed(cause: unknown): void {
    if (refusalKind(cause) !== null) {
      this.refused(cause);
      return;
    }
    this.note(null);
    if (isElsewhere(cause)) this.replace();
  }

  private tellListeners(): void {
    for (const listener of this.listeners) listener();
  }

  /** Never rejects: a refusal is noted by `run`, and a silence as well. */
  private async probeWrites(): Promise<void> {
    if (!this.up) return;
    try {
      await this.run((redis) => redis.set(this.probeKey, '1', 'PX', WRITE_PROBE_MS));
    } catch {
      return;
    }
    if (this.refusing === null) return;
    this.logger.log('Redis takes writes again', { kind: this.refusing });
    this.note(null);
    this.tellListeners();
  }

  /** Counts a refusal, and logs one a minute of each kind. */
  private refused(error: unknown): void {
    this.metrics.commandsFailed.inc({ reason: 'refused' });
    const kind = refusalKind(error);
    this.metrics.refusals.inc({ kind: kind ?? 'other' });
    const fields = { kind: kind ?? 'other', error: errorKind(error) };
    this.paced.error(fields.kind, 'Redis refuses a command', fields);
    if (kind === null) return;
    this.note(kind);
    if (kind === 'readonly') this.replace();
  }

  /** After a failover the old primary may answer still: another server is the primary by now. */
  private replace(): void {
    const now = performance.now();
    if (now - this.replacedAt < REPLACE_PAUSE_MS) return;
    this.replacedAt = now;
    this.commands?.replace();
    this.subscriber?.replace();
  }

  private note(kind: RefusalKind | null): void {
    if (this.refusing !== null) this.metrics.refusing?.set({ kind: this.refusing }, 0);
    if (kind !== null) this.metrics.refusing?.set({ kind }, 1);
    this.refusing = kind;
  }
}
