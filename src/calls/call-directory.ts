import type { CallSnapshot } from './call.js';

/**
 * The live calls of all replicas: who, where, how far. An abstract class so that it is its
 * own injection token.
 */
export abstract class CallDirectory {
  /** Stores the newest state of a call. */
  abstract put(call: CallSnapshot): Promise<void>;
  abstract find(callSid: string): Promise<CallSnapshot | null>;
  /** Newest first. */
  abstract list(): Promise<readonly CallSnapshot[]>;
  abstract remove(callSid: string): Promise<void>;
}

/** The directory of one process alone. */
export class InProcessCallDirectory extends CallDirectory {
  private readonly calls = new Map<string, CallSnapshot>();

  put(call: CallSnapshot): Promise<void> {
    this.calls.set(call.callSid, call);
    return Promise.resolve();
  }

  find(callSid: string): Promise<CallSnapshot | null> {
    return Promise.resolve(this.calls.get(callSid) ?? null);
  }

  list(): Promise<readonly CallSnapshot[]> {
    const newestFirst = [...this.calls.values()].sort((a, b) =>
      b.startedAt.localeCompare(a.startedAt),
    );
    return Promise.resolve(newestFirst);
  }

  remove(callSid: string): Promise<void> {
    this.calls.delete(callSid);
    return Promise.resolve();
  }
}
