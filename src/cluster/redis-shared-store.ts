import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { LocalSharedStore } from './local-shared-store.js';
import { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';
import { SharedStore } from './shared-store.js';

/** Sliding window over a sorted set, by the server's clock. KEYS: window; ARGV: limit, ms, event. */
const ADMIT = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
-- Counted before the server's clock was put back: they would fill the window until it is there again.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  return 0
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/** The server is away, or refused the command. */
const NO_REPLY = Symbol('no reply');

/**
 * Values in Redis while it answers. What is set while it does not is kept in this process, and
 * found there afterwards as well, until it is set again or deleted. A value that only Redis
 * holds counts as absent while Redis is away.
 */
@Injectable()
export class RedisSharedStore extends SharedStore {
  private readonly local = new LocalSharedStore();

  constructor(private readonly link: RedisLink) {
    super();
  }

  async get(key: string): Promise<string | null> {
    const found = await this.ask((redis) => redis.get(this.named(key)));
    return typeof found === 'string' ? found : this.local.get(key);
  }

  async set(key: string, value: string, lifeMs: number): Promise<void> {
    const reply = await this.ask((redis) =>
      redis.set(this.named(key), value, 'PX', wholeMs(lifeMs)),
    );
    if (reply === NO_REPLY) await this.local.set(key, value, lifeMs);
    else await this.local.delete(key);
  }

  async setIfAbsent(key: string, value: string, lifeMs: number): Promise<boolean> {
    if ((await this.local.get(key)) !== null) return false;
    const reply = await this.ask((redis) =>
      redis.set(this.named(key), value, 'PX', wholeMs(lifeMs), 'NX'),
    );
    return reply === NO_REPLY ? this.local.setIfAbsent(key, value, lifeMs) : reply === 'OK';
  }

  async delete(key: string): Promise<void> {
    await this.local.delete(key);
    await this.ask((redis) => redis.del(this.named(key)));
  }

  async admit(key: string, limit: number, windowMs: number): Promise<boolean> {
    const window = this.link.key('rate', key);
    const reply = await this.ask((redis) =>
      ADMIT.run(redis, [window], [limit, wholeMs(windowMs), randomUUID()]),
    );
    return reply === NO_REPLY ? this.local.admit(key, limit, windowMs) : reply === 1;
  }

  async forgetWindow(key: string): Promise<boolean> {
    const local = await this.local.forgetWindow(key);
    const reply = await this.ask((redis) => redis.del(this.link.key('rate', key)));
    return reply === 1 || local;
  }

  private named(key: string): string {
    return this.link.key('kv', key);
  }

  private async ask<R>(work: (redis: Redis) => Promise<R>): Promise<R | typeof NO_REPLY> {
    try {
      return await this.link.run(work);
    } catch {
      return NO_REPLY;
    }
  }
}

/** A life as Redis takes it: a whole number above zero, ms. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}
