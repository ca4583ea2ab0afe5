import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ClusterBus } from '../../cluster/cluster-bus.js';
import { Membership } from '../../cluster/membership.js';
import { withinOrNull } from '../../common/time-limit.js';
import { AppConfig } from '../../config/app-config.js';
import { OrdersService } from '../../orders/orders.service.js';
import { KeyedQueue } from '../../common/keyed-queue.js';
import { CallsMetrics } from '../calls.metrics.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { CallsStore } from '../state/calls.store.js';
import { LiveCalls, type Lease } from '../state/live-calls.js';
import { CallRecovery } from './call-recovery.js';
import { Call, type CallOutcome, type CallSnapshot } from '../call/call.js';
import { MAX_TALK_SECONDS } from '../call/transfer.js';

/** A call by its id, with the numbers of both ends; empty where unknown. */
export interface Caller {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
}

/** The answer to a claim. */
export type ClaimResult =
  | { readonly kind: 'call'; readonly call: Call; readonly isNew: boolean }
  /** Another replica owns it, and `steal` was not set. */
  | { readonly kind: 'elsewhere'; readonly snapshot: CallSnapshot | null }
  | { readonly kind: 'ended'; readonly outcome: CallOutcome };

/** How a call is claimed. */
export interface ClaimOptions {
  /** Take it from another replica: Twilio has turned to this one. */
  readonly steal: boolean;
  /** The call began before: look in the records when the live state does not have it. */
  readonly expected: boolean;
}

const RENEW_MS = 1_000;
/** After this time without a stream the caller counts as gone, ms. */
const STRANDED_MS = 60_000;
/** The same for a call on the order line, where `<Say>` may read back a large order. */
const STRANDED_OFF_STREAM_MS = 300_000;
/** The same for a caller who is put through: nothing is heard of a talk until it is over. */
const STRANDED_TRANSFERRED_MS = MAX_TALK_SECONDS * 1_000 + 300_000;
const SWEEP_MS = 5_000;
/**
 * A process that has not renewed its leases for so long was stopped, and another replica may own
 * its calls by now; it neither speaks nor writes until it knows.
 */
const DOUBT_AFTER_MS = 5_000;
/** How long after a stop requests that waited in the sockets may still be read, ms. */
const WAKING_MS = 2_000;
/** How long a webhook may wait for the records. */
const RECORDS_LIMIT_MS = 100;

function strandedMs({ outcome }: Call): number {
  if (outcome === 'transferred') return STRANDED_TRANSFERRED_MS;
  return outcome === 'left-stream' ? STRANDED_OFF_STREAM_MS : STRANDED_MS;
}

/** The later of two snapshots of a call; unsaved orders are only in the shared one. */
function furtherOf(shared: CallSnapshot | null, recorded: CallSnapshot | null) {
  if (!shared || !recorded) return shared ?? recorded;
  if (recorded.turns <= shared.turns) return shared;
  return { ...recorded, unsavedOrders: shared.unsavedOrders };
}

/** The calls that this replica owns: claims them, renews their leases, ends them. */
@Injectable()
export class OwnedCalls implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OwnedCalls.name);
  private readonly calls = new Map<string, Call>();
  private readonly queue = new KeyedQueue();
  /** Since when a call has had no stream, by `performance.now()`. */
  private readonly quietSince = new Map<Call, number>();
  private readonly lostListeners: ((call: Call) => void)[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private renewedAt = performance.now();
  private wokeAt = -Infinity;
  private opened = 0;

  constructor(
    private readonly config: AppConfig,
    private readonly liveCalls: LiveCalls,
    private readonly snapshots: CallSnapshots,
    private readonly store: CallsStore,
    private readonly recovery: CallRecovery,
    private readonly orders: OrdersService,
    private readonly bus: ClusterBus,
    membership: Membership,
    private readonly metrics: CallsMetrics,
  ) {
    membership.countCallsBy(() => this.active);
    bus.on<{ callSid: string; fence: number }>('call-moved', ({ callSid, fence }) => {
      const call = this.calls.get(callSid);
      if (call && call.fence < fence) this.lose(call);
    });
  }

  onApplicationBootstrap(): void {
    // A long boot is no reason for doubt: there were no calls yet.
    this.renewedAt = performance.now();
    this.timers.push(
      setInterval(() => void this.renew(), RENEW_MS).unref(),
      setInterval(() => this.sweep(), SWEEP_MS).unref(),
    );
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    // Other replicas go on with them.
    for (const call of this.calls.values()) call.trace.end('moved', call.turns);
  }

  /** Calls that were admitted and are not over; one that a person has taken needs no place. */
  get active(): number {
    let active = 0;
    for (const { admitted, transfer } of this.calls.values()) {
      if (admitted && transfer?.state !== 'accepted') active += 1;
    }
    return active;
  }

  /** Calls that began or arrived here since the start. */
  get total(): number {
    return this.opened;
  }

  /** Every call that this replica owns, admitted or not. */
  all(): readonly Call[] {
    return [...this.calls.values()];
  }

  /** The call, if this replica owns it. */
  get(callSid: string): Call | undefined {
    return this.calls.get(callSid);
  }

  /** Notes that a call without a stream has just been active. */
  touch(call: Call): void {
    this.quietSince.set(call, performance.now());
  }

  /** Notes that the call has a stream, whose end ends the wait for its caller. */
  attended(call: Call): void {
    this.quietSince.delete(call);
  }

  /** The listener is told when another replica has taken a call. */
  onLost(listener: (call: Call) => void): void {
    this.lostListeners.push(listener);
  }

  /** True while this replica may speak and write for the call; asks no other process. */
  owns(call: Call): boolean {
    const inDoubt = this.liveCalls.shared && performance.now() - this.renewedAt > DOUBT_AFTER_MS;
    return !inDoubt && this.calls.get(call.callSid) === call;
  }

  /** True for a moment after the process was stopped: requests read now may be old. */
  get justWoke(): boolean {
    const now = performance.now();
    const inDoubt = this.liveCalls.shared && now - this.renewedAt > DOUBT_AFTER_MS;
    return inDoubt || now - this.wokeAt < WAKING_MS;
  }

  /** Makes the call this replica's: a new one, or one with all its history. Never rejects. */
  claim(caller: Caller, options: ClaimOptions): Promise<ClaimResult> {
    return this.queue.run(caller.callSid, () => this.claimNow(caller, options));
  }

  /** Ends a call; resolves when other replicas can see that. Never rejects. */
  end(call: Call, outcome: CallOutcome): Promise<void> {
    if (this.calls.get(call.callSid) !== call) return Promise.resolve();
    this.drop(call);
    call.outcome = outcome;
    call.state = 'ended';
    call.endedAt = new Date(Date.parse(call.startedAt) + call.ageMs).toISOString();
    call.note('ended', { outcome, reason: call.endReason(outcome) });
    this.logger.log('Call ended', { callSid: call.callSid, outcome, turns: call.turns });
    this.metrics.ended.inc({ outcome });
    call.trace.end(outcome, call.turns);
    this.orders.release(call.callSid);
    return this.snapshots.putNow(call);
  }

  private async claimNow(caller: Caller, { steal, expected }: ClaimOptions): Promise<ClaimResult> {
    const { callSid } = caller;
    const { instance } = this.config;
    const held = this.calls.get(callSid) ?? null;
    const fresh = held || expected ? null : new Call(caller, instance, 0).snapshot();
    const heldFence = held?.fence ?? null;
    const claim = await this.liveCalls.acquire({ callSid, heldFence, steal, fresh });
    const later = held && steal ? await this.laterThan(held, claim) : null;
    if (held && claim.kind === 'owned' && claim.snapshot === null && later === null) {
      held.fence = claim.fence;
      return { kind: 'call', call: held, isNew: false };
    }
    if (held) this.lose(held);
    if (claim.kind !== 'owned') return claim;
    if (claim.from !== null) {
      void this.bus.send(claim.from, 'call-moved', { callSid, fence: claim.fence });
    }
    const asksRecords = claim.snapshot === null ? expected && !later : claim.from !== null;
    const recorded = later ?? (asksRecords ? await this.recorded(callSid) : null);
    const left = furtherOf(claim.snapshot, recorded);
    if (left?.state === 'ended') return { kind: 'ended', outcome: left.outcome ?? 'lost' };
    const call = new Call(caller, instance, claim.fence, left);
    this.calls.set(callSid, call);
    call.trace.begin();
    this.touch(call);
    this.opened += 1;
    if (left && left.instance !== instance) {
      call.note('moved', { from: left.instance, to: instance, reason: moveReason(left) });
    }
    if (left) await this.recovery.inherit(call, left);
    this.snapshots.changed(call, 'call');
    return { kind: 'call', call, isNew: left === null };
  }

  /**
   * The call as another replica has continued it; null when none has. Without Redis only the
   * records can tell; a call with a stream here is certainly still here.
   */
  private async laterThan(held: Call, claim: Lease): Promise<CallSnapshot | null> {
    const known = claim.kind !== 'owned' || claim.certain;
    return known || !this.quietSince.has(held) ? null : this.elsewhere(held.callSid);
  }

  /** The call as recorded by another replica; null when this one recorded it last. */
  private async elsewhere(callSid: string): Promise<CallSnapshot | null> {
    const recorded = await this.recorded(callSid);
    return recorded && recorded.instance !== this.config.instance ? recorded : null;
  }

  private recorded(callSid: string): Promise<CallSnapshot | null> {
    return withinOrNull(this.store.find(callSid), RECORDS_LIMIT_MS);
  }

  /** Lets go of a call that another replica owns now, and tells the listeners. */
  private lose(call: Call): void {
    this.drop(call);
    this.snapshots.forget(call);
    call.trace.end('moved', call.turns);
    this.logger.log('Call moved to another replica', { callSid: call.callSid });
    for (const listener of this.lostListeners) listener(call);
  }

  private drop(call: Call): void {
    if (this.calls.get(call.callSid) === call) this.calls.delete(call.callSid);
    this.quietSince.delete(call);
  }

  private sweep(): void {
    const now = performance.now();
    for (const [call, since] of this.quietSince) {
      if (now - since > strandedMs(call) && this.owns(call)) void this.strand(call);
    }
  }

  /** Ends a call whose caller is gone, unless it goes on at another replica. */
  private async strand(call: Call): Promise<void> {
    const later = this.liveCalls.shared ? await this.elsewhere(call.callSid) : null;
    if (!this.quietSince.has(call)) return;
    if (later && later.state !== 'ended') this.lose(call);
    else await this.end(call, call.outcome === 'transferred' ? 'transferred' : 'hung-up');
  }

  private async renew(): Promise<void> {
    const askedAt = performance.now();
    if (askedAt - this.renewedAt > DOUBT_AFTER_MS) this.wokeAt = askedAt;
    const answer = await this.liveCalls.renew(this.all());
    // The time of the question counts: an answer from before the process was stopped is out of
    // date. Without Redis there is no answer, and every replica goes on with its calls.
    this.renewedAt = askedAt;
    for (const call of answer?.lost ?? []) this.lose(call);
    for (const call of answer?.unknown ?? []) this.snapshots.changed(call, 'call');
  }
}

/** Why a call goes on at another replica: it was handed over, its replica is gone, or a webhook came here. */
function moveReason({ state, outcome }: CallSnapshot): 'handed-over' | 'replica-gone' | 'webhook' {
  if (outcome === 'handed-over') return 'handed-over';
  return state === 'active' && outcome === null ? 'replica-gone' : 'webhook';
}
