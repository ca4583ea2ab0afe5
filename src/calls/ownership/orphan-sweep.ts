import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Membership } from '../../cluster/membership.js';
import { AppConfig } from '../../config/app-config.js';
import { errorKind } from '../../common/error-fields.js';
import { LiveCalls, type LiveCall } from '../state/live-calls.js';
import { CallsStore } from '../state/calls.store.js';
import { OwnedCalls } from './owned-calls.js';

const SWEEP_MS = 60_000;
/** Long enough for a replica that was cut off from Redis to come back to its calls, ms. */
const ORPHANED_MS = 600_000;

/** Ends calls that lost their replica and that no webhook has reached since. */
@Injectable()
export class OrphanSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly liveCalls: LiveCalls,
    private readonly ownedCalls: OwnedCalls,
    private readonly store: CallsStore,
    private readonly membership: Membership,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Looks at every live call once. Never rejects. */
  async sweep(now = Date.now()): Promise<void> {
    for (const call of await this.liveCalls.list()) {
      if (call.putAt > now - ORPHANED_MS || this.isAttended(call)) continue;
      // A replica without Redis has its calls and puts them on record.
      const row = await this.store.find(call.callSid).catch(() => undefined);
      if (row === undefined || Date.parse(row?.callerActiveAt ?? '') > now - ORPHANED_MS) continue;
      const taken = await this.ownedCalls.claim(call, { steal: true, expected: true });
      if (taken.kind !== 'call') continue;
      this.logger.warn('Orphaned call ended', { callSid: call.callSid });
      await this.ownedCalls.end(taken.call, 'lost');
    }
    // No call lasts longer: a record that is still open was left so by a process that died.
    const before = now - this.config.limits.maxCallMs - ORPHANED_MS;
    await this.store.closeOlderThan(new Date(before)).catch((error: unknown) => {
      this.logger.debug('Open records not closed', { error: errorKind(error) });
    });
  }

  private isAttended({ callSid, instance }: LiveCall): boolean {
    // A process of the same name may have died before this one.
    if (instance === this.config.instance) return this.ownedCalls.get(callSid) !== undefined;
    return this.membership.instances().some((member) => member.instance === instance);
  }
}
