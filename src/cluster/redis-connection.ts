import { Redis, type RedisOptions } from 'ioredis';
import { backOffMs } from '../common/back-off.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import type { RedisAddress } from '../config/redis-address.js';
import { clusterConnector } from './cluster-connector.js';

/** Longest wait for an answer of the server; a longer silence counts as its absence. */
export const REDIS_COMMAND_LIMIT_MS = 150;
/** For connecting, and for each command of ioredis's own handshake. */
const CONNECT_LIMIT_MS = 1_000;
const HANDSHAKE_LIMIT_MS = 500;
/** How long a closing socket may take before it is destroyed. */
const DISCONNECT_LIMIT_MS = 100;
const RETRY = { firstMs: 100, longestMs: 2_000 };
/** Pause between two probes of a server that answers, and of one that does not. */
const PROBE_UP_MS = 1_000;
const PROBE_DOWN_MS = 250;
/** Probes without an answer, in a row, after which the connection is replaced. */
const MAX_MISSED_PROBES = 3;
const KEEP_ALIVE_MS = 10_000;

/** Told when a connection begins to answer and when it stops, once each. */
export interface ConnectionWatcher {
  up(): void;
  down(cause: unknown): void;
  /** Told of every attempt to connect and every probe that fails, also while it is down. */
  failed?(cause: unknown): void;
}

/** What is done on a connection that is not the work itself. */
export interface ConnectionCare {
  /** Runs on every new connection before the first probe. */
  readonly prepare?: (redis: Redis) => Promise<unknown>;
  /** Rejects while the server cannot be used; PING unless told. */
  readonly probe?: (redis: Redis) => Promise<unknown>;
}

/**
 * One supervised connection to the Redis primary, which a cluster or Sentinels are asked for anew
 * each time that it connects. Its probe alone decides that the server is there; a broken
 * connection or a silence decides that it is not. A cut cable or a stopped server never closes
 * a connection, so one that stays silent is replaced.
 */
export class RedisConnection {
  readonly redis: Redis;
  private state: 'unknown' | 'up' | 'down' = 'unknown';
  private tellFirstNews!: () => void;
  private readonly firstNews = new Promise<void>((resolve) => {
    this.tellFirstNews = resolve;
  });
  private prepared = false;
  private missedProbes = 0;
  private lastError: unknown = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** A connection that was given up on purpose is being made anew; the server is not away. */
  private replacing = false;

  constructor(
    address: RedisAddress,
    private readonly watcher: ConnectionWatcher,
    private readonly care: ConnectionCare = {},
  ) {
    this.redis = connectionTo(address, {
      lazyConnect: true,
      connectionName: 'voiceplate',
      connectTimeout: CONNECT_LIMIT_MS,
      commandTimeout: HANDSHAKE_LIMIT_MS,
      disconnectTimeout: DISCONNECT_LIMIT_MS,
      keepAlive: KEEP_ALIVE_MS,
      // No command waits in a queue: one that cannot be sent now fails now.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      // PING refuses while the server loads its data, so it is the better check.
      enableReadyCheck: false,
      retryStrategy: (failures) => backOffMs(RETRY, failures),
    });
    this.redis.on('error', (error) => {
      this.lastError = error;
      this.replacing = false;
      this.watcher.failed?.(error);
    });
    this.redis.on('ready', () => {
      this.prepared = false;
      this.replacing = false;
      this.missedProbes = 0;
      void this.probe();
    });
    // `end` without `close`: no cluster node and no Sentinel said where the primary is.
    for (const event of ['close', 'end']) {
      this.redis.on(event, () => this.lost(this.lastError ?? new Error('connection closed')));
    }
  }

  get up(): boolean {
    return this.state === 'up' && this.connected;
  }

  /** Whether commands can be written; says nothing about answers. */
  get connected(): boolean {
    return this.redis.status === 'ready' && this.redis.stream.writable;
  }

  /** Resolves when it is known whether the server is there; after the limit it is not. */
  async start(limitMs: number): Promise<void> {
    this.connect();
    this.schedule();
    await within(this.firstNews, limitMs).catch((error: unknown) => this.lost(error));
  }

  /** Called with the reason when a command shows that the server does not answer. */
  lost(cause: unknown): void {
    if (this.closed || this.replacing || this.state === 'down') return;
    this.state = 'down';
    this.schedule();
    this.tellFirstNews();
    this.watcher.down(cause);
  }

  /** Connects anew: the address may lead to another server by now. */
  replace(): void {
    if (this.closed || !this.connected) return;
    this.replacing = true;
    this.redis.disconnect(true);
  }

  /** Resolves when the socket is closed. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const stream = this.redis.stream as Redis['stream'] | undefined;
    const gone = new Promise<void>((resolve) => {
      if (!stream || stream.destroyed) resolve();
      else stream.once('close', () => resolve());
    });
    this.redis.disconnect();
    await gone;
  }

  private connect(): void {
    // A failure arrives as the events `error` and `close` as well.
    this.redis.connect().catch(() => undefined);
  }

  private async probe(): Promise<void> {
    if (this.redis.status === 'ready') {
      try {
        await within(this.askForLife(), REDIS_COMMAND_LIMIT_MS);
        this.answered();
      } catch (error) {
        this.lost(error);
        this.watcher.failed?.(error);
        if (error instanceof TimeLimitError) this.missed();
      }
    } else if (this.redis.status === 'end') {
      this.connect();
    }
    this.schedule();
  }

  private async askForLife(): Promise<void> {
    const { prepare, probe = (redis) => redis.ping() } = this.care;
    if (!this.prepared) {
      await prepare?.(this.redis);
      this.prepared = true;
    }
    await probe(this.redis);
  }

  private answered(): void {
    if (this.closed || !this.connected) return;
    this.missedProbes = 0;
    this.lastError = null;
    if (this.state === 'up') return;
    this.state = 'up';
    this.tellFirstNews();
    this.watcher.up();
  }

  private missed(): void {
    if (++this.missedProbes < MAX_MISSED_PROBES || !this.connected) return;
    this.missedProbes = 0;
    this.redis.disconnect(true);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    const pauseMs = this.state === 'up' ? PROBE_UP_MS : PROBE_DOWN_MS;
    this.timer = setTimeout(() => void this.probe(), pauseMs).unref();
  }
}

/** A connection that looks for its server where the address says. */
function connectionTo(address: RedisAddress, options: RedisOptions): Redis {
  if (address.kind === 'single') return new Redis(address.url, options);
  const { tls, username, password } = address;
  const entry = {
    ...options,
    ...(tls && { tls: {} }),
    ...(username !== null && { username }),
    ...(password !== null && { password }),
  };
  if (address.kind === 'cluster') {
    return new Redis({ ...entry, Connector: clusterConnector(address, CONNECT_LIMIT_MS) });
  }
  return new Redis({
    ...entry,
    sentinels: [...address.sentinels],
    name: address.name,
    db: address.db,
    ...(address.sentinelUsername !== null && { sentinelUsername: address.sentinelUsername }),
    ...(address.sentinelPassword !== null && { sentinelPassword: address.sentinelPassword }),
    ...(tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
    sentinelCommandTimeout: HANDSHAKE_LIMIT_MS,
    // The probe tries again.
    sentinelRetryStrategy: () => null,
  });
}
