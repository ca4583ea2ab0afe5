import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppConfig, type BusyPolicy, type CallRate, type TurnDetection } from './app-config.js';
import { BootError } from './boot-error.js';
import { EnvironmentVariables } from './environment-variables.js';
import { readRedisAddress } from './redis-address.js';
import { shortSecrets, unusableSecrets } from './secret-settings.js';
import { unusableSpeech } from './speech-settings.js';
import { unknownVariables, type UnknownVariable } from './unknown-variables.js';

/** Names of all variables that are read. */
const KNOWN_VARIABLES: readonly string[] = Object.keys(new EnvironmentVariables());

/** Ends the lines of what is refused in production alone. */
const IN_PRODUCTION = 'when NODE_ENV=production';

/** The environment cannot be used; one line per bad variable. */
export class EnvironmentError extends BootError {}

/** Environment variables as the process has them; an empty string counts as absent. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Validates the environment and derives every setting. Depends on its argument alone, apart from
 * the generated instance name.
 *
 * @throws EnvironmentError with one line for each bad variable or unsafe combination.
 */
export function readEnvironment(env: RawEnvironment): AppConfig {
  const given = presentVariables(env);
  const variables = plainToInstance(EnvironmentVariables, given);
  const faults = new Map<string, string>();
  for (const { property, constraints } of validateSync(variables, { stopAtFirstError: true })) {
    const allowed = Object.values(constraints ?? {})[0] ?? 'another value';
    faults.set(property, `${property}: ${shown(property, given[property])}; use ${allowed}`);
  }
  for (const [name, line] of unsafeCombinations(variables)) {
    if (!faults.has(name)) {
      faults.set(name, `${name}: ${line}`);
    }
  }
  if (faults.size > 0) {
    throw new EnvironmentError([...faults.values()]);
  }
  return toAppConfig(variables, unknownVariables(env, KNOWN_VARIABLES));
}

function presentVariables(env: RawEnvironment): Record<string, string> {
  const present: Record<string, string> = {};
  for (const name of KNOWN_VARIABLES) {
    const value = env[name]?.trim();
    if (value) {
      present[name] = value;
    }
  }
  return present;
}

/** The value as it may be printed: credentials never are, in whatever variable they sit. */
function shown(name: string, value = ''): string {
  const secret =
    /KEY|TOKEN|SECRET|^(DATABASE|REDIS)_URL$/.test(name) ||
    (name.endsWith('URL') && /[@?]|passw/i.test(value));
  return secret ? 'the value (hidden) is not allowed' : `${JSON.stringify(value)} is not allowed`;
}

function unsafeCombinations(env: EnvironmentVariables): [name: string, line: string][] {
  const found: [string, string][] = [];
  if ((env.SSL_CERT_PATH === null) !== (env.SSL_KEY_PATH === null)) {
    const [missing, present] =
      env.SSL_CERT_PATH === null
        ? ['SSL_CERT_PATH', 'SSL_KEY_PATH']
        : ['SSL_KEY_PATH', 'SSL_CERT_PATH'];
    found.push([missing, `missing; set it together with ${present}, or neither`]);
  }
  found.push(...unusableSpeech(env), ...unusableSecrets(env));
  if (env.NODE_ENV !== 'production') {
    return found;
  }
  if (env.TWILIO_WEBHOOK_VALIDATION === false) {
    found.push(['TWILIO_WEBHOOK_VALIDATION', `"false" is not allowed ${IN_PRODUCTION}; use true`]);
  }
  if (env.TWILIO_AUTH_TOKEN === null) {
    found.push([
      'TWILIO_AUTH_TOKEN',
      `missing; required ${IN_PRODUCTION} to check Twilio's signatures`,
    ]);
  }
  if (env.OPS_TOKEN === null) {
    found.push(['OPS_TOKEN', `missing; required ${IN_PRODUCTION} to protect calls and orders`]);
  }
  if (!env.PUBLIC_URL?.toLowerCase().startsWith('https://')) {
    const value = env.PUBLIC_URL === null ? 'missing' : shown('PUBLIC_URL', env.PUBLIC_URL);
    found.push(['PUBLIC_URL', `${value}; use a URL that starts with https:// ${IN_PRODUCTION}`]);
  }
  if (env.ORDER_WEBHOOK_URL !== null && env.ORDER_WEBHOOK_SECRET === null) {
    found.push([
      'ORDER_WEBHOOK_SECRET',
      `missing; required ${IN_PRODUCTION} with ORDER_WEBHOOK_URL`,
    ]);
  }
  return [...found, ...shortSecrets(env), ...plainConnections(env)];
}

/** Variables with a URL that would carry keys, voices or orders in plain text over a network. */
function plainConnections(env: EnvironmentVariables): [name: string, line: string][] {
  return Object.entries(env)
    .map(([name, value]: [string, unknown]) => [name, String(value)] as const)
    .filter(([name, value]) => name.endsWith('_URL') && URL.canParse(value))
    .filter(([, value]) => /^(http|ws):/i.test(value) && !isLoopbackUrl(value))
    .map(([name, value]) => [
      name,
      `${shown(name, value)}; use ${new URL(value).protocol.replace(':', 's://')} ` +
        `or a loopback address ${IN_PRODUCTION}`,
    ]);
}

function toAppConfig(env: EnvironmentVariables, unknown: readonly UnknownVariable[]): AppConfig {
  const production = env.NODE_ENV === 'production';
  const host = env.HOST ?? (env.TWILIO_AUTH_TOKEN === null ? '127.0.0.1' : '0.0.0.0');
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  // Nothing can be checked without a token; the order line then works only where no stranger
  // can ask: a loopback listener without a public address.
  const local = isLoopbackName(host) && isLoopbackUrl(publicUrl);
  const config: AppConfig = {
    production,
    instance: env.INSTANCE_ID ?? `${hostname()}-${randomBytes(3).toString('hex')}`,
    service: PACKAGE.name,
    version: PACKAGE.version,
    logLevel: env.LOG_LEVEL,
    tracing: exportsSpans(env),
    logFile: env.LOG_FILE,
    unknownVariables: unknown,
    http: {
      host,
      port: env.PORT,
      publicUrl,
      mediaStreamUrl:
        env.TWILIO_MEDIA_STREAM_URL ?? `${publicUrl.replace(/^http/i, 'ws')}/ws/media`,
      tls:
        env.SSL_CERT_PATH && env.SSL_KEY_PATH
          ? { certPath: env.SSL_CERT_PATH, keyPath: env.SSL_KEY_PATH }
          : null,
      trustProxy: toTrustProxy(env.TRUST_PROXY),
      phonePage: env.ENABLE_PHONE ?? !production,
    },
    openai: {
      apiKey: env.OPENAI_API_KEY,
      baseUrl: env.OPENAI_BASE_URL,
      realtimeUrl: env.OPENAI_REALTIME_URL,
      realtimeModel: env.OPENAI_REALTIME_MODEL,
      realtimeVoice: env.OPENAI_REALTIME_VOICE,
      reasoningEffort:
        env.OPENAI_REALTIME_REASONING_EFFORT === 'auto'
          ? null
          : env.OPENAI_REALTIME_REASONING_EFFORT,
      noiseReduction:
        env.OPENAI_REALTIME_NOISE_REDUCTION === 'off' ? null : env.OPENAI_REALTIME_NOISE_REDUCTION,
      retentionRatio: env.OPENAI_REALTIME_RETENTION_RATIO,
      transcriptionModel: env.OPENAI_TRANSCRIPTION_MODEL,
      chatModel: env.OPENAI_CHAT_MODEL,
      speechModel: env.OPENAI_SPEECH_MODEL,
      speechUrl: env.OPENAI_SPEECH_URL,
      speechApiKey: env.OPENAI_SPEECH_API_KEY,
      turnDetection: toTurnDetection(env),
    },
    ladder: {
      providers: env.VOICE_PROVIDERS,
      realtimeEnabled: env.USE_REALTIME_API,
      fallbackEnabled: env.ENABLE_REALTIME_FALLBACK,
      maxReconnectAttempts: env.MAX_RECONNECT_ATTEMPTS,
      reconnectDelayMs: toMs(env.RECONNECT_DELAY),
      warmSessions: env.OPENAI_API_KEY === null ? 0 : (env.REALTIME_WARM_SESSIONS ?? 1),
    },
    twilio: {
      accountSid: env.TWILIO_ACCOUNT_SID,
      authToken: env.TWILIO_AUTH_TOKEN,
      previousAuthToken: env.TWILIO_AUTH_TOKEN_PREVIOUS,
      apiUrl: env.TWILIO_API_URL,
      validateWebhooks: env.TWILIO_WEBHOOK_VALIDATION ?? !(env.TWILIO_AUTH_TOKEN === null && local),
      humanNumbers: env.HUMAN_TRANSFER_NUMBER,
    },
    storage: {
      databaseUrl: env.DATABASE_URL,
      dataDir: env.DATA_DIR,
      redis: env.REDIS_URL === null ? null : readRedisAddress(env.REDIS_URL),
      transcriptRetentionDays: env.TRANSCRIPT_RETENTION_DAYS,
    },
    menu: { file: env.MENU_FILE, url: env.MENU_URL },
    voiceFile: env.VOICE_FILE,
    ops: {
      token: env.OPS_TOKEN,
      kitchenToken: env.KITCHEN_TOKEN,
      metricsToken: env.METRICS_TOKEN,
      allowedCidrs: env.ALLOWED_CIDRS,
      trustsThisMachine: trustsThisMachine(env),
    },
    limits: {
      maxConcurrentCalls: env.MAX_CONCURRENT_CALLS,
      busyPolicy: toBusyPolicy(env.BUSY_POLICY),
      maxEventLoopDelayMs: env.MAX_EVENT_LOOP_DELAY,
      callerRate: toRate(env.RATE_LIMIT_CALLS_PER_CALLER),
      hiddenCallersRate: toRate(env.RATE_LIMIT_HIDDEN_CALLERS),
      maxCallMs: toMs(env.MAX_CALL_SECONDS),
      maxCallCostUsd: env.MAX_CALL_COST_USD,
      maxOrderCents: env.MAX_ORDER_CENTS,
      maxOrdersPerCall: env.MAX_ORDERS_PER_CALL,
      silenceHangupMs: toMs(env.SILENCE_HANGUP_SECONDS),
      mediaTimeoutMs: toMs(env.WEBSOCKET_TIMEOUT),
    },
    drain: {
      handoverMs: toMs(env.DRAIN_HANDOVER_SECONDS),
      timeoutMs: toMs(env.DRAIN_TIMEOUT_SECONDS),
    },
    orderWebhook:
      env.ORDER_WEBHOOK_URL === null
        ? null
        : { url: env.ORDER_WEBHOOK_URL, secret: env.ORDER_WEBHOOK_SECRET },
  };
  return Object.assign(new AppConfig(), config);
}

/**
 * Whether a request from this machine may go without a token. A Twilio account, a public address
 * and a proxy each say that others reach us, and their requests may arrive from this machine, too.
 */
function trustsThisMachine(env: EnvironmentVariables): boolean {
  const signs = [
    env.OPS_TOKEN,
    env.KITCHEN_TOKEN,
    env.METRICS_TOKEN,
    env.TWILIO_AUTH_TOKEN,
    env.TWILIO_AUTH_TOKEN_PREVIOUS,
    toTrustProxy(env.TRUST_PROXY),
  ];
  const urls = [env.PUBLIC_URL, env.TWILIO_MEDIA_STREAM_URL];
  return (
    signs.every((sign) => sign === null) && urls.every((url) => url === null || isLoopbackUrl(url))
  );
}

/** A collector is named, and no variable says otherwise. */
function exportsSpans(env: EnvironmentVariables): boolean {
  const named = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const off = env.OTEL_SDK_DISABLED || env.OTEL_TRACES_EXPORTER === 'none';
  return !off && (named !== null || env.OTEL_TRACES_EXPORTER === 'otlp');
}

function toTurnDetection(env: EnvironmentVariables): TurnDetection {
  return env.OPENAI_TURN_DETECTION === 'semantic_vad'
    ? { kind: 'semantic_vad', eagerness: env.OPENAI_VAD_EAGERNESS }
    : {
        kind: 'server_vad',
        threshold: env.OPENAI_VAD_THRESHOLD,
        silenceMs: env.OPENAI_VAD_SILENCE_MS,
      };
}

function toBusyPolicy(text: string): BusyPolicy {
  if (text.startsWith('dial:')) {
    return { kind: 'dial', number: text.slice('dial:'.length) };
  }
  return { kind: text === 'voicemail' ? 'voicemail' : 'say' };
}

function toRate(text: string): CallRate {
  const [calls, seconds] = text.split('/').map(Number);
  return { calls: calls ?? 0, windowMs: toMs(seconds ?? 0) };
}

/** `true` is one proxy: trusting every hop would let a client choose its own address. */
function toTrustProxy(text: string | null): string | null {
  switch (text?.toLowerCase()) {
    case undefined:
    case 'false':
    case '0':
      return null;
    case 'true':
      return '1';
    default:
      return text;
  }
}

function isLoopbackUrl(url: string): boolean {
  return isLoopbackName(new URL(url).hostname);
}

function isLoopbackName(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** The two fields of package.json that `/status` shows; two levels up from `src` and `dist`. */
const PACKAGE = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly name: string; readonly version: string };
