import { Injectable } from '@nestjs/common';
import { mentionsIdentity } from '../common/caller-number.js';

/** A caller who is to be forgotten. */
export interface ForgottenCaller {
  /** As `callerIdentity` gives it. */
  readonly identity: string;
  /** The caller's calls that are over. */
  readonly callSids: readonly string[];
}

/** What a process or the shared state holds of a caller beside the database. */
export type TraceKind =
  'waitingCalls' | 'waitingOrders' | 'voicemails' | 'setAside' | 'dialogues' | 'rates';

/** How many of each kind were removed, or emptied of what is personal. */
export type TraceCounts = Readonly<Record<TraceKind, number>>;

/**
 * Removes one kind; resolves with how many there were when they are gone, from the disk as well.
 * May be repeated.
 */
export type TraceRemover = (caller: ForgottenCaller) => Promise<number>;

/** Whether a text that cannot be read as what it should be names the caller or one of the calls. */
export function mentionsCaller(text: string, { identity, callSids }: ForgottenCaller): boolean {
  const words = new Set(text.match(/[\w-]+/g));
  return callSids.some((callSid) => words.has(callSid)) || mentionsIdentity(text, identity);
}

/** What rooms hold of callers outside the database; each room says how to remove its own. */
@Injectable()
export class CallerTraces {
  private readonly removers: (readonly [TraceKind, TraceRemover])[] = [];

  /** To be called in constructors; a kind may have several removers. */
  add(kind: TraceKind, remover: TraceRemover): void {
    this.removers.push([kind, remover]);
  }

  /**
   * Removes all that this process can reach. One kind that fails does not keep the others.
   *
   * @throws the first remover's error, when all have been tried.
   */
  async remove(caller: ForgottenCaller): Promise<TraceCounts> {
    const counts = {
      waitingCalls: 0,
      waitingOrders: 0,
      voicemails: 0,
      setAside: 0,
      dialogues: 0,
      rates: 0,
    };
    const done = await Promise.allSettled(
      this.removers.map(async ([kind, remover]) => {
        const removed = await remover(caller);
        counts[kind] += removed;
      }),
    );
    const failure = done.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
    return counts;
  }
}
