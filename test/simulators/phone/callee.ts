/** What `<Dial>` tells its action of the dialled call. */
export type DialCallStatus =
  'completed' | 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** How the person, or the machine, at a dialled number behaves. Times are clock milliseconds. */
export type Callee = {
  /** From the first ring to what the callee does; 1,000 unless told. */
  readonly ringMs?: number;
  /** Told to the action in place of what really happened. */
  readonly reports?: DialCallStatus;
} & (
  | { readonly does: 'busy' | 'failed' | 'canceled' | 'no-answer' }
  | {
      readonly does: 'answers';
      /** Pressed at the first `<Gather>` of the whisper, the second, and so on; then nothing. */
      readonly presses?: readonly string[];
      /** Said in the same way, to a `<Gather>` that listens for speech; keys come first. */
      readonly says?: readonly string[];
      /** From a `<Gather>` to the key or the word; 200 unless told. */
      readonly reactMs?: number;
      /** Hangs up so long after answering, if the whisper is not over by then. */
      readonly hangsUpAfterMs?: number;
      /** Talks to the caller for so long, then hangs up; 2,000 unless told. */
      readonly talkMs?: number;
    }
  | {
      /** An answering machine: presses nothing, and talks. */
      readonly does: 'machine';
      /** What a `<Gather>` that listens for speech takes for an answer. */
      readonly greeting?: string;
      /** Takes a message for so long once it is connected; 5,000 unless told. */
      readonly talkMs?: number;
    }
);

/** The usual callees. */
export const CALLEES = {
  busy: { does: 'busy' },
  failed: { does: 'failed' },
  noAnswer: { does: 'no-answer' },
  accepts: { does: 'answers', presses: ['1'] },
  declines: { does: 'answers', presses: ['2'] },
  keepsSilent: { does: 'answers' },
  machine: { does: 'machine' },
} as const satisfies Readonly<Record<string, Callee>>;

/** How `<Dial>` goes. Without these the phone takes every dialled call as the call's end. */
export interface Dialling {
  /**
   * Callees by number as it is dialled, `*` for all others. Of several the first answers the
   * first call to the number, and so on; the last one goes on. A number that is missing fails.
   */
  readonly callees: Readonly<Record<string, Callee | readonly Callee[]>>;
  /** Added to `timeout`, as Twilio does in some call flows: up to 5,000; 0 unless told. */
  readonly timeoutBufferMs?: number;
  /**
   * Told when the callee answered and the legs were not joined: `completed` unless told, with
   * `DialBridged` false. Twilio documents no status for this case.
   */
  readonly declinedStatus?: DialCallStatus;
  /** Told when the caller hangs up while it rings; `canceled` unless told. Not documented. */
  readonly hungUpStatus?: DialCallStatus;
  /** Numbers of the account, besides the called one, that may be shown to a callee. */
  readonly verifiedNumbers?: readonly string[];
}

/** How a `<Dial>` ended. */
export interface DialResult {
  readonly bridged: boolean;
  /** For the action. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Picks the callee of each dialled call. */
export class Callees {
  readonly #attempts = new Map<string, number>();

  constructor(private readonly callees: Dialling['callees']) {}

  /** The callee of the next call to `number`. */
  next(number: string): Callee {
    const attempt = this.#attempts.get(number) ?? 0;
    this.#attempts.set(number, attempt + 1);
    const scripted = this.callees[number] ?? this.callees['*'] ?? CALLEES.failed;
    if (!Array.isArray(scripted)) return scripted as Callee;
    const several = scripted as readonly Callee[];
    return several[Math.min(attempt, several.length - 1)] ?? CALLEES.failed;
  }
}
