/**
 * One thing said or done earlier in the call, in the order it happened. None is a system message:
 * words of callers, in notes and names too, never become instructions.
 */
export type HistoryItem =
  | {
      readonly kind: 'message';
      readonly role: 'caller' | 'assistant';
      readonly text: string;
    }
  | {
      readonly kind: 'tool-call';
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
      /** JSON text; null while the tool runs. A call without an output is not replayed. */
      readonly output: string | null;
    };
