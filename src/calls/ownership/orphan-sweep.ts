import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Membership } from '../../cluster/membership.js';
import { SharedStore } from '../../cluster/shared-store.js';
import { AppConfig } from '../../config/app-config.js';
import { steadyNow } from '../../common/steady-clock.js';
import { errorKind } from '../../common/error-fields.js';
import { LiveCalls, type LiveCall } from '../state/live-calls.js';
import { CallsStore } from '../state/calls.store.js';
import { MAX_TALK_SECONDS } from '../call/transfer.js';
import { OwnedCalls } from './owned-calls.js';

const SWEEP_MS = 60_000;
/** After this a replica that swept is taken to be gone, and another one sweeps. */
const SWEEPER_LIFE_MS = 150_000;
const SWEEPER_KEY = 'orphan-sweeper';
/** Long enough for a replica that was cut off from Redis to come back to its calls, ms. */
const ORPHANED_MS = 600_000;
/** The caller may be talking to a person, ms. */
const MAX_TALK_MS = MAX_TALK_SECONDS * 1_000;

/** How each call looked, and since when. */
type Seen = Map<string, { readonly look: string; readonly since: number }>;

/**
 * Ends calls that lost their replica and that no webhook has reached since. What counts is for how
 * long this process has seen a call unchanged: clocks of others, and steps of its own, do not. One
 * replica looks for all, and another begins anew when it is gone.
 */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private timer: NodeJS.Timeout | undefined;
  /** How each unattended call looks, and since when; times as `steadyNow` has them. */
  private seen: Seen = new Map();
  /** Names this process among those that could sweep. */
  private readonly sweeper = randomUUID();

  constructor(
    private readonly config: AppConfig,
    private readonly liveCalls: LiveCalls,
    private readonly ownedCalls: OwnedCalls,
    private readonly store: CallsStore,
    private readonly membership: Membership,
    private readonly shared: SharedStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  /** Another one sweeps from now on. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    if ((await this.shared.get(SWEEPER_KEY)) === this.sweeper) {
      await this.shared.delete(SWEEPER_KEY);
    }
  }

  /** Looks at every live call once, if it is for this replica to do. Never rejects. */
  async sweep(now = steadyNow()): Promise<void> {
    const before = this.seen;
    this.seen = new Map();
    if (!(await this.isSweeper())) return;
    const there = new Set(this.membership.instances().map(({ instance }) => instance));
    for (const call of await this.liveCalls.list()) {
      if (this.isAttended(call, there)) continue;
      await this.look(call, now, before).catch((error: unknown) => {
        const fields = { callSid: call.callSid, error: errorKind(error) };
        this.logger.warn('Call could not be looked at', fields);
      });
    }
    // No call lasts longer: a record that is still open was left so by a process that died.
    const longAgo = now - this.config.limits.maxCallMs - ORPHANED_MS;
    const talks = new Date(longAgo - MAX_TALK_MS);
    await this.store.closeOlderThan(new Date(longAgo), talks).catch((error: unknown) => {
      this.logger.debug('Open records not closed', { error: errorKind(error) });
    });
  }

  private async look(call: LiveCall, now: number, before: Seen): Promise<void> {
    // A replica without Redis has its calls and puts them on record.
    const row = await this.store.find(call.callSid).catch(() => undefined);
    if (row === undefined) return;
    const look = `${call.putAt} ${row?.callerActiveAt ?? ''}`;
    const last = before.get(call.callSid);
    const since = last?.look === look ? last.since : now;
    this.seen.set(call.callSid, { look, since });
    const talkMs = call.outcome === 'transferred' ? MAX_TALK_MS : 0;
    if (now - since < ORPHANED_MS + talkMs) return;
    const taken = await this.ownedCalls.claim(call, { steal: true, expected: true });
    if (taken.kind !== 'call') return;
    this.logger.warn('Orphaned call ended', { callSid: call.callSid });
    await this.ownedCalls.end(taken.call, 'lost');
  }

  private isAttended({ callSid, instance }: LiveCall, there: ReadonlySet<string>): boolean {
    // A process of the same name may have died before this one.
    if (instance === this.config.instance) return this.ownedCalls.get(callSid) !== undefined;
    return there.has(instance);
  }

  /** While Redis is away everybody is, and finds the open records alone. Never rejects. */
  private async isSweeper(): Promise<boolean> {
    const { shared, sweeper } = this;
    const known = await shared.get(SWEEPER_KEY);
    if (known === null) return shared.setIfAbsent(SWEEPER_KEY, sweeper, SWEEPER_LIFE_MS);
    if (known !== sweeper) return false;
    await shared.set(SWEEPER_KEY, sweeper, SWEEPER_LIFE_MS);
    return true;
  }
}
