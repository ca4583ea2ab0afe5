import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Lifecycle, type LifecycleState } from '../ops/lifecycle.js';
import { type InstanceView, Membership } from './membership.js';
import { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** A replica whose last heartbeat is older is not listed; its calls may be taken over then. */
export const MEMBER_LIFE_MS = 5_000;
const HEARTBEAT_MS = 1_000;
/** An entry whose last heartbeat is older is deleted. */
const FORGET_MS = 60_000;

/**
 * The whole list is read with every heartbeat while there are at most so many replicas, and less
 * often the more there are: what a replica reads in a second does not grow with their number.
 */
const READ_EACH_BEAT = 32;

/**
 * One heartbeat, by the server's clock, so that no two clocks are compared. Returns the time.
 * KEYS: instances; ARGV: instance, state, calls.
 */
const HEARTBEAT = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1],
  cjson.encode({ state = ARGV[2], activeCalls = tonumber(ARGV[3]), seenMs = now }))
return now
`);

/** The time, and the entry of one replica. KEYS: instances; ARGV: instance. */
const LOOK_FOR = new RedisScript(`
local time = redis.call('TIME')
local entry = redis.call('HGET', KEYS[1], ARGV[1])
return { time[1] * 1000 + math.floor(time[2] / 1000), entry }
`);

/** An entry as it is stored. */
interface Entry {
  readonly state: LifecycleState;
  readonly activeCalls: number;
  /** Epoch, by the server's clock. */
  readonly seenMs: number;
}

/** What a heartbeat returned, and when, by this process's own clock. */
interface Look {
  readonly serverMs: number;
  readonly at: number;
  readonly others: ReadonlyMap<string, Entry>;
}

/**
 * The replicas that send a heartbeat to Redis once a second. While Redis is away the entries of
 * the others become old, and after `MEMBER_LIFE_MS` this process lists itself alone. With hundreds
 * of replicas the list is some seconds old; `current` reads it anew.
 */
@Injectable()
export class RedisMembership extends Membership implements OnModuleInit, OnApplicationShutdown {
  private readonly self: string;
  private readonly key: string;
  private count: () => number = () => 0;
  private look: Look = { serverMs: Date.now(), at: performance.now(), others: new Map() };
  private nextLookAt = -Infinity;
  private looking: Promise<void> | null = null;
  private beating: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly link: RedisLink,
  ) {
    super();
    this.self = config.instance;
    this.key = link.key('instances');
    link.onUp(() => this.cameUp());
  }

  instances(): readonly InstanceView[] {
    const sinceMs = performance.now() - this.look.at;
    const serverMs = this.look.serverMs + sinceMs;
    // Those who were there at the last look are taken to be there until the next.
    const lifeMs = MEMBER_LIFE_MS + this.lookPauseMs - HEARTBEAT_MS;
    const others = [...this.look.others]
      .filter(([, { seenMs }]) => serverMs - seenMs < lifeMs)
      .map(([instance, { state, activeCalls, seenMs }]) => ({
        instance,
        state,
        activeCalls,
        lastSeen: new Date(seenMs).toISOString(),
      }));
    const own = {
      instance: this.self,
      state: this.lifecycle.state,
      activeCalls: this.count(),
      lastSeen: new Date(serverMs).toISOString(),
    };
    return [own, ...others];
  }

  countCallsBy(count: () => number): void {
    this.count = count;
  }

  async current(): Promise<readonly InstanceView[]> {
    await this.refresh();
    return this.instances();
  }

  /** Sends a heartbeat and reads those of the others; joins one that is under way. Never rejects. */
  refresh(): Promise<void> {
    this.looking ??= this.lookAround().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  /** Whether a replica is there; by a look at Redis where the list does not tell, or may be old. */
  async has(instance: string): Promise<boolean> {
    if (instance === this.self) return true;
    const isFresh = this.lookPauseMs === HEARTBEAT_MS;
    if (isFresh && this.instances().some((other) => other.instance === instance)) return true;
    try {
      const reply = await this.link.run((redis) => LOOK_FOR.run(redis, [this.key], [instance]));
      const [serverMs, json] = reply as [number, string | null];
      const entry = toEntry(json ?? '');
      return entry !== null && serverMs - entry.seenMs < MEMBER_LIFE_MS;
    } catch {
      return false;
    }
  }

  onModuleInit(): void {
    if (!this.link.configured) return;
    this.timer = setInterval(() => this.tick(), HEARTBEAT_MS).unref();
  }

  /** Removes this replica's entry, so that the others do not wait for it to become old. */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await Promise.all([this.looking, this.beating]);
    await this.link.run((redis) => redis.hdel(this.key, this.self)).catch(() => undefined);
  }

  /** The longest time between two looks at the whole list. */
  private get lookPauseMs(): number {
    return HEARTBEAT_MS * Math.max(1, Math.ceil(this.look.others.size / READ_EACH_BEAT));
  }

  /** Hundreds of replicas that find Redis again at the same moment do not all ask for the list. */
  private cameUp(): void {
    if (this.look.others.size > READ_EACH_BEAT) this.planLook(0);
    else this.nextLookAt = -Infinity;
    this.tick();
  }

  private planLook(shortest: number): void {
    const share = this.look.others.size > READ_EACH_BEAT ? randomBetween(shortest, 1) : 1;
    // A little less: timers are not exact.
    this.nextLookAt = performance.now() + share * this.lookPauseMs - HEARTBEAT_MS / 2;
  }

  private tick(): void {
    if (performance.now() >= this.nextLookAt) void this.refresh();
    else this.beating = this.beat().then(() => undefined);
  }

  /** The server's time; null when it does not answer. Never rejects. */
  private async beat(): Promise<number | null> {
    if (this.closed) return null;
    const args = [this.self, this.lifecycle.state, this.count()];
    try {
      return (await this.link.run((redis) => HEARTBEAT.run(redis, [this.key], args))) as number;
    } catch {
      // Away, or refused: the link has said so.
      return null;
    }
  }

  private async lookAround(): Promise<void> {
    const serverMs = await this.beat();
    if (serverMs === null) return;
    const entries = await this.link.run((redis) => redis.hgetall(this.key)).catch(() => null);
    if (entries === null) return;
    const others = new Map<string, Entry>();
    const old: string[] = [];
    for (const [instance, json] of Object.entries(entries)) {
      const entry = toEntry(json);
      if (entry === null || serverMs - entry.seenMs > FORGET_MS) old.push(instance);
      else if (instance !== this.self) others.set(instance, entry);
    }
    this.look = { serverMs, at: performance.now(), others };
    this.planLook(0.5);
    if (old.length > 0) {
      await this.link.run((redis) => redis.hdel(this.key, ...old)).catch(() => undefined);
    }
  }
}

function randomBetween(from: number, to: number): number {
  return from + Math.random() * (to - from);
}

/** Null for what no replica of this version writes. */
function toEntry(json: string): Entry | null {
  try {
    const { state, activeCalls, seenMs } = JSON.parse(json) as Partial<Record<string, unknown>>;
    const known = state === 'starting' || state === 'ready' || state === 'draining';
    return known && typeof activeCalls === 'number' && typeof seenMs === 'number'
      ? { state, activeCalls, seenMs }
      : null;
  } catch {
    return null;
  }
}
