import type { LifecycleState } from '../ops/lifecycle.js';

/** A replica, as the others know it. */
export interface InstanceView {
  readonly instance: string;
  readonly state: LifecycleState;
  readonly activeCalls: number;
  /** ISO 8601, by the shared server's clock. */
  readonly lastSeen: string;
}

/** Which replicas there are. An abstract class so that it is its own injection token. */
export abstract class Membership {
  /** Every replica that was heard of lately, this one first. Kept fresh in the background. */
  abstract instances(): readonly InstanceView[];
  /** The same as of now. Never rejects. */
  abstract current(): Promise<readonly InstanceView[]>;
  /** True while another replica takes new calls. */
  get othersReady(): boolean {
    return this.instances()
      .slice(1)
      .some(({ state }) => state === 'ready');
  }
  /** Where the number of this replica's calls comes from. */
  abstract countCallsBy(count: () => number): void;
}
