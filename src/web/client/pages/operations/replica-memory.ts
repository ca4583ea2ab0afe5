import type { Replica } from '../../api/operations.js';

/** A replica that there is, or one that was seen and has not been heard of since. */
export type KnownReplica = Omit<Replica, 'state'> & { readonly state: Replica['state'] | 'gone' };

/** How long a replica that is gone is still shown, ms. */
const REMEMBERED_MS = 10 * 60_000;

/** Remembers replicas, so that one that dies is seen to be gone. */
export class ReplicaMemory {
  private readonly known = new Map<string, { readonly last: Replica; readonly at: number }>();

  /**
   * Takes the replicas that there are, and adds those that were and did not drain.
   *
   * @param now epoch ms.
   */
  seen(present: readonly Replica[], now: number): readonly KnownReplica[] {
    for (const replica of present) this.known.set(replica.instance, { last: replica, at: now });
    const names = new Set(present.map(({ instance }) => instance));
    const gone: KnownReplica[] = [];
    for (const [instance, { last, at }] of this.known) {
      if (names.has(instance)) continue;
      if (last.state === 'draining' || now - at > REMEMBERED_MS) this.known.delete(instance);
      else gone.push({ ...last, state: 'gone' });
    }
    return [...present, ...gone].sort((a, b) => a.instance.localeCompare(b.instance));
  }
}
