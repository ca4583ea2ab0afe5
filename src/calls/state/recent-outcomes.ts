import type { CallOutcome } from '../call/call.js';

/** Calls remembered at most; of more, the oldest are forgotten. */
const MAX_CALLS = 10_000;

/** How the calls of the last minutes ended. */
export class RecentOutcomes {
  private readonly outcomes = new Map<string, { outcome: CallOutcome; at: number }>();

  constructor(private readonly lifeMs: number) {}

  find(callSid: string): CallOutcome | null {
    return this.outcomes.get(callSid)?.outcome ?? null;
  }

  note(callSid: string, outcome: CallOutcome, now = Date.now()): void {
    this.outcomes.delete(callSid);
    this.outcomes.set(callSid, { outcome, at: now });
    for (const [oldest, { at }] of this.outcomes) {
      if (now - at <= this.lifeMs && this.outcomes.size <= MAX_CALLS) return;
      this.outcomes.delete(oldest);
    }
  }
}
