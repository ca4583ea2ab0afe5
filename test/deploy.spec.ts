import { basename, dirname } from 'node:path';
import { readEnvironment } from '../src/config/environment.js';
import {
  at,
  filesIn,
  listAt,
  manifestsOf,
  type Mapping,
  metricNames,
  textOf,
  variablesOf,
  yamlOf,
} from './support/deployment.js';
import { faultsOf } from './support/kubernetes-schema.js';
import { K8S, manifest, manifestFiles, manifests } from './support/manifests.js';

const kustomization = yamlOf(`${K8S}/kustomization.yaml`);
const variables = variablesOf('.env.example', { commentedOut: true });

/** The paths of a controller's handlers, as Twilio asks them. */
function webhooksOf(source: string): string[] {
  const prefix = /@Controller\((?:'(.*)')?\)/.exec(source)?.[1] ?? '';
  return [...source.matchAll(/@Post\((.*)\)/g)].flatMap(([, argument = '']) => {
    const paths = [...argument.matchAll(/'([^']*)'/g)].map(([, path = '']) => path);
    return (paths.length > 0 ? paths : ['']).map((path) =>
      `/${prefix}/${path}`.replaceAll(/\/+/g, '/').replace(/\/$/, ''),
    );
  });
}

const drainSeconds = Number(variables.get('DRAIN_TIMEOUT_SECONDS'));

describe('The Kubernetes manifests', () => {
  const statefulSet = manifest('StatefulSet');
  const pod = at(statefulSet, 'spec.template.spec');
  const container = at(pod, 'containers.0');
  const labels = at(statefulSet, 'spec.template.metadata.labels');
  const settings = variablesOf(`${K8S}/settings.env`);

  it.each(manifestFiles)('%s is what Kubernetes accepts', (path) => {
    const documents = manifestsOf(path);
    expect(documents).not.toHaveLength(0);
    expect(documents.flatMap((document) => faultsOf(document))).toEqual([]);
  });

  it('are refused with a misspelt field, a wrong type, a missing field or an unknown kind', () => {
    const broken = (change: (spec: Record<string, unknown>) => void): string[] => {
      const copy = structuredClone(statefulSet) as { spec: Record<string, unknown> };
      change(copy.spec);
      return faultsOf({ ...copy });
    };
    expect(broken((spec) => (spec.podManagmentPolicy = 'Parallel'))).toEqual([
      '/spec/podManagmentPolicy: no such field',
    ]);
    expect(broken((spec) => (spec.minReadySeconds = '5'))).toEqual([
      '/spec/minReadySeconds: type {"type":"integer"}',
    ]);
    expect(broken((spec) => delete spec.selector)).toEqual([
      '/spec: required {"missingProperty":"selector"}',
    ]);
    expect(faultsOf({ ...statefulSet, apiVersion: 'apps/v2' })).toEqual([
      '/kind: apps/v2 StatefulSet is not known',
    ]);
  });

  it('are all in the kustomization, but for the example of a secret', () => {
    const resources = at(kustomization, 'resources');
    const files = manifestFiles
      .filter((path) => dirname(path) === K8S)
      .map((path) => basename(path));
    expect(files.filter((file) => file !== 'secret.example.yaml').sort()).toEqual(
      [...(resources as string[])].sort(),
    );
    for (const { envs } of listAt(kustomization, 'configMapGenerator')) {
      for (const file of envs as string[]) expect(filesIn(K8S)).toContain(`${K8S}/${file}`);
    }
  });

  it('name settings and secrets that exist, as variables that the server knows', () => {
    const secret = manifest('Secret', 'voiceplate-secrets');
    const maps = listAt(kustomization, 'configMapGenerator').map(({ name }) => name);
    expect(listAt(container, 'envFrom')).toEqual([
      { configMapRef: { name: maps[0] } },
      { secretRef: { name: at(secret, 'metadata.name') } },
    ]);
    const names = [
      ...settings.keys(),
      ...Object.keys(at(secret, 'stringData') as Mapping),
      ...listAt(container, 'env').map(({ name }) => String(name)),
    ];
    expect(names.filter((name) => !variables.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('hold no secret', () => {
    for (const value of Object.values(
      at(manifest('Secret', 'voiceplate-secrets'), 'stringData') as Mapping,
    )) {
      expect(value).toMatch(/^$|<.+>/);
    }
    expect([...settings.keys()].filter((name) => /TOKEN|SECRET|KEY$|SID/.test(name))).toEqual([]);
  });

  it('start a server once the secrets are filled in, with what is empty switched off', () => {
    const secret = at(manifest('Secret', 'voiceplate-secrets'), 'stringData') as Mapping;
    const filledIn = Object.entries(secret).map(([name, value]) => [
      name,
      String(value)
        .replace('<account SID>', `AC${'0'.repeat(32)}`)
        .replaceAll(/<(?:another )?long random text>/g, `${name}-of-16-letters`)
        .replace('<auth token>', 'a'.repeat(32))
        .replaceAll(/<[^>]+>/g, 'x'),
    ]);
    const config = readEnvironment({
      ...Object.fromEntries(settings),
      ...Object.fromEntries(filledIn),
    });
    expect(config.production).toBe(true);
    expect(config.twilio).toMatchObject({ humanNumbers: [], previousAuthToken: null });
    expect(config.storage.databaseUrl).toBe('postgres://x:x@x:5432/x');
    expect(config.storage.redis).toEqual({ kind: 'single', url: 'redis://:x@x:6379' });
  });

  it('ask for health where the server gives it', () => {
    const controller = textOf('src/health/health.controller.ts');
    const ports = listAt(container, 'ports');
    expect(ports).toEqual([{ name: 'http', containerPort: Number(settings.get('PORT')) }]);
    for (const probe of ['startup', 'readiness', 'liveness']) {
      const { path, port } = at(container, `${probe}Probe.httpGet`) as Mapping;
      expect(port).toBe('http');
      expect(controller).toContain(`@Get('${String(path).replace('/health/', '')}')`);
    }
  });

  it('give a pod the time to hand its calls over', () => {
    expect(Number(settings.get('DRAIN_TIMEOUT_SECONDS'))).toBe(drainSeconds);
    const [program, seconds] = at(container, 'lifecycle.preStop.exec.command') as string[];
    expect(program).toBe('sleep');
    expect(at(pod, 'terminationGracePeriodSeconds')).toBeGreaterThanOrEqual(
      Number(seconds) + drainSeconds + 10,
    );
  });

  it('select the pods by their labels', () => {
    expect(Object.keys(labels as object)).not.toEqual([]);
    const selectors = [
      at(statefulSet, 'spec.selector.matchLabels'),
      at(manifest('Service'), 'spec.selector'),
      at(manifest('Service', 'voiceplate-pods'), 'spec.selector'),
      at(manifest('PodDisruptionBudget'), 'spec.selector.matchLabels'),
      at(manifest('NetworkPolicy'), 'spec.podSelector.matchLabels'),
      ...listAt(pod, 'topologySpreadConstraints').map((one) =>
        at(one, 'labelSelector.matchLabels'),
      ),
    ];
    for (const selector of selectors) expect(selector).toEqual(labels);
  });

  it('lead from the ingress to the pods', () => {
    expect(at(statefulSet, 'spec.serviceName')).toBe('voiceplate-pods');
    const hosts = new Set<string>();
    for (const ingress of manifests.filter(({ kind }) => kind === 'Ingress')) {
      expect(listAt(ingress, 'spec.tls').flatMap(({ hosts: named }) => named)).toEqual(
        listAt(ingress, 'spec.rules').map(({ host }) => host),
      );
      for (const rule of listAt(ingress, 'spec.rules')) {
        hosts.add(`https://${String(rule.host)}`);
        for (const path of listAt(rule, 'http.paths')) {
          const { name: service, port } = at(path, 'backend.service') as Mapping;
          const ports = listAt(manifest('Service', String(service)), 'spec.ports');
          expect(ports).toContainEqual(expect.objectContaining(port));
        }
      }
    }
    expect([...hosts]).toEqual([settings.get('PUBLIC_URL'), 'https://ops.example.com']);
  });

  it('show the world what Twilio and a monitor ask and nothing else, and operators the rest', () => {
    const pathsUnder = (url: string | undefined): string[] =>
      manifests
        .filter(({ kind }) => kind === 'Ingress')
        .flatMap((ingress) => listAt(ingress, 'spec.rules'))
        .filter(({ host }) => `https://${String(host)}` === url)
        .flatMap((rule) => listAt(rule, 'http.paths'))
        .map(({ path, pathType }) => `${String(path)} ${String(pathType)}`);
    expect(pathsUnder(settings.get('PUBLIC_URL')).sort()).toEqual([
      '/call/status Exact',
      '/health/ready Exact',
      '/process-speech Exact',
      '/stream/status Exact',
      '/voice Prefix',
      '/ws/media Exact',
    ]);
    expect(pathsUnder('https://ops.example.com')).toEqual(['/ Prefix']);
  });

  it('lead what Twilio asks to the ingress that repeats requests', () => {
    // What is in `phone/` is asked by the page, in the place of Twilio.
    const source = filesIn('src/twilio').filter((path) =>
      /^src\/twilio\/[\w-]+\.controller\.ts$/.test(path),
    );
    const asked = source.map(textOf).flatMap(webhooksOf);
    expect(asked.length).toBeGreaterThan(5);
    const led = listAt(manifest('Ingress'), 'spec.rules.0.http.paths');
    const haproxy = textOf('deploy/haproxy/haproxy.cfg');
    const whole = /acl twilio path (.+)/.exec(haproxy)?.[1]?.split(' ') ?? [];
    const pattern = new RegExp(/acl twilio path_reg (.+)/.exec(haproxy)?.[1] ?? 'none');
    for (const path of asked) {
      const leads = (rule: Mapping): boolean =>
        path === rule.path ||
        (rule.pathType === 'Prefix' && path.startsWith(`${String(rule.path)}/`));
      expect([path, led.some(leads)]).toEqual([path, true]);
      expect([path, whole.includes(path) || pattern.test(path)]).toEqual([path, true]);
    }
  });

  it('keep orders on a disk that outlives the pod, and nothing else writable', () => {
    const claims = listAt(statefulSet, 'spec.volumeClaimTemplates');
    const mounts = listAt(container, 'volumeMounts');
    const data = mounts.find(({ mountPath }) => mountPath === settings.get('DATA_DIR'));
    expect(claims.map((claim) => at(claim, 'metadata.name'))).toEqual([data?.name]);
    expect(at(container, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(at(pod, 'securityContext.runAsNonRoot')).toBe(true);
  });

  it('scale by the calls of a pod, below what it takes', () => {
    const autoscaler = manifest('HorizontalPodAutoscaler');
    const { kind, name } = at(autoscaler, 'spec.scaleTargetRef') as Mapping;
    expect(manifest(String(kind), String(name))).toBe(statefulSet);
    const metric = at(autoscaler, 'spec.metrics.0.pods.metric.name');
    expect(metricNames()).toContain(metric);
    const target = Number(at(autoscaler, 'spec.metrics.0.pods.target.averageValue'));
    const replicas = Number(at(autoscaler, 'spec.minReplicas'));
    const lines = Number(settings.get('MAX_CONCURRENT_CALLS'));
    // The calls of a lost pod fit into the others.
    expect(target * replicas).toBeLessThanOrEqual(lines * (replicas - 1));
  });
});

describe('Alerts and dashboard', () => {
  const alerts = listAt(yamlOf('deploy/prometheus/alerts.yml'), 'groups').flatMap((group) =>
    listAt(group, 'rules'),
  );
  const dashboard = JSON.parse(textOf('deploy/grafana/dashboards/voiceplate.json')) as Mapping;
  const panels = listAt(dashboard, 'panels').filter(({ type }) => type !== 'row');
  const queries = panels.flatMap((panel) => listAt(panel, 'targets'));
  const expressions = [...alerts, ...queries].map(({ expr }) => String(expr));

  it('ask for metrics and labels that the server has', () => {
    const known = metricNames();
    const asked = expressions.flatMap(
      (text) => text.match(/\b(voiceplate|nodejs|process)_\w+/g) ?? [],
    );
    expect(asked.length).toBeGreaterThan(20);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
    const source = filesIn('src').map(textOf).join('\n');
    for (const text of expressions) {
      for (const [, value] of text.matchAll(/(?:outcome|result)="(\w+)"/g)) {
        expect(source).toContain(`'${value}'`);
      }
    }
  });

  it('say of every alert how urgent it is and what is the matter', () => {
    expect(alerts.length).toBeGreaterThan(5);
    for (const { alert, labels, annotations } of alerts) {
      expect(alert).toMatch(/^VoicePlate\w+$/);
      expect(at(labels, 'severity')).toMatch(/^(page|ticket)$/);
      expect(at(annotations, 'summary')).toMatch(/\.$/);
    }
  });

  it('take their figures from the source that is provisioned', () => {
    const sources = listAt(
      yamlOf('deploy/grafana/provisioning/datasources/prometheus.yml'),
      'datasources',
    );
    const uids = new Set(panels.map((panel) => at(panel, 'datasource.uid')));
    expect([...uids]).toEqual(sources.map(({ uid }) => uid));
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('show each figure in a panel of its own place, with a unit and a title', () => {
    expect(dashboard['schemaVersion']).toBe(41); // Grafana 11.6, as docker-compose.yml has it.
    const taken = new Set<string>();
    for (const panel of listAt(dashboard, 'panels')) {
      const { x, y, w, h } = at(panel, 'gridPos') as Readonly<Record<string, number>>;
      if (x === undefined || y === undefined || w === undefined || h === undefined) throw panel;
      expect(x + w).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column += 1) {
        for (let line = y; line < y + h; line += 1) {
          expect(taken.has(`${column} ${line}`)).toBe(false);
          taken.add(`${column} ${line}`);
        }
      }
    }
    for (const panel of panels) {
      expect(panel.title).toEqual(expect.stringMatching(/^[A-Z]/));
      expect(at(panel, 'fieldConfig.defaults.unit')).toMatch(/^(none|s|bytes|percentunit|cpm)$/);
      expect(listAt(panel, 'targets').map(({ refId }) => refId)).toEqual(
        listAt(panel, 'targets').map((_, index) => String.fromCodePoint(65 + index)),
      );
    }
  });
});
