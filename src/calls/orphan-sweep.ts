import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Membership } from '../cluster/membership.js';
import { CallDirectory } from './call-directory.js';

const SWEEP_MS = 60_000;
/**
 * Long enough for a replica that is merely cut off from Redis to come back to its calls; one
 * that does puts them on the list again.
 */
const ORPHANED_MS = 600_000;

/** Takes calls off the list whose replica is gone and for which nobody has asked since. */
@Injectable()
export class OrphanSweep implements OnApplicationShutdown {
  private readonly logger = new Logger(OrphanSweep.name);
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly directory: CallDirectory,
    private readonly membership: Membership,
  ) {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    const alive = new Set(this.membership.instances().map(({ instance }) => instance));
    const before = Date.now() - ORPHANED_MS;
    for (const call of await this.directory.list()) {
      if (alive.has(call.instance) || call.putAt > before) continue;
      await this.directory.drop(call);
      this.logger.warn('Orphaned call dropped', { callSid: call.callSid });
    }
  }
}
