import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** What this process is doing. */
export type LifecycleState = 'starting' | 'ready' | 'draining';

/**
 * Where the process is between start and stop; only ever moves forward. `ready` begins when the
 * port is open. Draining begins with the signal, before Nest closes anything.
 */
@Injectable()
export class Lifecycle implements OnModuleDestroy {
  private current: LifecycleState = 'starting';

  get state(): LifecycleState {
    return this.current;
  }

  markReady(): void {
    if (this.current === 'starting') {
      this.current = 'ready';
    }
  }

  markDraining(): void {
    this.current = 'draining';
  }

  /** Covers a close that no signal asked for. */
  onModuleDestroy(): void {
    this.markDraining();
  }
}
