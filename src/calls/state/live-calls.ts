import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { type Redis, ReplyError } from 'ioredis';
import { RedisLink, RedisUnavailableError } from '../../cluster/redis-link.js';
import { RedisScript } from '../../cluster/redis-script.js';
import { errorKind } from '../../common/error-fields.js';
import { ExpiringMap } from '../../common/expiring-map.js';
import { steadyNow } from '../../common/steady-clock.js';
import { AppConfig } from '../../config/app-config.js';
import { PacedLog } from '../../ops/paced-log.js';
import { StandingFaults } from '../../ops/standing-faults.js';
import {
  summaryOf,
  type Call,
  type CallOutcome,
  type CallSnapshot,
  type CallSummary,
} from '../call/call.js';
import { textOf } from '../call/changing-text.js';
import { packSnapshot, unpackSnapshot } from '../call/snapshot-codec.js';
import { isLiveSummary } from '../call/snapshot-schema.js';
import { SnapshotText } from '../call/snapshot-text.js';
import { CallsMetrics } from '../calls.metrics.js';
import { ACQUIRE, CHANGE, PUT, RENEW } from './live-calls.scripts.js';
import { UnreadableSnapshots } from './unreadable-snapshots.js';

/** A lease that is not renewed ends after this time, longer than any call lasts. */
const CALL_LIFE_MS = 2 * 60 * 60_000;
/** How long the outcome of an ended call is kept, for late and repeated webhooks. */
const ENDED_LIFE_MS = 600_000;
/** What `CHANGE` answers when it has to be told the whole. */
const ANOTHER_STORED = 2;
/** So many summaries are read at a time, so that a list of thousands holds nothing up. */
const PAGE_CALLS = 250;
/** Ended calls that this process remembers at most. */
const MAX_ENDED = 10_000;

const acquireScript = new RedisScript(ACQUIRE);
const putScript = new RedisScript(PUT);
const changeScript = new RedisScript(CHANGE);
const renewScript = new RedisScript(RENEW);

/**
 * What a replica is answered when it asks for a call. A lease is the right to a call: the replica
 * that has it, its owner, is the only one that speaks and writes for the call, until another
 * replica takes the lease or it ends.
 */
export type Lease =
  /** This replica has the lease. */
  | {
      readonly kind: 'owned';
      /**
       * The number of this lease, higher than that of every earlier lease of the call. Each write
       * carries its owner's fence and is refused where a higher one is known, so a replica that
       * has lost the call without noticing cannot overwrite the work of the new owner.
       */
      readonly fence: number;
      /** The owner before's last snapshot; null when the call is new or was this replica's. */
      readonly snapshot: CallSnapshot | null;
      /** The replica that had the lease; null when none had it, or this one. */
      readonly from: string | null;
      /** False: Redis did not answer, and another replica may have the lease as well. */
      readonly certain: boolean;
    }
  /** Another replica has the lease, and the request did not ask to take it from there. */
  | { readonly kind: 'elsewhere'; readonly snapshot: CallSnapshot | null }
  /** The call is over. */
  | { readonly kind: 'ended'; readonly outcome: CallOutcome };

/**
 * Where a snapshot was put: `shared`, other replicas can see it; `alone`, they cannot, as there is
 * no Redis or it does not answer; `moved`, nowhere: another replica owns the call now.
 */
export type Put = 'shared' | 'alone' | 'moved';

/** A live call of any replica, as lists show it. */
export interface LiveCall extends CallSummary {
  /** When its snapshot was last put down, epoch ms. */
  readonly putAt: number;
}

/** A replica's request for the lease of a call. */
export interface LeaseRequest {
  readonly callSid: string;
  /** Fence of the lease that this replica has already; null when it has none. */
  readonly heldFence: number | null;
  /** Take the lease even when another replica has it. */
  readonly steal: boolean;
  /** Put down at once when the call is not known, so that all replicas can find it. */
  readonly fresh: CallSnapshot | null;
}

/**
 * The live calls of all replicas, in Redis: for each call its lease, its fence and its latest
 * snapshot (the whole state of the call as JSON, from which another replica goes on with it),
 * and for ten minutes how it ended. While Redis does not answer, every lease that this replica
 * asks for is granted. A fence is the time of the Redis server in ms, or one more than the fence
 * before, so that fences also grow when the server comes back empty.
 */
@Injectable()
export class LiveCalls {
  private readonly paced = new PacedLog(new Logger(LiveCalls.name));
  /** Name of this process as owner; unlike that of an earlier process of the same instance. */
  private readonly owner: string;
  private readonly ended = new ExpiringMap<CallOutcome>(MAX_ENDED);
  private lastFence = 0;

  constructor(
    config: AppConfig,
    private readonly link: RedisLink,
    private readonly metrics: CallsMetrics,
    private readonly faults: StandingFaults,
    private readonly unreadable: UnreadableSnapshots,
  ) {
    this.owner = `${config.instance}#${randomUUID()}`;
  }

  /** Whether there is a Redis server, and so perhaps other replicas. */
  get shared(): boolean {
    return this.link.configured;
  }

  /** Asks for the lease of a call. Never rejects. */
  async acquire(request: LeaseRequest): Promise<Lease> {
    const { callSid, heldFence, steal, fresh } = request;
    const past = this.ended.get(callSid);
    if (past !== undefined) return { kind: 'ended', outcome: past };
    const reply = await this.attempt((redis) =>
      acquireScript.run(redis, this.keys(callSid), [
        this.owner,
        CALL_LIFE_MS,
        heldFence ?? 0,
        steal ? 1 : 0,
        fresh === null ? '' : packSnapshot(fresh),
        callSid,
        fresh === null ? '' : summaryText(fresh),
      ]),
    );
    if (reply === null) {
      // Another replica may have had the lease meanwhile, so a new lease gets a higher fence.
      const fence = steal || heldFence === null ? this.ownFence(heldFence ?? 0) : heldFence;
      return { kind: 'owned', fence, snapshot: null, from: null, certain: !this.shared };
    }
    const [kind, fence, body, before] = reply as [string, number, string, string];
    const snapshot = body === '' || kind === 'ended' ? null : this.read(callSid, body);
    if (kind === 'ended') return { kind, outcome: body as CallOutcome };
    if (kind === 'elsewhere') return { kind, snapshot };
    const from = before === '' || before === this.owner ? null : instanceOf(before);
    return { kind: 'owned', fence: Number(fence), snapshot, from, certain: true };
  }

  /**
   * Stores a call's newest snapshot. Never rejects.
   *
   * @param text of the snapshots that were put under this fence: only what is other is sent.
   */
  async put(call: CallSnapshot, fence: number, text = new SnapshotText()): Promise<Put> {
    const { callSid } = call;
    const outcome = call.state === 'ended' ? (call.outcome ?? 'lost') : null;
    const reply = await this.attempt((redis) =>
      outcome === null
        ? this.putLive(redis, call, fence, text)
        : this.putEnded(redis, callSid, fence, outcome),
    );
    // Whether Redis has this one or the one before is not known.
    if (reply === null) text.forget();
    if (this.shared) this.notePut(reply !== null);
    if (reply === 0) return 'moved';
    if (outcome !== null) this.ended.set(callSid, outcome, ENDED_LIFE_MS);
    return reply === null ? 'alone' : 'shared';
  }

  /** A call's latest snapshot; null when it is not live, or Redis does not answer. */
  async find(callSid: string): Promise<CallSnapshot | null> {
    const body = await this.attempt((redis) => redis.hget(this.callKey(callSid), 'body'));
    return body === null ? null : this.read(callSid, body);
  }

  /** The replica that owns the call; null when none is known to, or Redis does not answer. */
  async ownerOf(callSid: string): Promise<string | null> {
    const owner = await this.attempt((redis) => redis.hget(this.callKey(callSid), 'owner'));
    return owner === null ? null : instanceOf(owner);
  }

  /** Every live call, read a page at a time; fewer, or none, when Redis does not answer. */
  async list(): Promise<readonly LiveCall[]> {
    // A call may be on two pages.
    const calls = new Map<string, LiveCall>();
    let cursor: string | null = '0';
    do {
      const from: string = cursor;
      const page: [string, string[]] | null = await this.attempt((redis) =>
        redis.hscan(this.link.key('live'), from, 'COUNT', PAGE_CALLS),
      );
      const [next, fields] = page ?? [null, []];
      for (let index = 0; index + 1 < fields.length; index += 2) {
        const call = listed(fields[index + 1] ?? '');
        if (call !== null) calls.set(call.callSid, call);
      }
      cursor = next;
    } while (cursor !== null && cursor !== '0');
    return [...calls.values()];
  }

  /**
   * Prolongs the leases of these calls.
   *
   * @returns `lost`: calls that another replica owns now, or that have ended; `unknown`: calls
   *   of which Redis had no snapshot, to be put down again. Null: Redis does not answer.
   */
  async renew(
    calls: readonly Call[],
  ): Promise<{ readonly lost: readonly Call[]; readonly unknown: readonly Call[] } | null> {
    if (calls.length === 0) return { lost: [], unknown: [] };
    const keys = calls.flatMap(({ callSid }) => [this.callKey(callSid), this.endedKey(callSid)]);
    const fences = calls.map(({ fence }) => fence);
    const reply = await this.attempt((redis) =>
      renewScript.run(redis, keys, [this.owner, CALL_LIFE_MS, ...fences]),
    );
    if (reply === null) return null;
    const codes = reply as readonly number[];
    return {
      lost: calls.filter((_, index) => codes[index] === 1),
      unknown: calls.filter((_, index) => codes[index] === 2),
    };
  }

  private async putLive(
    redis: Redis,
    call: CallSnapshot,
    fence: number,
    text: SnapshotText,
  ): Promise<unknown> {
    const { callSid } = call;
    const [keys, who] = [this.keys(callSid), [this.owner, CALL_LIFE_MS, fence, callSid]];
    const summary = summaryText(call);
    const { of, to, isWhole, pieces } = text.change(call);
    if (!isWhole) {
      const parts = pieces.flatMap(({ from, length, added }) => [from, length, added]);
      const reply = await changeScript.run(redis, keys, [...who, summary, of, to, ...parts]);
      if (reply !== ANOTHER_STORED) return reply;
      text.forget();
    }
    const whole = isWhole ? { to, pieces } : text.change(call);
    return putScript.run(redis, keys, [...who, textOf(whole.pieces), summary, '', 0, whole.to]);
  }

  private putEnded(
    redis: Redis,
    callSid: string,
    fence: number,
    outcome: CallOutcome,
  ): Promise<unknown> {
    const who = [this.owner, CALL_LIFE_MS, fence, callSid];
    return putScript.run(redis, this.keys(callSid), [...who, '', '', outcome, ENDED_LIFE_MS, '']);
  }

  private keys(callSid: string): string[] {
    return [this.callKey(callSid), this.endedKey(callSid), this.link.key('live')];
  }

  private callKey(callSid: string): string {
    return this.link.key('call', callSid);
  }

  private endedKey(callSid: string): string {
    return this.link.key('ended', callSid);
  }

  private ownFence(above: number): number {
    // A clock that was put back must not give a fence below that of the owner before.
    const now = Math.max(Date.now(), Math.floor(steadyNow()));
    this.lastFence = Math.max(this.lastFence + 1, above + 1, now);
    return this.lastFence;
  }

  /** A snapshot as it came from Redis; null, and kept aside, when it cannot be read. */
  private read(callSid: string, body: string): CallSnapshot | null {
    const snapshot = unpackSnapshot(body);
    if (snapshot === null) this.unreadable.keep(callSid, body);
    return snapshot;
  }

  private notePut(done: boolean): void {
    if (done) {
      this.faults.end('snapshots');
      return;
    }
    const { up } = this.link;
    this.metrics.snapshotsFailed.inc({ reason: up ? 'refused' : 'away' });
    this.faults.begin('snapshots', up ? 'refused by Redis' : 'Redis is away');
  }

  /** Null while Redis does not answer, or refuses. */
  private async attempt<R>(work: (redis: Redis) => Promise<R>): Promise<R | null> {
    if (!this.shared) return null;
    try {
      return await this.link.run(work);
    } catch (error) {
      // The link itself tells of a server that is away or refuses.
      if (!(error instanceof RedisUnavailableError || error instanceof ReplyError)) {
        this.paced.error('fault', 'Live calls: a command failed', { error: errorKind(error) });
      }
      return null;
    }
  }
}

/** One live call; null for a text that this version cannot read. */
function listed(text: string): LiveCall | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLiveSummary(value) ? value : null;
  } catch {
    return null;
  }
}

function instanceOf(owner: string): string {
  return owner.slice(0, owner.lastIndexOf('#'));
}

function summaryText(call: CallSnapshot): string {
  return JSON.stringify({ ...summaryOf(call), putAt: Date.now() } satisfies LiveCall);
}
