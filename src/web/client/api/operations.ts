/** A call as `GET /calls` lists it. */
export interface CallSummary {
  readonly callSid: string;
  /** Masked. */
  readonly from: string;
  readonly state: 'ringing' | 'active' | 'resuming' | 'ended';
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly instance: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly turns: number;
  readonly order: OrderSummary | null;
}

/** The order of a call in a list. */
export interface OrderSummary {
  readonly id: string;
  readonly state: string;
  readonly totalCents: number;
}

/** `GET /calls`. */
export interface CallPage {
  readonly calls: readonly CallSummary[];
  readonly nextCursor: string | null;
  readonly search: { readonly lookedAt: number; readonly limitReached: boolean } | null;
}

/** What one side said. */
export interface Said {
  readonly role: 'caller' | 'assistant';
  readonly text: string;
}

/** The part of `GET /calls/:callSid` that this page reads. */
export interface CallWords {
  readonly transcript: readonly Said[];
}

/** `GET /streams`. */
export interface StreamList {
  readonly streams: readonly {
    readonly callSid: string;
    /** Level of the caller's last second. */
    readonly callerDbfs: number;
    /** Our audio that has not been played yet: the assistant speaks. */
    readonly audio: { readonly bufferedOutMs: number };
  }[];
}

/** A rung of the ladder in `GET /status`. */
export interface RungStatus {
  readonly name: string;
  readonly state: 'usable' | 'unusable';
  readonly circuit: 'closed' | 'open' | 'half-open';
  readonly circuitOpenSince: string | null;
  readonly activeSessions: number;
  readonly warmSessions: number;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
  readonly reason: string | null;
}

/** A model that calls use. */
export interface ModelStatus {
  readonly use: 'realtime' | 'transcription' | 'chat' | 'speech';
  readonly variable: string;
  readonly model: string;
  readonly state: string;
  readonly shutdownDate: string | null;
  readonly daysLeft: number | null;
  readonly problem: string | null;
  readonly instead: string | null;
}

/** A replica. */
export interface Replica {
  readonly instance: string;
  readonly state: 'starting' | 'ready' | 'draining';
  readonly activeCalls: number;
  readonly lastSeen: string;
}

/** `GET /status`. */
export interface Status {
  readonly version: string;
  readonly instance: string;
  readonly state: Replica['state'];
  readonly calls: { readonly active: number; readonly rejected: number; readonly max: number };
  readonly realtime: { readonly enabled: boolean; readonly providers: readonly RungStatus[] };
  readonly models: { readonly used: readonly ModelStatus[] };
  readonly cluster: { readonly instances: readonly Replica[] };
}

/** Something that is not well on a replica. */
export interface Fault {
  readonly instance: string;
  readonly what: string;
  readonly since: string;
  readonly reason: string;
}

/** Answers of one minute, of all replicas. */
export interface LatencyMinute {
  readonly at: string;
  readonly answers: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** `GET /status/cluster`. */
export interface ClusterStatus {
  readonly degraded: readonly Fault[];
  readonly latency: readonly LatencyMinute[];
}

/** `GET /orders`. */
export interface OrderPage {
  readonly orders: readonly {
    readonly id: string;
    readonly state: string;
    readonly totalCents: number;
    readonly placedAt: string | null;
  }[];
  readonly nextCursor: string | null;
}
