import type { RedisAddress } from './redis-address.js';
import type { UnknownVariable } from './unknown-variables.js';

/** What a caller hears when no line is free. */
export type BusyPolicy =
  | { readonly kind: 'say' }
  | { readonly kind: 'voicemail' }
  | { readonly kind: 'dial'; readonly number: string };

/** So many calls in any window of this length. */
export interface CallRate {
  readonly calls: number;
  readonly windowMs: number;
}

/** How OpenAI decides that the caller has finished speaking (protocol B2.3). */
export type TurnDetection =
  | { readonly kind: 'server_vad'; readonly threshold: number; readonly silenceMs: number }
  | { readonly kind: 'semantic_vad'; readonly eagerness: 'low' | 'medium' | 'high' | 'auto' };

/** How much a reasoning model thinks before it speaks. */
export type ReasoningEffort = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/** The microphone that OpenAI filters noise for: one near the mouth, or one in the room. */
export type NoiseReduction = 'near_field' | 'far_field';

/**
 * Every setting of the process, validated and typed. Made once at boot by
 * `readEnvironment`; the class is its own injection token. Durations are milliseconds,
 * whatever unit the environment variable has.
 */
export class AppConfig {
  readonly production!: boolean;
  /** Unique name of this process among the replicas. */
  readonly instance!: string;
  readonly service!: string;
  /** Spans are sent to a collector of OpenTelemetry. */
  readonly tracing!: boolean;
  readonly version!: string;
  readonly logLevel!: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Path of the log file; null for standard output alone. */
  readonly logFile!: string | null;
  /** Variables that look like ours and have no effect, for a warning at boot. */
  readonly unknownVariables!: readonly UnknownVariable[];

  readonly http!: {
    readonly host: string;
    readonly port: number;
    /** As Twilio reaches us, without a trailing slash. Signed URLs are built from it. */
    readonly publicUrl: string;
    /** Where Twilio opens the media stream: `ws(s)://…/ws/media`. */
    readonly mediaStreamUrl: string;
    readonly tls: { readonly certPath: string; readonly keyPath: string } | null;
    readonly trustProxy: string | null;
    /** Whether a phone in the browser may be served; nothing serves one. */
    readonly phonePage: boolean;
  };

  readonly openai!: {
    readonly apiKey: string | null;
    readonly baseUrl: string;
    readonly realtimeUrl: string;
    readonly realtimeModel: string;
    readonly realtimeVoice: string;
    /** Null leaves it to us: low for the models that reason. */
    readonly reasoningEffort: ReasoningEffort | null;
    /** Null is off: telephone audio has been filtered already. */
    readonly noiseReduction: NoiseReduction | null;
    /** Share of a full conversation that is kept when it is cut, 0 to 1; null: OpenAI's way. */
    readonly retentionRatio: number | null;
    readonly transcriptionModel: string;
    readonly chatModel: string;
    readonly speechModel: string;
    /** Base of a compatible service's `/audio/speech`; null: `speechModel` speaks over Realtime. */
    readonly speechUrl: string | null;
    /** Null: that service wants none. */
    readonly speechApiKey: string | null;
    readonly turnDetection: TurnDetection;
  };

  readonly ladder!: {
    /** Names in the order they are tried. */
    readonly providers: readonly string[];
    /** `USE_REALTIME_API`: false sends every call to the order line. */
    readonly realtimeEnabled: boolean;
    readonly fallbackEnabled: boolean;
    readonly maxReconnectAttempts: number;
    readonly reconnectDelayMs: number;
    readonly warmSessions: number;
  };

  readonly twilio!: {
    readonly accountSid: string | null;
    readonly authToken: string | null;
    readonly previousAuthToken: string | null;
    /** Override of Twilio's REST host, for stand-ins. */
    readonly apiUrl: string | null;
    readonly validateWebhooks: boolean;
    /** Dialled in turn by `transfer_to_human` and by the last rung; may be empty. */
    readonly humanNumbers: readonly string[];
  };

  readonly storage!: {
    /** PostgreSQL; null means the embedded database under `dataDir`. */
    readonly databaseUrl: string | null;
    readonly dataDir: string;
    /** Null: this process alone. */
    readonly redis: RedisAddress | null;
    readonly transcriptRetentionDays: number;
  };

  readonly menu!: { readonly file: string; readonly url: string | null };
  /** Everything written for a caller's ears. */
  readonly voiceFile!: string;

  readonly ops!: {
    /** Opens everything. */
    readonly token: string | null;
    /** Opens the kitchen's paths. */
    readonly kitchenToken: string | null;
    /** Opens the metrics. */
    readonly metricsToken: string | null;
    readonly allowedCidrs: readonly string[];
    /** Whether this machine needs no token: there is none, and no sign that others reach us. */
    readonly trustsThisMachine: boolean;
  };

  readonly limits!: {
    readonly maxConcurrentCalls: number;
    readonly busyPolicy: BusyPolicy;
    /** An event loop later than this gives new calls the busy policy; 0 for no limit. */
    readonly maxEventLoopDelayMs: number;
    /** For each caller. */
    readonly callerRate: CallRate;
    /** For all callers together who cannot be told apart. */
    readonly hiddenCallersRate: CallRate;
    readonly maxCallMs: number;
    /** Provider cost by list price after which a call ends in words; 0 for no cap. */
    readonly maxCallCostUsd: number;
    /** Largest total of an order that is placed without a person; the limit itself is allowed. */
    readonly maxOrderCents: number;
    /** Most orders that one call places without a person. */
    readonly maxOrdersPerCall: number;
    readonly silenceHangupMs: number;
    /** No frame from the phone leg for so long ends the stream. */
    readonly mediaTimeoutMs: number;
  };

  readonly drain!: { readonly handoverMs: number; readonly timeoutMs: number };

  readonly orderWebhook!: { readonly url: string; readonly secret: string | null } | null;
}
