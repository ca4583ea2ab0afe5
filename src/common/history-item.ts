/** One thing said or done earlier in the call, in the order it happened. */
export type HistoryItem =
  | {
      readonly kind: 'message';
      readonly role: 'system' | 'caller' | 'assistant';
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
