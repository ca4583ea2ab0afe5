import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DEGRADABLE, StandingFaults, type StandingFault } from '../ops/standing-faults.js';
import { DependencyChecks } from './dependency-checks.js';

const PAUSE_MS = 5_000;

/** Looks at every dependency now and then, so that it is known since when one is degraded. */
@Injectable()
export class DegradedWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly checks: DependencyChecks,
    private readonly faults: StandingFaults,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look().catch(() => undefined), PAUSE_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** All faults that stand, after a look at every dependency; the oldest first. */
  async look(): Promise<readonly StandingFault[]> {
    for (const result of await Promise.all(this.checks.all.map((check) => check()))) {
      for (const [name, { status, ...facts }] of Object.entries(result)) {
        const what = DEGRADABLE.find((known) => known === name);
        if (what === undefined) continue;
        const { message } = facts as { readonly message?: unknown };
        if (status === 'up') this.faults.end(what);
        else this.faults.begin(what, typeof message === 'string' ? message : status);
      }
    }
    return this.faults.list();
  }
}
