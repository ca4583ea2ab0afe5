import { Matches } from 'class-validator';
import type { NoiseReduction, ReasoningEffort } from './app-config.js';
import {
  CidrList,
  Decimal,
  Flag,
  ListOfNames,
  OneOf,
  PhoneNumbers,
  ProxyTrust,
  Rate,
  RedisUrl,
  Seconds,
  Text,
  Token,
  Url,
  Whole,
} from './variable-decorators.js';

const E164 = '\\+[1-9]\\d{6,14}';
const DAY_SECONDS = 86_400;

/**
 * Every environment variable the process reads, under its own name, with its default. Null
 * means absent. `readEnvironment` turns it into the `AppConfig` that the rest of the code uses.
 */
export class EnvironmentVariables {
  @OneOf('development', 'production', 'test') NODE_ENV = 'development';
  /** Unique among the replicas. Defaults to the host name and a random suffix. */
  @Text(/^[\w.:-]{1,100}$/, 'up to 100 letters, digits or . : _ -')
  INSTANCE_ID: string | null = null;
  @OneOf('DEBUG', 'INFO', 'WARN', 'ERROR') LOG_LEVEL: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' = 'INFO';
  /** Where the log is written beside standard output. */
  @Text() LOG_FILE: string | null = null;

  /** 0 asks the system for a free port. */
  @Whole(0, 65_535) PORT = 6001;
  /** Defaults to 0.0.0.0 with a Twilio auth token and to 127.0.0.1 without. */
  @Text(/^[\w.:-]+$/, 'a host name or IP address') HOST: string | null = null;
  /** Defaults to http://localhost:PORT. */
  @Url('http', 'https') PUBLIC_URL: string | null = null;
  @Text() SSL_CERT_PATH: string | null = null;
  @Text() SSL_KEY_PATH: string | null = null;
  /** `true` means one proxy. */
  @ProxyTrust() TRUST_PROXY: string | null = null;
  /** Reserved for a phone in the browser. Defaults to true outside production. */
  @Flag() ENABLE_PHONE: boolean | null = null;

  @Text() OPENAI_API_KEY: string | null = null;
  @Url('https', 'http') OPENAI_BASE_URL = 'https://api.openai.com/v1';
  @Url('wss', 'ws') OPENAI_REALTIME_URL = 'wss://api.openai.com/v1/realtime';
  @Text() OPENAI_REALTIME_MODEL = 'gpt-realtime-2.1';
  @Text() OPENAI_REALTIME_VOICE = 'marin';
  @OneOf('auto', 'minimal', 'low', 'medium', 'high', 'xhigh')
  OPENAI_REALTIME_REASONING_EFFORT: 'auto' | ReasoningEffort = 'auto';
  @OneOf('off', 'near_field', 'far_field')
  OPENAI_REALTIME_NOISE_REDUCTION: 'off' | NoiseReduction = 'off';
  @Decimal(0, 1) OPENAI_REALTIME_RETENTION_RATIO: number | null = null;
  @Text() OPENAI_TRANSCRIPTION_MODEL = 'gpt-transcribe';
  @Text() OPENAI_CHAT_MODEL = 'gpt-6-luna';
  /** A Realtime model; with OPENAI_SPEECH_URL a model of that service. */
  @Text() OPENAI_SPEECH_MODEL = 'gpt-realtime-2.1-mini';
  @Url('https', 'http') OPENAI_SPEECH_URL: string | null = null;
  @Text() OPENAI_SPEECH_API_KEY: string | null = null;
  @OneOf('server_vad', 'semantic_vad') OPENAI_TURN_DETECTION: 'server_vad' | 'semantic_vad' =
    'server_vad';
  @Decimal(0, 1) OPENAI_VAD_THRESHOLD = 0.5;
  @Whole(100, 5000) OPENAI_VAD_SILENCE_MS = 500;
  @OneOf('low', 'medium', 'high', 'auto') OPENAI_VAD_EAGERNESS: 'low' | 'medium' | 'high' | 'auto' =
    'auto';

  /** Names of providers that are registered in `src/realtime`, which checks them at boot. */
  @ListOfNames()
  VOICE_PROVIDERS: readonly string[] = ['openai-realtime', 'openai-pipeline', 'openai-chat', 'ivr'];
  @Flag() USE_REALTIME_API = true;
  @Flag() ENABLE_REALTIME_FALLBACK = true;
  @Whole(0, 20) MAX_RECONNECT_ATTEMPTS = 3;
  @Seconds(0, 60) RECONNECT_DELAY = 2;
  /** Defaults to 1 with an OpenAI key and to 0 without. */
  @Whole(0, 50) REALTIME_WARM_SESSIONS: number | null = null;

  @Text(/^AC[0-9a-zA-Z]{32}$/, 'AC and 32 letters or digits')
  TWILIO_ACCOUNT_SID: string | null = null;
  @Text() TWILIO_AUTH_TOKEN: string | null = null;
  @Text() TWILIO_AUTH_TOKEN_PREVIOUS: string | null = null;
  @Url('https', 'http') TWILIO_API_URL: string | null = null;
  /** Defaults to PUBLIC_URL with ws(s) and the path /ws/media. */
  @Url('wss', 'ws') TWILIO_MEDIA_STREAM_URL: string | null = null;
  /** Defaults to true; to false on a server without auth token that only this machine reaches. */
  @Flag() TWILIO_WEBHOOK_VALIDATION: boolean | null = null;
  /** Tried in turn. */
  @PhoneNumbers(10) HUMAN_TRANSFER_NUMBER: readonly string[] = [];

  @Url('postgres', 'postgresql') DATABASE_URL: string | null = null;
  @Text() DATA_DIR = './data-local';
  @RedisUrl() REDIS_URL: string | null = null;
  @Whole(1, 3650) TRANSCRIPT_RETENTION_DAYS = 30;
  @Text() MENU_FILE = 'data/menu.json';
  @Url('https', 'http') MENU_URL: string | null = null;
  @Text() VOICE_FILE = 'data/voice.json';

  /** Opens everything. */
  @Token() OPS_TOKEN: string | null = null;
  /** Opens the kitchen's paths: orders and the menu. */
  @Token() KITCHEN_TOKEN: string | null = null;
  /** Opens /metrics. */
  @Token() METRICS_TOKEN: string | null = null;
  @CidrList() ALLOWED_CIDRS: readonly string[] = [];

  @Whole(1, 10_000) MAX_CONCURRENT_CALLS = 200;
  @Matches(new RegExp(`^(say|voicemail|dial:${E164})$`), {
    message: 'say, voicemail, or dial: and a phone number such as dial:+15551230100',
  })
  BUSY_POLICY = 'say';
  /** Milliseconds by which the event loop may be late before new calls get `BUSY_POLICY`; 0: any. */
  @Whole(0, 60_000) MAX_EVENT_LOOP_DELAY = 250;
  @Rate() RATE_LIMIT_CALLS_PER_CALLER = '6/60';
  /** The rate of all callers together who cannot be told apart, such as those who hide theirs. */
  @Rate() RATE_LIMIT_HIDDEN_CALLERS = '60/60';
  @Seconds(1, DAY_SECONDS) MAX_CALL_SECONDS = 1800;
  /** Provider cost of one call by list price, after which it ends in words; 0 for no cap. */
  @Decimal(0, 1000) MAX_CALL_COST_USD = 10;
  /** Largest order that is placed without a person, by its whole total in cents. */
  @Whole(1, 100_000_000) MAX_ORDER_CENTS = 50_000;
  /** Most orders that one call places without a person. */
  @Whole(1, 15) MAX_ORDERS_PER_CALL = 3;
  @Seconds(1, 3600) SILENCE_HANGUP_SECONDS = 60;
  @Seconds(0.1, 3600) WEBSOCKET_TIMEOUT = 30;
  @Seconds(0, 3600) DRAIN_HANDOVER_SECONDS = 20;
  @Seconds(0, 3600) DRAIN_TIMEOUT_SECONDS = 60;

  /**
   * Names and meaning of these are OpenTelemetry's, whose SDK reads them and further ones itself;
   * here they are checked, and decide whether it is loaded.
   */
  @Url('https', 'http') OTEL_EXPORTER_OTLP_ENDPOINT: string | null = null;
  @Url('https', 'http') OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: string | null = null;
  @Text() OTEL_EXPORTER_OTLP_HEADERS: string | null = null;
  @Text() OTEL_SERVICE_NAME: string | null = null;
  @Text() OTEL_RESOURCE_ATTRIBUTES: string | null = null;
  @Text(
    /^(parentbased_)?(always_on|always_off|traceidratio)$/,
    'always_on, always_off or traceidratio, also with parentbased_ in front',
  )
  OTEL_TRACES_SAMPLER: string | null = null;
  @Decimal(0, 1) OTEL_TRACES_SAMPLER_ARG: number | null = null;
  @Text(/^(otlp|none)$/, 'otlp or none') OTEL_TRACES_EXPORTER: string | null = null;
  @Flag() OTEL_SDK_DISABLED = false;

  @Url('https', 'http') ORDER_WEBHOOK_URL: string | null = null;
  @Text() ORDER_WEBHOOK_SECRET: string | null = null;
}
