import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { at, listAt, yamlOf } from './support/deployment.js';
import { promtool } from './support/promtool.js';

const RULES = 'deploy/prometheus/alerts.yml';

/** Series by name and labels, each with its values minute by minute (promtool's notation). */
type Series = Readonly<Record<string, string>>;

/** When an alert fires. `well` are the values under which it must not. */
interface Case {
  readonly alert: string;
  readonly sick: Series;
  readonly well: Series;
  /** Minute at which it fires; before `notBefore` it does not yet. */
  readonly at: number;
  readonly notBefore?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

const ONE = 'instance="one"';

/** A counter of which one is added in minute 2; a counter that stands. */
function grows(series: string, by = '0 0 1x60'): Pick<Case, 'sick' | 'well'> {
  return { sick: { [series]: by }, well: { [series]: '7x60' } };
}

/** A gauge that has a bad value, and one that has a good one. */
function stands(series: string, bad: number, good: number): Pick<Case, 'sick' | 'well'> {
  return { sick: { [series]: `${bad}x60` }, well: { [series]: `${good}x60` } };
}

/** Observations of which all are below `high` seconds and none below `low`; and all below both. */
function slow(name: string, low: string, high: string, labels = ''): Pick<Case, 'sick' | 'well'> {
  const bucket = (le: string): string =>
    `${name}_bucket{${[labels, `le="${le}"`].filter(Boolean).join()}}`;
  const [first, second, last] = [bucket(low), bucket(high), bucket('+Inf')];
  return {
    sick: { [first]: '0x60', [second]: '0+10x60', [last]: '0+10x60' },
    well: { [first]: '0+10x60', [second]: '0+10x60', [last]: '0+10x60' },
  };
}

/**
 * Streams that have ended, by what was measured on each: three of ten above 0.03; and one of ten, as
 * where one caller's telephone is to blame.
 */
function ofStreams(name: string): Pick<Case, 'sick' | 'well'> {
  const counted = (good: string): Series => ({
    [`${name}_bucket{le="0.03"}`]: good,
    [`${name}_bucket{le="0.05"}`]: '0+10x60',
    [`${name}_bucket{le="+Inf"}`]: '0+10x60',
    [`${name}_count`]: '0+10x60',
  });
  return { sick: counted('0+7x60'), well: counted('0+9x60') };
}

const CASES: readonly Case[] = [
  { alert: 'NobodyTakesCalls', ...stands('voiceplate_ready', 0, 1), at: 2, notBefore: 0 },
  {
    alert: 'ReplicaAway',
    ...stands(`up{job="voiceplate",${ONE}}`, 0, 1),
    at: 3,
    notBefore: 1,
    labels: { job: 'voiceplate', instance: 'one' },
  },
  {
    alert: 'NearlyFull',
    sick: { voiceplate_calls_active: '81x60', voiceplate_calls_max: '100x60' },
    well: { voiceplate_calls_active: '80x60', voiceplate_calls_max: '100x60' },
    at: 3,
    notBefore: 1,
  },
  { alert: 'CallsRejected', ...grows('voiceplate_calls_ended_total{outcome="rejected"}'), at: 3 },
  { alert: 'CallsLost', ...grows('voiceplate_calls_ended_total{outcome="lost"}'), at: 3 },
  {
    alert: 'StreamsRefused',
    sick: { 'voiceplate_stream_upgrades_refused_total{reason="signature"}': '0 0 1x60' },
    well: { 'voiceplate_stream_upgrades_refused_total{reason="full"}': '0 0 9x60' },
    at: 3,
    labels: { reason: 'signature' },
  },
  {
    alert: 'OneWayAudio',
    sick: { 'voiceplate_audio_faults_total{fault="one-way-in"}': '0 0 4x60' },
    well: {
      'voiceplate_audio_faults_total{fault="one-way-in"}': '0 0 1x60',
      'voiceplate_audio_faults_total{fault="one-way-out"}': '0 0 1x60',
      'voiceplate_audio_faults_total{fault="loss"}': '0+5x60',
    },
    at: 4,
    labels: { fault: 'one-way-in' },
  },
  {
    alert: 'ProviderUnusable',
    ...stands('voiceplate_provider_usable{provider="openai-realtime"}', 0, 1),
    at: 3,
    notBefore: 1,
    labels: { provider: 'openai-realtime' },
  },
  {
    alert: 'OrdersWait',
    ...stands(`voiceplate_queue_entries{queue="placed-orders",${ONE}}`, 1, 0),
    at: 2,
    notBefore: 0,
    labels: { instance: 'one' },
  },
  { alert: 'KitchenLost', ...grows('voiceplate_kitchen_messages_total{result="failed"}'), at: 3 },
  {
    alert: 'KitchenRetries',
    ...grows('voiceplate_kitchen_messages_total{result="retried"}', '0+2x60'),
    at: 12,
    notBefore: 2,
  },
  { alert: 'RedisAway', ...stands('voiceplate_redis_up', 0, 1), at: 2, notBefore: 0 },
  { alert: 'DatabaseAway', ...stands('voiceplate_database_up', 0, 1), at: 2, notBefore: 0 },
  { alert: 'OrdersNotSaved', ...grows('voiceplate_orders_not_saved_total'), at: 3 },
  {
    alert: 'DatabaseRefusesWrites',
    sick: {
      [`voiceplate_database_writable{${ONE}}`]: '0x60',
      [`voiceplate_database_up{${ONE}}`]: '1x60',
    },
    well: {
      [`voiceplate_database_writable{${ONE}}`]: '1x60',
      [`voiceplate_database_up{${ONE}}`]: '1x60',
    },
    at: 2,
    notBefore: 0,
    labels: { instance: 'one' },
  },
  {
    alert: 'DiskNearlyFull',
    ...stands(`voiceplate_degraded{what="disk",${ONE}}`, 1, 0),
    at: 2,
    notBefore: 0,
    labels: { instance: 'one' },
  },
  {
    alert: 'RedisRefuses',
    ...stands('voiceplate_redis_refusing{kind="oom"}', 1, 0),
    at: 2,
    notBefore: 0,
    labels: { kind: 'oom' },
  },
  {
    alert: 'SnapshotsFail',
    sick: {
      'voiceplate_snapshots_failed_total{reason="refused"}': '0x60',
      'voiceplate_snapshots_failed_total{reason="fault"}': '0 0 1x60',
    },
    well: {
      'voiceplate_snapshots_failed_total{reason="refused"}': '0x60',
      'voiceplate_snapshots_failed_total{reason="fault"}': '0x60',
      'voiceplate_snapshots_failed_total{reason="away"}': '0+5x60',
    },
    at: 5,
    notBefore: 1,
  },
  {
    alert: 'RecordsUnwritable',
    ...grows(`voiceplate_records_unwritable_total{source="calls",reason="disk",${ONE}}`),
    at: 3,
    labels: { instance: 'one', source: 'calls' },
  },
  {
    alert: 'OrdersQuarantined',
    ...stands(`voiceplate_quarantined_entries{source="placed-orders",${ONE}}`, 1, 0),
    at: 1,
    labels: { instance: 'one' },
  },
  {
    alert: 'Quarantine',
    ...stands(`voiceplate_quarantined_entries{source="calls",${ONE}}`, 1, 0),
    at: 6,
    notBefore: 4,
    labels: { instance: 'one', source: 'calls' },
  },
  { alert: 'SlowAnswers', ...slow('voiceplate_response_seconds', '2', '3'), at: 12, notBefore: 4 },
  {
    alert: 'WebhooksSlow',
    ...slow('voiceplate_webhook_duration_seconds', '2', '5', 'route="/voice"'),
    at: 12,
    notBefore: 4,
    labels: { route: '/voice' },
  },
  {
    alert: 'ToolsFail',
    ...grows('voiceplate_tool_duration_seconds_count{tool="add_item",result="failed"}', '0+1x60'),
    at: 9,
    notBefore: 2,
    labels: { tool: 'add_item' },
  },
  {
    alert: 'AudioLate',
    ...stands(`nodejs_eventloop_lag_p99_seconds{${ONE}}`, 0.06, 0.05),
    at: 3,
    notBefore: 1,
    labels: { instance: 'one' },
  },
  { alert: 'AudioLoss', ...ofStreams('voiceplate_audio_loss_ratio'), at: 40, notBefore: 4 },
  { alert: 'AudioJitter', ...ofStreams('voiceplate_audio_jitter_seconds'), at: 40, notBefore: 4 },
  {
    alert: 'AudioFaults',
    sick: {
      'voiceplate_audio_faults_total{fault="echo"}': '0+1x60',
      voiceplate_audio_jitter_seconds_count: '0+5x60',
    },
    well: {
      'voiceplate_audio_faults_total{fault="echo"}': '0+1x60',
      'voiceplate_audio_faults_total{fault="clipping"}': '0 0 4x60',
      voiceplate_audio_jitter_seconds_count: '0+12x60',
    },
    at: 60,
    notBefore: 3,
    labels: { fault: 'echo' },
  },
  {
    alert: 'WebhooksRefused',
    ...grows('voiceplate_webhooks_refused_total', '0+12x60'),
    at: 12,
    notBefore: 4,
  },
  { alert: 'WebhooksFail', ...grows('voiceplate_webhook_faults_total'), at: 3 },
  {
    alert: 'ModelEnds',
    // Time begins at 1970 in these tests.
    ...stands(
      'voiceplate_model_shutdown_timestamp_seconds{model="whisper-1",use="transcription"}',
      13 * 86_400,
      16 * 86_400,
    ),
    at: 11,
    notBefore: 9,
    labels: { model: 'whisper-1', use: 'transcription' },
  },
  {
    alert: 'TracesLost',
    ...grows(`voiceplate_trace_spans_total{result="failed",${ONE}}`, '0+3x60'),
    at: 20,
    notBefore: 10,
    labels: { instance: 'one' },
  },
  {
    alert: 'RetentionOverdue',
    ...stands('voiceplate_retention_overdue_rows{kind="calls"}', 1, 0),
    at: 181,
    notBefore: 179,
    labels: { kind: 'calls' },
  },
  {
    alert: 'TokensGuessed',
    ...grows('voiceplate_ops_requests_refused_total{reason="wrong"}', '0+12x60'),
    at: 12,
    notBefore: 4,
  },
];

const rules = listAt(yamlOf(RULES), 'groups').flatMap((group) => listAt(group, 'rules'));

/** What an alert says of its labels. */
function summaryOf(alert: string, labels: Readonly<Record<string, string>>): string {
  const rule = rules.find((one) => one.alert === alert);
  return String(at(rule, 'annotations.summary')).replaceAll(
    /\{\{ \$labels\.(\w+) \}\}/g,
    (_, label: string) => labels[label] ?? `(${label})`,
  );
}

function testsOf({ alert: name, sick, well, at: minute, notBefore, labels = {} }: Case): object[] {
  const alert = `VoicePlate${name}`;
  const rule = rules.find((one) => one.alert === alert);
  const fired = {
    exp_labels: { severity: at(rule, 'labels.severity'), ...labels },
    exp_annotations: { summary: summaryOf(alert, labels) },
  };
  // Values are given for an hour; the one alert that waits longer gets them for four.
  const seriesOf = (series: Series) =>
    Object.entries(series).map(([key, values]) => ({
      series: key,
      values: values.replace(/x60$/, 'x240'),
    }));
  const asked = (eval_time: number, exp_alerts: object[]) => ({
    eval_time: `${eval_time}m`,
    alertname: alert,
    exp_alerts,
  });
  const early = notBefore === undefined ? [] : [asked(notBefore, [])];
  return [
    {
      name: `${alert} fires`,
      interval: '1m',
      input_series: seriesOf(sick),
      alert_rule_test: [...early, asked(minute, [fired])],
    },
    {
      name: `${alert} is quiet`,
      interval: '1m',
      input_series: seriesOf(well),
      alert_rule_test: [asked(minute, [])],
    },
  ];
}

describe('The alerts', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'voiceplate-alerts-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Promtool's verdict on these cases. */
  function verdict(cases: readonly Case[]): ReturnType<typeof promtool> {
    const file = join(folder, 'alerts.test.yml');
    // JSON is YAML.
    const tests = {
      rule_files: [resolve(RULES)],
      evaluation_interval: '1m',
      tests: cases.flatMap(testsOf),
    };
    writeFileSync(file, JSON.stringify(tests));
    return promtool(['test', 'rules', file]);
  }

  it('are rules that Prometheus takes', () => {
    expect(promtool(['check', 'rules', '--lint-fatal', RULES])).toMatchObject({ ok: true });
  });

  it('are each tested', () => {
    expect(CASES.map(({ alert }) => `VoicePlate${alert}`)).toEqual(rules.map(({ alert }) => alert));
  });

  it('fire when they should, say what is the matter, and are quiet otherwise', () => {
    expect(verdict(CASES)).toEqual({ ok: true, output: expect.stringContaining('SUCCESS') });
  });

  it('would be found silent', () => {
    const [first] = CASES;
    expect(verdict([{ ...(first as Case), sick: (first as Case).well }])).toMatchObject({
      ok: false,
      output: expect.stringContaining('VoicePlateNobodyTakesCalls'),
    });
  });
});
