import { AUDIO_FAULTS } from '../src/audio/audio-faults.js';
import { DEGRADABLE } from '../src/ops/standing-faults.js';
import { QUARANTINE_SOURCES } from '../src/storage/quarantine-source.js';
import { WEBHOOK_ROUTES } from '../src/twilio/twilio.metrics.js';
import { at, listAt, type Mapping, textOf, yamlOf } from './support/deployment.js';
import { promtool } from './support/promtool.js';
import { freePort } from './simulators/free-port.js';
import { type RunningApp, startApp } from './support/start-app.js';

/** One series that a query asks for: a name and the labels that it must have. */
interface Selector {
  readonly name: string;
  readonly labels: readonly string[];
}

function queries(): readonly string[] {
  const groups = listAt(yamlOf('deploy/prometheus/alerts.yml'), 'groups');
  const alerts = groups.flatMap((group) => listAt(group, 'rules'));
  const dashboard = JSON.parse(textOf('deploy/grafana/dashboards/voiceplate.json')) as Mapping;
  const targets = listAt(dashboard, 'panels').flatMap((panel) => listAt(panel, 'targets'));
  return [...alerts, ...targets].map((entry) => String(at(entry, 'expr')));
}

/** Names of our own with the labels behind them; `job` and `instance` are Prometheus' own. */
function selectorsOf(query: string): readonly Selector[] {
  return [...query.matchAll(/\b((?:voiceplate|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', labels = '']) => ({
      name,
      labels: labels.split(',').filter((label) => label !== '' && !/^(job|instance)=/.test(label)),
    }),
  );
}

/** Whether a line of `/metrics` has what a matcher, `name="value"` or `name=~"one|other"`, asks for. */
function matches(matcher: string, line: string): boolean {
  const [, label = '', values = ''] = /^(\w+)=~?"(.*)"$/.exec(matcher) ?? [];
  return values.split('|').some((value) => line.includes(`${label}="${value}"`));
}

const headers = { authorization: 'Bearer ops' };

describe('The metrics of a server that has had no call', () => {
  let running: RunningApp;
  let text: string;
  let lines: readonly string[];

  beforeAll(async () => {
    running = await startApp({
      OPS_TOKEN: 'ops',
      // What is not configured has no series; a server that is away has one.
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
      OPENAI_API_KEY: 'no-key',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_REALTIME_URL: 'ws://127.0.0.1:9',
      REALTIME_WARM_SESSIONS: '0',
    });
    text = await (await fetch(`${running.url}/metrics`, { headers })).text();
    lines = text.split('\n').filter((line) => !line.startsWith('#'));
  });
  afterAll(() => running.close());

  it('have every series that an alert or the dashboard asks for', () => {
    const asked = queries().flatMap(selectorsOf);
    expect(asked.length).toBeGreaterThan(20);
    const missing = asked.filter(
      ({ name, labels }) =>
        !lines.some(
          (line) =>
            new RegExp(`^${name}[ {]`).test(line) && labels.every((label) => matches(label, line)),
        ),
    );
    expect(missing).toEqual([]);
  });

  it('are named, typed and explained by the conventions of Prometheus', () => {
    expect(promtool(['check', 'metrics'], text)).toEqual({ ok: true, output: '' });
  });

  it('have a unit in their names where they have one, and bounds that are theirs', () => {
    const families = [...text.matchAll(/^# HELP (voiceplate_\w+) (.*)\n# TYPE \w+ (\w+)$/gm)];
    expect(families.length).toBeGreaterThan(40);
    for (const [, name = '', help = '', type = ''] of families) {
      expect([name, help]).toEqual([name, expect.stringMatching(/^.{5,}[^ ]$/)]);
      // Base units: no parts and multiples of seconds and bytes.
      expect(name).not.toMatch(/_(ms|millis\w*|minutes|hours|days|kb|mb|percent|count|sum)(_|$)/);
      if (type === 'counter') expect(name).toMatch(/_total$/);
      if (type === 'histogram') expect(name).toMatch(/_(seconds|ratio)$/);
    }
    const histograms = families.filter(([, , , type]) => type === 'histogram');
    for (const [, name = ''] of histograms) {
      const bounds = new Set(
        lines
          .filter((line) => line.startsWith(`${name}_bucket`))
          .map((line) => Number(/le="([^"+]+)"/.exec(line)?.[1] ?? Infinity)),
      );
      expect(bounds.size).toBeGreaterThanOrEqual(7);
      expect(bounds.size).toBeLessThanOrEqual(14);
    }
  });

  it('have no label that grows with calls, callers or orders', () => {
    const labels = new Set(
      lines
        .filter((line) => line.startsWith('voiceplate_'))
        .flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, label]) => label)),
    );
    expect([...labels].toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
      'channel',
      'fault',
      'fulfilment',
      'kind',
      'le',
      'model',
      'outcome',
      'provider',
      'queue',
      'reason',
      'result',
      'route',
      'service',
      'source',
      'status',
      'tool',
      'use',
      'what',
    ]);
  });

  it('know every webhook that there is', async () => {
    const { paths } = (await (await fetch(`${running.url}/docs-json`, { headers })).json()) as {
      readonly paths: Readonly<Record<string, { readonly post?: { readonly tags?: string[] } }>>;
    };
    const webhooks = Object.entries(paths).flatMap(([path, { post }]) =>
      post?.tags?.includes('twilio') ? [path] : [],
    );
    expect(webhooks.length).toBeGreaterThan(7);
    expect(webhooks.sort()).toEqual([...WEBHOOK_ROUTES].sort());
  });

  it.each([
    ['audio_faults_total', 'fault', [...AUDIO_FAULTS].toSorted()],
    ['calls_ended_total', 'outcome', ['finished', 'hung-up', 'lost', 'rejected', 'transferred']],
    ['kitchen_messages_total', 'result', ['delivered', 'failed', 'retried']],
    [
      'ops_requests_refused_total',
      'reason',
      ['missing', 'network', 'role', 'site', 'slowed', 'stranger', 'wrong'],
    ],
    [
      'provider_odd_events_total',
      'kind',
      ['audio', 'error', 'field', 'id', 'item', 'part', 'unreadable'],
    ],
    ['quarantined_entries', 'source', [...QUARANTINE_SOURCES].toSorted()],
    ['degraded', 'what', [...DEGRADABLE].toSorted()],
    ['queue_entries', 'queue', ['call-records', 'placed-orders', 'voicemails']],
    ['redis_commands_failed_total', 'reason', ['away', 'refused', 'silent']],
    ['redis_refusals_total', 'kind', ['misconf', 'noauth', 'oom', 'other', 'readonly']],
    ['redis_refusing', 'kind', ['misconf', 'noauth', 'oom', 'readonly']],
    [
      'stream_upgrades_refused_total',
      'reason',
      ['draining', 'fault', 'full', 'path', 'signature', 'stranger'],
    ],
    ['snapshots_failed_total', 'reason', ['away', 'fault', 'refused']],
    ['trace_spans_total', 'result', ['exported', 'failed']],
  ])('%s stands at 0 for each %s', (name, label, values) => {
    const found = lines.flatMap((line) => {
      const [, value] = new RegExp(`^voiceplate_${name}\\{${label}="([^"]+)"\\} `).exec(line) ?? [];
      return value === undefined ? [] : [value];
    });
    expect(found.toSorted()).toEqual(values);
  });
});
