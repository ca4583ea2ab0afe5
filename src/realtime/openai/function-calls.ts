import { CALL_CUT_OFF, MAX_TOOL_ROUNDS, SPEAK_NOW } from '../tool-rounds.js';
import { NewestKeys } from '../../common/newest-keys.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { ResponseCall } from '../../openai/response-done.js';

/** Call ids remembered; a session of an hour has a few hundred. */
const REMEMBERED_CALLS = 1_000;

/** What becomes of the function calls of a finished response; each of them is answered. */
export interface SortedCalls {
  /** To be run, or answered from what is known of them. */
  readonly run: readonly ToolCall[];
  /** Answered at once: not done. */
  readonly refused: readonly { readonly callId: string; readonly output: string }[];
  /** The model goes on by itself once it has the outputs. */
  readonly goesOn: boolean;
}

/** The function calls of one session: which are known, and how many rounds of them in a row. */
export class FunctionCalls {
  private readonly known = new NewestKeys<true>(REMEMBERED_CALLS);
  private rounds = 0;

  /** True when the next response has to be words. */
  get exhausted(): boolean {
    return this.rounds >= MAX_TOOL_ROUNDS;
  }

  /** The rounds are counted anew: the caller spoke, or an answer was asked for. */
  restart(): void {
    this.rounds = 0;
  }

  /** The call is known from before this session. */
  remember(callId: string): void {
    this.known.set(callId, true);
  }

  /**
   * A known call is never refused, as it may have been run. A call that runs needs nothing: its
   * output is on its way.
   */
  sort(calls: readonly ResponseCall[], runs: (callId: string) => boolean): SortedCalls {
    const run = new Map<string, ToolCall>();
    const refused = new Map<string, string>();
    for (const { finished, ...call } of calls) {
      const { callId } = call;
      if (runs(callId) || run.has(callId)) continue;
      if (this.known.has(callId) || (finished && !this.exhausted)) {
        run.set(callId, call);
        refused.delete(callId);
      } else {
        refused.set(callId, finished ? SPEAK_NOW : CALL_CUT_OFF);
      }
    }
    const goesOn = calls.length > 0 && !this.exhausted;
    if (goesOn) this.rounds += 1;
    for (const callId of run.keys()) this.remember(callId);
    return {
      run: [...run.values()],
      refused: [...refused].map(([callId, output]) => ({ callId, output })),
      goesOn,
    };
  }
}
