import { AUDIO_FAULTS } from '../src/audio/audio-faults.js';
import { DEGRADABLE } from '../src/ops/standing-faults.js';
import { QUARANTINE_SOURCES } from '../src/storage/quarantine-source.js';
import { at, listAt, type Mapping, textOf, yamlOf } from './support/deployment.js';
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

describe('The metrics of a server that has had no call', () => {
  let running: RunningApp;
  let lines: readonly string[];

  beforeAll(async () => {
    running = await startApp({
      OPS_TOKEN: 'ops',
      // What is not configured has no series; a server that is away has one.
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    });
    const headers = { authorization: 'Bearer ops' };
    const text = await (await fetch(`${running.url}/metrics`, { headers })).text();
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
            new RegExp(`^${name}[ {]`).test(line) && labels.every((label) => line.includes(label)),
        ),
    );
    expect(missing).toEqual([]);
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
    ['orders_placed_total', 'fulfilment', ['delivery', 'pickup']],
    [
      'provider_odd_events_total',
      'kind',
      ['audio', 'error', 'field', 'id', 'item', 'part', 'unreadable'],
    ],
    ['quarantined', 'source', [...QUARANTINE_SOURCES].toSorted()],
    ['degraded', 'what', [...DEGRADABLE].toSorted()],
    ['redis_commands_failed_total', 'reason', ['away', 'refused', 'silent']],
    ['redis_refusals_total', 'kind', ['misconf', 'noauth', 'oom', 'other', 'readonly']],
    ['redis_refusing', 'kind', ['misconf', 'noauth', 'oom', 'readonly']],
    ['snapshots_failed_total', 'reason', ['away', 'fault', 'refused']],
  ])('%s stands at 0 for each %s', (name, label, values) => {
    const found = lines.flatMap((line) => {
      const [, value] = new RegExp(`^voiceplate_${name}\\{${label}="([^"]+)"\\} `).exec(line) ?? [];
      return value === undefined ? [] : [value];
    });
    expect(found.toSorted()).toEqual(values);
  });
});
