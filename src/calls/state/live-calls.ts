import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisLink, RedisUnavailableError } from '../../cluster/redis-link.js';
import { RedisScript } from '../../cluster/redis-script.js';
import { errorText } from '../../common/error-text.js';
import { ExpiringMap } from '../../common/expiring-map.js';
import { AppConfig } from '../../config/app-config.js';
import {
  summaryOf,
  type Call,
  type CallOutcome,
  type CallSnapshot,
  type CallSummary,
} from '../call/call.js';
import { packSnapshot, unpackSnapshot } from '../call/snapshot-codec.js';
import { ACQUIRE, PUT, RENEW } from './live-calls.scripts.js';

/** A call that no replica has touched for so long is dropped: longer than any call lasts. */
const CALL_LIFE_MS = 2 * 60 * 60_000;
/** An ended call is remembered so long, for late and repeated webhooks. */
const ENDED_LIFE_MS = 600_000;
/** Ended calls that this process remembers at most. */
const MAX_ENDED = 10_000;

const acquireScript = new RedisScript(ACQUIRE);
const putScript = new RedisScript(PUT);
const renewScript = new RedisScript(RENEW);

/** What a replica learns when it asks for a call. */
export type Lease =
  /** The call is this replica's: it alone speaks and writes until another one claims it. */
  | {
      readonly kind: 'owned';
      /** Grows with every owner. */
      readonly fence: number;
      /** As the owner before put it down; null when it is new or was this replica's already. */
      readonly snapshot: CallSnapshot | null;
      /** The replica that had it; null when it was nobody's or this one's. */
      readonly from: string | null;
      /** False: Redis did not answer, and another replica may have had the call last. */
      readonly certain: boolean;
    }
  /** Another replica has it, and it was not to be taken from there. */
  | { readonly kind: 'elsewhere'; readonly snapshot: CallSnapshot | null }
  | { readonly kind: 'ended'; readonly outcome: CallOutcome };

/** A live call of whichever replica. */
export interface LiveCall extends CallSummary {
  /** When it was last put down, epoch ms. */
  readonly putAt: number;
}

/** What this replica knows already, and what it wants. */
export interface LeaseRequest {
  readonly callSid: string;
  /** Fence of the call as this replica holds it; null when it does not. */
  readonly heldFence: number | null;
  /** Take the call even when another replica has it. */
  readonly steal: boolean;
  /** What is put down at once when nobody knows the call, so that it can be found anywhere. */
  readonly fresh: CallSnapshot | null;
}

/**
 * The live calls of all replicas: whose they are, how they stand, which have ended. In Redis
 * while it answers; otherwise every call is taken for this replica's. Fences come from the
 * clock of the shared server, so they grow even when it comes back empty.
 */
@Injectable()
export class LiveCalls {
  private readonly logger = new Logger(LiveCalls.name);
  /** Unique for this process, even when another one had the same name before it. */
  private readonly owner: string;
  private readonly ended = new ExpiringMap<CallOutcome>(MAX_ENDED);
  private lastFence = 0;

  constructor(
    config: AppConfig,
    private readonly link: RedisLink,
  ) {
    this.owner = `${config.instance}#${randomUUID()}`;
  }

  /** True when other replicas may have calls. */
  get shared(): boolean {
    return this.link.configured;
  }

  /** Never rejects. */
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
      // Somebody may have had the call meanwhile, so a call that is taken gets a higher fence.
      const fence = steal || heldFence === null ? this.ownFence(heldFence ?? 0) : heldFence;
      return { kind: 'owned', fence, snapshot: null, from: null, certain: !this.shared };
    }
    const [kind, fence, body, before] = reply as [string, number, string, string];
    const snapshot = body === '' ? null : unpackSnapshot(body);
    if (kind === 'ended') return { kind, outcome: body as CallOutcome };
    if (kind === 'elsewhere') return { kind, snapshot };
    const from = before === '' || before === this.owner ? null : instanceOf(before);
    return { kind: 'owned', fence: Number(fence), snapshot, from, certain: true };
  }

  /** Puts the newest state of a call down. False: another replica owns it now. Never rejects. */
  async put(call: CallSnapshot, fence: number): Promise<boolean> {
    const { callSid } = call;
    const outcome = call.state === 'ended' ? (call.outcome ?? 'lost') : null;
    const reply = await this.attempt((redis) =>
      putScript.run(redis, this.keys(callSid), [
        this.owner,
        CALL_LIFE_MS,
        fence,
        callSid,
        outcome === null ? packSnapshot(call) : '',
        outcome === null ? summaryText(call) : '',
        outcome ?? '',
        ENDED_LIFE_MS,
      ]),
    );
    const accepted = reply !== 0;
    if (accepted && outcome !== null) this.ended.set(callSid, outcome, ENDED_LIFE_MS);
    return accepted;
  }

  /** Null when the call is not live, or Redis does not answer. */
  async find(callSid: string): Promise<CallSnapshot | null> {
    const body = await this.attempt((redis) => redis.hget(this.callKey(callSid), 'body'));
    return body === null ? null : unpackSnapshot(body);
  }

  /** The replica that owns the call; null when nobody is known to. */
  async ownerOf(callSid: string): Promise<string | null> {
    const owner = await this.attempt((redis) => redis.hget(this.callKey(callSid), 'owner'));
    return owner === null ? null : instanceOf(owner);
  }

  /** Every live call; empty when Redis does not answer. */
  async list(): Promise<readonly LiveCall[]> {
    const summaries = await this.attempt((redis) => redis.hvals(this.link.key('live')));
    return (summaries ?? []).flatMap(listed);
  }

  /**
   * Says that this replica still has these calls.
   *
   * @returns the calls that others have now, and those of which the directory knew nothing and
   *   that have to be put down again. Null: Redis does not answer.
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
    this.lastFence = Math.max(this.lastFence + 1, above + 1, Date.now());
    return this.lastFence;
  }

  /** Null while Redis does not answer. */
  private async attempt<R>(work: (redis: Redis) => Promise<R>): Promise<R | null> {
    try {
      return await this.link.run(work);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) {
        this.logger.error('Call directory failed', { error: errorText(error) });
      }
      return null;
    }
  }
}

/** Nothing for what this version cannot read. */
function listed(text: string): readonly LiveCall[] {
  try {
    return [JSON.parse(text) as LiveCall];
  } catch {
    return [];
  }
}

function instanceOf(owner: string): string {
  return owner.slice(0, owner.lastIndexOf('#'));
}

function summaryText(call: CallSnapshot): string {
  return JSON.stringify({ ...summaryOf(call), putAt: Date.now() } satisfies LiveCall);
}
