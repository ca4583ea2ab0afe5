import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Membership } from '../../cluster/membership.js';
import { AppConfig } from '../../config/app-config.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import { OwnedCalls } from './owned-calls.js';
import { CallSessions } from './call-sessions.js';

/** How often calls are looked at: a pause between two turns may be short. */
const CHECK_MS = 50;
/** Calls that move at once; each opens a stream and a provider's session elsewhere. */
const MOVES_AT_ONCE = 5;

/**
 * Empties this replica before it stops. Calls go on at first; after `DRAIN_HANDOVER_SECONDS` each
 * is moved between two turns, if another replica takes calls; at `DRAIN_TIMEOUT_SECONDS` the rest
 * are closed and go on by `/voice/next`. Nest closes sockets only after this hook.
 */
@Injectable()
export class CallDrain implements BeforeApplicationShutdown {
  private readonly logger = new Logger(CallDrain.name);

  constructor(
    private readonly config: AppConfig,
    private readonly sessions: CallSessions,
    private readonly ownedCalls: OwnedCalls,
    private readonly snapshots: CallSnapshots,
    private readonly membership: Membership,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const { handoverMs, timeoutMs } = this.config.drain;
    const startedAt = performance.now();
    this.logger.log('Draining', { streams: this.sessions.size });
    for (;;) {
      const passedMs = performance.now() - startedAt;
      const { othersReady } = this.membership;
      // Without another replica, calls that have no stream send their next webhook to this one.
      const left = othersReady ? this.sessions.size : this.ownedCalls.active;
      if (left === 0 || passedMs >= timeoutMs) break;
      if (passedMs >= handoverMs && othersReady) this.moveSome();
      await delay(CHECK_MS);
    }
    this.logger.log('Drained', {
      ms: Math.round(performance.now() - startedAt),
      left: this.sessions.size,
    });
    await Promise.all(
      this.sessions.all().map((session) => session.release('handed-over', 'shutdown')),
    );
    for (const call of this.ownedCalls.all()) this.snapshots.changed(call, 'call');
    await this.snapshots.flush();
  }

  private moveSome(): void {
    const between = this.sessions.all().filter(({ betweenTurns }) => betweenTurns);
    for (const session of between.slice(0, MOVES_AT_ONCE))
      void session.release('handed-over', 'drain');
  }
}
