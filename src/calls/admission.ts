import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedStore } from '../cluster/shared-store.js';
import { AppConfig } from '../config/app-config.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { tellsCaller } from '../common/mask.js';

/** Why a new call is not let in. */
export type RejectionReason = 'capacity' | 'overload' | 'rate';

/** Decides whether a new call is let in; calls that go on are never asked. */
@Injectable()
export class Admission {
  constructor(
    private readonly config: AppConfig,
    private readonly eventLoop: EventLoopMonitor,
    private readonly shared: SharedStore,
  ) {}

  /**
   * Whether there is room now; null admits.
   *
   * @param activeCalls calls that this replica has let in.
   */
  room(activeCalls: number): RejectionReason | null {
    if (activeCalls >= this.config.limits.maxConcurrentCalls) return 'capacity';
    // Those who are talking must not suffer from one more.
    return this.eventLoop.overloaded ? 'overload' : null;
  }

  /**
   * Counts a call of this number, over all replicas. False: they are too many. Callers who hide
   * their number are many people and not counted.
   */
  async withinRate(from: string): Promise<boolean> {
    if (!tellsCaller(from)) return true;
    const { calls, windowMs } = this.config.limits.callerRate;
    const caller = createHash('sha256').update(from).digest('base64url');
    return this.shared.admit(`rate:${caller}`, calls, windowMs);
  }
}
