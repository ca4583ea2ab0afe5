/** One thing in the conversation, as a model sees it. */
export type BrainItem =
  | { readonly kind: 'system'; readonly text: string }
  /** Null: the caller was not understood, or said nothing. */
  | { readonly kind: 'user'; readonly text: string | null }
  /** Null: the text went with a truncation. */
  | { readonly kind: 'assistant'; readonly text: string | null }
  | {
      readonly kind: 'tool-call';
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly kind: 'tool-output'; readonly callId: string; readonly output: string };

/** What a response is made from. */
export interface BrainInput {
  readonly items: readonly BrainItem[];
  /** Instructions of this `response.create` alone. */
  readonly instructions: string | null;
  /** The end of the caller's turn, the client's `response.create`, or nobody speaking. */
  readonly trigger: 'turn' | 'request' | 'idle';
}

/** One response: what is said, each text an item, then the functions that are called. */
export interface BrainStep {
  readonly say?: string | readonly string[];
  readonly tools?: readonly {
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
  }[];
  /** Faults of the script itself, for the stand-in to report. */
  readonly violations?: readonly string[];
}

/** Decides a response from the conversation alone, so it goes on after a reconnect. */
export type Brain = (input: BrainInput) => BrainStep;
