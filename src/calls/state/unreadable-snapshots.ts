import { Injectable, Logger } from '@nestjs/common';
import { RedisLink } from '../../cluster/redis-link.js';
import { errorKind } from '../../common/error-fields.js';
import { type ForgottenCaller, CallerTraces, mentionsCaller } from '../../ops/caller-traces.js';
import { PacedLog } from '../../ops/paced-log.js';
import { Quarantine } from '../../storage/quarantine.js';

/** How long a snapshot that could not be read is kept for an operator to look at. */
const KEPT_MS = 24 * 60 * 60_000;

/**
 * Snapshots in Redis that this version cannot read, each under a key of its own for a day. A sorted
 * set has their calls, by when they were put there, so that all can be looked through.
 */
@Injectable()
export class UnreadableSnapshots {
  private readonly paced = new PacedLog(new Logger(UnreadableSnapshots.name));
  private readonly index: string;

  constructor(
    private readonly link: RedisLink,
    private readonly quarantine: Quarantine,
    traces: CallerTraces,
  ) {
    this.index = link.key('unreadable');
    quarantine.attach('snapshots', { discardSetAside: (callSid) => this.discard(callSid) });
    traces.add('setAside', (caller) => this.forget(caller));
  }

  /** Never waits, never throws. */
  keep(callSid: string, body: string): void {
    const place = this.keyOf(callSid);
    this.quarantine.noteUnreadable('snapshots', callSid, `Redis key ${place}`);
    const kept = this.link.run(async (redis) => {
      // The name first: a text is never there without it.
      await redis.zadd(this.index, Date.now(), callSid);
      await redis.pexpire(this.index, KEPT_MS);
      await redis.set(place, body, 'PX', KEPT_MS);
      await redis.zremrangebyscore(this.index, 0, Date.now() - KEPT_MS);
    });
    kept.catch((error: unknown) =>
      this.paced.error('keep', 'An unreadable snapshot is not kept', { error: errorKind(error) }),
    );
  }

  /** @throws RedisUnavailableError */
  private async discard(callSid: string): Promise<boolean> {
    await this.link.run(async (redis) => {
      await redis.del(this.keyOf(callSid));
      await redis.zrem(this.index, callSid);
    });
    return true;
  }

  /** Without Redis there are none; while it is away they are not reached. */
  private async forget(caller: ForgottenCaller): Promise<number> {
    if (!this.link.configured) return 0;
    const callSids = await this.link.run((redis) => redis.zrange(this.index, 0, '-1'));
    let removed = 0;
    for (const callSid of callSids) {
      removed += await this.link.run(async (redis) => {
        const body = await redis.get(this.keyOf(callSid));
        if (body === null) return 0;
        if (!caller.callSids.includes(callSid) && !mentionsCaller(body, caller)) return 0;
        await redis.zrem(this.index, callSid);
        return redis.del(this.keyOf(callSid));
      });
    }
    return removed;
  }

  private keyOf(callSid: string): string {
    return this.link.key('unreadable', callSid);
  }
}
