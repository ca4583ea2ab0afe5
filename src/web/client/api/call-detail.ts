/** What `GET /calls/:callSid` answers, as far as the page of a call reads it. */
export interface CallDetail {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'ringing' | 'active' | 'resuming' | 'ended';
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly instance: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number;
  readonly order: OrderSummary | null;
  /** `newest`: the lists lack their beginnings, as the database does not answer. */
  readonly history: 'whole' | 'newest';
  readonly transcript: readonly {
    readonly at: string;
    readonly role: 'caller' | 'assistant';
    readonly text: string;
    readonly interrupted: boolean;
    readonly heardMs: number | null;
  }[];
  readonly timeline: readonly TimelineEvent[];
  readonly speech: readonly Speech[];
  readonly waits: readonly Wait[];
  readonly worstTurn: number | null;
  readonly costs: readonly { readonly at: string; readonly costUsd: number }[];
  readonly audio: CallAudio | null;
  readonly usage: {
    readonly knownCostUsd: number;
    readonly estimatedUsd: number;
    readonly costUsd: number | null;
    readonly byProvider: readonly {
      readonly provider: string;
      readonly knownCostUsd: number;
      readonly costUsd: number | null;
      readonly responses: number;
    }[];
  };
}

/** What was measured of the call's audio, over all its streams. */
export interface CallAudio {
  readonly levelDbfs: number;
  readonly peakDbfs: number;
  readonly clippedPercent: number;
  readonly silencePercent: number;
  readonly frames: number;
  readonly gaps: number;
  readonly lostMs: number;
  readonly lostFrames: number;
  readonly lateFrames: number;
  readonly repeatedFrames: number;
  readonly jitterMs: number;
  readonly maxJitterMs: number;
  readonly echoCorrelation: number;
  readonly echoDelayMs: number | null;
  readonly maxBufferedOutMs: number;
  readonly faults: readonly string[];
}

/** The order of a call in short. */
export interface OrderSummary {
  readonly id: string;
  readonly state: string;
  readonly totalCents: number;
  readonly lines?: number;
}

/** An event of a call; further fields depend on it. */
export interface TimelineEvent {
  readonly at: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What one side said in one go. */
export interface Speech {
  readonly at: string;
  readonly endedAt: string | null;
  readonly who: 'caller' | 'keys' | 'assistant' | 'filler';
  readonly rung: string | null;
  readonly text: string | null;
  readonly heardText: string | null;
  readonly generatedMs: number | null;
  readonly heardMs: number | null;
  readonly cutMs: number | null;
  readonly state: 'open' | 'over' | 'cut' | 'untold';
}

/** How long the caller waited at a turn. */
export interface Wait {
  readonly turn: number;
  readonly at: string;
  readonly text: string | null;
  readonly waitMs: number | null;
  readonly firstSound: 'answer' | 'filler' | null;
  readonly answerMs: number | null;
  readonly recognitionMs: number | null;
  readonly modelMs: number | null;
  readonly oursMs: number | null;
  readonly networkMs: number | null;
  readonly rung: string | null;
}
