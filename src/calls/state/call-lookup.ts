import { Injectable } from '@nestjs/common';
import { DatabaseUnavailableError } from '../../storage/engine.js';
import { summaryOf, type CallSnapshot, type CallSummary } from '../call/call.js';
import { CallSnapshots } from './call-snapshots.js';
import { CallsStore } from './calls.store.js';
import { LiveCalls } from './live-calls.js';

/** A call, with all its items or, as the database does not answer, the newest alone. */
export interface WholeCall {
  readonly call: CallSnapshot;
  readonly history: 'whole' | 'newest';
}

/**
 * Finds calls of all replicas: those of this process as they stand, other live ones in the
 * shared state, the rest in the database.
 */
@Injectable()
export class CallLookup {
  constructor(
    private readonly snapshots: CallSnapshots,
    private readonly liveCalls: LiveCalls,
    private readonly store: CallsStore,
  ) {}

  /** The live calls of all replicas, newest first. Calls of this process count until written. */
  async live(): Promise<readonly CallSummary[]> {
    const stored = await this.liveCalls.list();
    const { own } = this.snapshots;
    const others = stored.filter(({ callSid }) => !own.has(callSid));
    return [...[...own.values()].map(summaryOf), ...others].sort((a, b) =>
      b.startedAt.localeCompare(a.startedAt),
    );
  }

  /**
   * A call, live or ended; null when it is not known. Of a long one its lists have the newest items.
   *
   * @throws DatabaseUnavailableError
   */
  async find(callSid: string): Promise<CallSnapshot | null> {
    const own = this.snapshots.own.get(callSid)?.snapshot();
    return own ?? (await this.liveCalls.find(callSid)) ?? (await this.store.find(callSid));
  }

  /**
   * The same call with all its items, as far as the database answers.
   *
   * @throws DatabaseUnavailableError when the call is not live.
   */
  async whole(callSid: string): Promise<WholeCall | null> {
    const call = await this.find(callSid);
    if (call === null) return null;
    try {
      return { call: await this.store.whole(call), history: 'whole' };
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) return { call, history: 'newest' };
      throw error;
    }
  }
}
