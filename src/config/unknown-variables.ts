import { nearest, probablyMeant } from '../common/nearest.js';

/** A variable that looks like one of ours and is none. */
export interface UnknownVariable {
  readonly name: string;
  /** The variable whose name is nearest. */
  readonly nearest: string | null;
}

/** Variables that begin like this are meant for this server, unless they are in `FOREIGN`. */
const PREFIXES = [
  'OPENAI_',
  'TWILIO_',
  'REALTIME_',
  'VOICE_',
  'MENU_',
  'ORDER_',
  'KITCHEN_',
  'OPS_',
  'MAX_',
  'BUSY_',
  'RATE_LIMIT_',
  'RECONNECT_',
  'SILENCE_',
  'DRAIN_',
  'TRANSCRIPT_',
  'HUMAN_',
  'USE_REALTIME_',
  'ENABLE_REALTIME_',
];

/** Names with those prefixes that other programs read: SDKs, command lines, our own balancer. */
const FOREIGN = new Set([
  'MAX_MCP_OUTPUT_TOKENS',
  'MAX_THINKING_TOKENS',
  'OPENAI_ADMIN_KEY',
  'OPENAI_API_BASE',
  'OPENAI_API_TYPE',
  'OPENAI_API_VERSION',
  'OPENAI_CUSTOM_HEADERS',
  'OPENAI_LOG',
  'OPENAI_MODEL',
  'OPENAI_ORG',
  'OPENAI_ORGANIZATION',
  'OPENAI_ORG_ID',
  'OPENAI_PROJECT',
  'OPENAI_PROJECT_ID',
  'OPENAI_WEBHOOK_SECRET',
  'OPS_HOST',
  'TWILIO_API_KEY',
  'TWILIO_API_KEY_SECRET',
  'TWILIO_API_KEY_SID',
  'TWILIO_API_SECRET',
  'TWILIO_CA_BUNDLE',
  'TWILIO_EDGE',
  'TWILIO_LOG_LEVEL',
  'TWILIO_PROFILE',
  'TWILIO_REGION',
]);

/** What Kubernetes and Docker put in for a service, such as `ORDER_SERVICE_HOST`. */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP))(_|$)|^[A-Z_]+_PORT$/;

/** Of OpenTelemetry's variables its SDK reads many more than are known here. */
const OTEL = 'OTEL_';

/** Shorter names are near to too many others: `HOST` and `PORT` to `HOME` and `PWD`. */
const SHORTEST_TO_COMPARE = 6;

/**
 * The variables of an environment that were probably meant for this server and are not read by
 * it: near to a known name, or with one of our prefixes. In order of name.
 *
 * @param known names of all variables that are read.
 */
export function unknownVariables(
  env: Readonly<Record<string, unknown>>,
  known: readonly string[],
): readonly UnknownVariable[] {
  const comparable = known.filter((name) => name.length >= SHORTEST_TO_COMPARE);
  return Object.keys(env)
    .filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name) && !known.includes(name))
    .filter((name) => !FOREIGN.has(name) && !SERVICE_LINK.test(name) && !name.startsWith(OTEL))
    .filter(
      (name) =>
        probablyMeant(name, comparable) !== null ||
        PREFIXES.some((prefix) => name.startsWith(prefix)),
    )
    .toSorted()
    .map((name) => ({ name, nearest: nearest(name, comparable) }));
}
