import { EnvironmentVariables } from './environment-variables.js';
import { readEnvironment } from './environment.js';
import { unknownVariables } from './unknown-variables.js';

const KNOWN = Object.keys(new EnvironmentVariables());

function unknown(...names: string[]): readonly string[] {
  const env = Object.fromEntries(names.map((name) => [name, '1']));
  return unknownVariables(env, KNOWN).map(({ name, nearest }) => `${name} → ${nearest}`);
}

describe('unknownVariables', () => {
  it.each([
    ['MAX_CONCURENT_CALLS', 'MAX_CONCURRENT_CALLS'],
    ['OPENAI_KEY', 'OPENAI_API_KEY'],
    ['TWILIO_TOKEN', 'TWILIO_AUTH_TOKEN'],
    ['DATADIR', 'DATA_DIR'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['ORDER_WEBHOOK', 'ORDER_WEBHOOK_URL'],
    ['SSL_CERTPATH', 'SSL_CERT_PATH'],
    ['OPS_TOKENS', 'OPS_TOKEN'],
  ])('finds %s, the nearest being %s', (name, nearest) => {
    expect(unknown(name)).toEqual([`${name} → ${nearest}`]);
  });

  it('knows what it reads', () => {
    expect(unknown(...KNOWN)).toEqual([]);
  });

  it('leaves alone what a machine, a shell, npm, a container or a cluster sets', () => {
    const names = `
      PATH HOME PWD OLDPWD SHELL SHLVL TERM LANG LC_ALL USER _ HOSTNAME HOSTTYPE LOGNAME MAIL
      EDITOR DISPLAY TMPDIR TZ CI NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_VERSION
      YARN_VERSION npm_config_cache npm_lifecycle_event INIT_CWD NO_COLOR FORCE_COLOR
      SSL_CERT_FILE SSL_CERT_DIR HTTP_PROXY HTTPS_PROXY NO_PROXY DEBUG
      KUBERNETES_SERVICE_HOST KUBERNETES_PORT_443_TCP_ADDR VOICEPLATE_SERVICE_PORT
      ORDER_SERVICE_HOST ORDER_PORT ORDER_PORT_80_TCP ORDER_PORT_80_TCP_PROTO
      POSTGRES_PASSWORD PGHOST PGDATA REDIS_HOST REDIS_PORT DATABASE_HOST SYSTEMD_EXEC_PID
      INVOCATION_ID JOURNAL_STREAM XDG_RUNTIME_DIR`;
    expect(unknown(...names.trim().split(/\s+/))).toEqual([]);
  });

  it('leaves alone what the SDKs of OpenAI and Twilio read themselves', () => {
    expect(
      unknown('OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_LOG', 'TWILIO_REGION', 'TWILIO_EDGE'),
    ).toEqual([]);
  });

  it('leaves alone what the SDK of OpenTelemetry reads itself', () => {
    expect(
      unknown('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'OTEL_BSP_MAX_QUEUE_SIZE', 'OTEL_LOGS_EXPORTER'),
    ).toEqual([]);
  });

  it('is part of the settings, without any value', () => {
    expect(readEnvironment({ MAX_CONCURENT_CALLS: '5' }).unknownVariables).toEqual([
      { name: 'MAX_CONCURENT_CALLS', nearest: 'MAX_CONCURRENT_CALLS' },
    ]);
  });
});
