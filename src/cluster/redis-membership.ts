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
 * One heartbeat, by the server's clock, so that no two clocks are compared. Returns the time and
 * every entry. KEYS: instances; ARGV: instance, state, calls, forget after ms.
 */
const HEARTBEAT = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1],
  cjson.encode({ state = ARGV[2], activeCalls = tonumber(ARGV[3]), seenMs = now }))
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local readable, entry = pcall(cjson.decode, entries[i + 1])
  if not readable or type(entry) ~= 'table' or now - (tonumber(entry.seenMs) or 0) > tonumber(ARGV[4]) then
    redis.call('HDEL', KEYS[1], entries[i])
  end
end
return { now, entries }
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
 * the others become old, and after `MEMBER_LIFE_MS` this process lists itself alone.
 */
@Injectable()
export class RedisMembership extends Membership implements OnModuleInit, OnApplicationShutdown {
  private readonly self: string;
  private readonly key: string;
  private count: () => number = () => 0;
  private look: Look = { serverMs: Date.now(), at: performance.now(), others: new Map() };
  private looking: Promise<void> | null = null;
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
    link.onUp(() => void this.refresh());
  }

  instances(): readonly InstanceView[] {
    const sinceMs = performance.now() - this.look.at;
    const serverMs = this.look.serverMs + sinceMs;
    const others = [...this.look.others]
      .filter(([, { seenMs }]) => serverMs - seenMs < MEMBER_LIFE_MS)
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

  /** Sends a heartbeat and reads those of the others; joins one that is under way. Never rejects. */
  refresh(): Promise<void> {
    this.looking ??= this.beat().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  /** Whether a replica is there; when it is not known here, after a look at Redis. */
  async has(instance: string): Promise<boolean> {
    if (this.lists(instance)) return true;
    await this.refresh();
    return this.lists(instance);
  }

  onModuleInit(): void {
    if (!this.link.configured) return;
    this.timer = setInterval(() => void this.refresh(), HEARTBEAT_MS).unref();
  }

  /** Removes this replica's entry, so that the others do not wait for it to become old. */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.looking;
    await this.link.run((redis) => redis.hdel(this.key, this.self)).catch(() => undefined);
  }

  private lists(wanted: string): boolean {
    return this.instances().some(({ instance }) => instance === wanted);
  }

  private async beat(): Promise<void> {
    if (this.closed) return;
    const args = [this.self, this.lifecycle.state, this.count(), FORGET_MS];
    try {
      const reply = await this.link.run((redis) => HEARTBEAT.run(redis, [this.key], args));
      this.look = this.lookFrom(reply as [number, string[]]);
    } catch {
      // Away, or refused: the link has said so.
    }
  }

  private lookFrom([serverMs, entries]: [number, string[]]): Look {
    const others = new Map<string, Entry>();
    for (let i = 0; i + 1 < entries.length; i += 2) {
      const [instance = '', json = ''] = [entries[i], entries[i + 1]];
      const entry = toEntry(json);
      if (entry && instance !== this.self) others.set(instance, entry);
    }
    return { serverMs, at: performance.now(), others };
  }
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
