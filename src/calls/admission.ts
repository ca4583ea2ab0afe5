import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedStore } from '../cluster/shared-store.js';
import { AppConfig } from '../config/app-config.js';
import { CallerTraces } from '../ops/caller-traces.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { callerIdentity } from '../common/caller-number.js';

/** Why a new call is not admitted: this replica is full, its event loop is late, too many calls. */
export type RejectionReason = 'capacity' | 'overload' | 'rate';

/** Decides whether a new call is admitted; calls in progress are not asked again. */
@Injectable()
export class Admission {
  constructor(
    private readonly config: AppConfig,
    private readonly eventLoop: EventLoopMonitor,
    private readonly shared: SharedStore,
    traces: CallerTraces,
  ) {
    traces.add('rates', async ({ identity }) =>
      (await this.shared.forgetWindow(windowOf(identity))) ? 1 : 0,
    );
  }

  /**
   * Why there is no room now; null when there is.
   *
   * @param activeCalls calls that this replica has admitted.
   */
  room(activeCalls: number): RejectionReason | null {
    if (activeCalls >= this.config.limits.maxConcurrentCalls) return 'capacity';
    // One more call would make the audio of the others late.
    return this.eventLoop.overloaded ? 'overload' : null;
  }

  /**
   * Counts a call of this caller over all replicas; false when there are too many in the window.
   * Callers who cannot be told apart, such as those with withheld numbers, share one window.
   */
  async withinRate(from: string): Promise<boolean> {
    const { callerRate, hiddenCallersRate } = this.config.limits;
    const identity = callerIdentity(from);
    const { calls, windowMs } = identity === null ? hiddenCallersRate : callerRate;
    const key = identity === null ? 'rate:hidden' : windowOf(identity);
    return this.shared.admit(key, calls, windowMs);
  }
}

/** The name of a caller's window, which does not tell the number. */
function windowOf(identity: string): string {
  return `rate:${createHash('sha256').update(identity).digest('base64url')}`;
}
