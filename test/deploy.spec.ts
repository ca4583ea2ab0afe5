import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Redis } from 'ioredis';
import { readEnvironment } from '../src/config/environment.js';
import { freePort } from './simulators/free-port.js';
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

/** `75s` and the like. */
function secondsOf(duration: unknown): number {
  return Number(/^(\d+)s$/.exec(String(duration))?.[1]);
}

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
        .replaceAll(/<(?:another )?long random text>/g, 'x'.repeat(16))
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
    const source = filesIn('src/twilio').filter((path) => path.endsWith('.controller.ts'));
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

describe('docker-compose.yml', () => {
  const compose = yamlOf('docker-compose.yml');
  const services = Object.entries(at(compose, 'services') as Record<string, Mapping>);
  const replicas = services.filter(([, service]) => service.build !== undefined);

  it('starts two replicas with names, disks and time to hand their calls over', () => {
    expect(replicas.map(([name]) => name)).toEqual(['voiceplate-1', 'voiceplate-2']);
    for (const [name, service] of replicas) {
      expect(at(service, 'environment.INSTANCE_ID')).toBe(name);
      expect(secondsOf(service.stop_grace_period)).toBeGreaterThanOrEqual(drainSeconds + 10);
      const dataDir = String(at(service, 'environment.DATA_DIR'));
      expect(service.volumes).toEqual([`${name}-data:${dataDir}`]);
      expect(Object.keys(compose.volumes as Mapping)).toContain(`${name}-data`);
    }
  });

  it('sets variables that the server knows', () => {
    for (const [, { environment }] of replicas) {
      const names = Object.keys(environment as Mapping);
      expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'NODE_ENV']));
      expect(names.filter((name) => !variables.has(name))).toEqual([]);
    }
  });

  it('points the balancer and Prometheus at the replicas', () => {
    const targets = replicas.map(
      ([name, service]) => `${name}:${String(at(service, 'environment.PORT'))}`,
    );
    const balancer = at(compose, 'services.balancer.environment') as Mapping;
    expect([balancer.REPLICA_1, balancer.REPLICA_2]).toEqual(targets);
    expect(textOf('deploy/haproxy/haproxy.cfg')).toContain('"${REPLICA_2}"');
    const jobs = listAt(yamlOf('deploy/prometheus/prometheus.yml'), 'scrape_configs');
    const job = jobs.find(({ job_name }) => job_name === 'voiceplate');
    expect(at(job, 'static_configs.0.targets')).toEqual(targets);
  });

  it('publishes the balancer, its https to the world and Grafana to this machine, and nothing else', () => {
    const published = services.flatMap(([name, { ports }]) =>
      ((ports ?? []) as string[]).map((port) => `${name} ${port}`),
    );
    expect(published).toEqual(['balancer 443:8443', 'balancer 127.0.0.1:3000:3000']);
    expect(services.filter(([, service]) => service.network_mode !== undefined)).toEqual([]);
    const balancer = at(compose, 'services.balancer.environment') as Mapping;
    const volumes = at(compose, 'services.balancer.volumes') as string[];
    expect(balancer.BIND).toMatch(/^:8443 ssl crt \/etc\/haproxy\/tls /);
    expect(volumes).toContain('${TLS_DIR:?set it in .env}:/etc/haproxy/tls:ro');
  });

  it('keeps storage apart: no way out of it, and none to it but for the replicas', () => {
    expect(at(compose, 'networks.storage')).toEqual({ internal: true });
    const inStorage = services.filter(([, { networks }]) =>
      (networks as string[]).includes('storage'),
    );
    expect(inStorage.map(([name]) => name)).toEqual([
      ...replicas.map(([name]) => name),
      'redis',
      'postgres',
    ]);
  });

  it('is not started without a password, a token or a certificate', () => {
    const text = textOf('docker-compose.yml');
    const named = [...text.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)];
    const optional = named.filter(([, , rest]) => !rest?.startsWith(':?'));
    expect(optional.map(([all]) => all)).toEqual(['${OPS_HOST:-}']);
    expect(new Set(named.map(([, name]) => name))).toEqual(
      new Set([
        'GRAFANA_PASSWORD',
        'POSTGRES_PASSWORD',
        'REDIS_PASSWORD',
        'OPS_TOKEN',
        'METRICS_TOKEN',
        'OPS_HOST',
        'TLS_DIR',
      ]),
    );
    const secrets = Object.values(at(compose, 'secrets') as Record<string, Mapping>);
    for (const { environment } of secrets) {
      expect(named.map(([, name]) => name)).toContain(environment);
    }
  });

  it('shows Prometheus the token for metrics alone', () => {
    expect(at(compose, 'services.prometheus.secrets')).toEqual(['metrics_token']);
    expect(at(compose, 'secrets.metrics_token')).toEqual({ environment: 'METRICS_TOKEN' });
    const [job] = listAt(yamlOf('deploy/prometheus/prometheus.yml'), 'scrape_configs');
    expect(at(job, 'authorization.credentials_file')).toBe('/run/secrets/metrics_token');
    for (const [name, service] of services) {
      const own = { ...service, environment: undefined };
      expect([name, JSON.stringify(own).includes('OPS_TOKEN')]).toEqual([name, false]);
    }
  });

  it('starts a Redis that asks for the password of the replicas, and throws nothing out', async () => {
    const port = await freePort();
    const { command, environment } = at(compose, 'services.redis') as Mapping;
    const [shell = '', option = '', script = ''] = command as string[];
    const filled = (text: unknown): string =>
      String(text).replaceAll(/\$\{REDIS_PASSWORD:[^}]*\}/g, 'pass-word-of-16-letters');
    const variables = Object.entries(environment as Mapping).map(([k, v]) => [k, filled(v)]);
    const own = script
      .replaceAll('$$', '$')
      .replace('redis-server -', `redis-server - --port ${port} --bind 127.0.0.1`);
    const child = spawn(shell, [option, own], {
      env: { PATH: process.env.PATH, ...Object.fromEntries(variables) },
      stdio: 'ignore',
    });
    const quick = { disconnectTimeout: 100 };
    const redis = new Redis(port, '127.0.0.1', { ...quick, password: 'pass-word-of-16-letters' });
    const stranger = new Redis(port, '127.0.0.1', quick);
    for (const client of [redis, stranger]) client.on('error', () => undefined);
    try {
      expect(await redis.config('GET', 'maxmemory*')).toEqual(
        expect.arrayContaining(['maxmemory', String(512 * 1024 * 1024), 'noeviction']),
      );
      await expect(stranger.get('voiceplate')).rejects.toThrow('NOAUTH');
      const arguments_ = await readFile(`/proc/${child.pid}/cmdline`, 'utf8');
      expect(arguments_).toContain('redis-server');
      expect(arguments_).not.toContain('pass-word-of-16-letters');
    } finally {
      redis.disconnect();
      stranger.disconnect();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    const url = at(compose, 'services.voiceplate-1.environment.REDIS_URL');
    expect(url).toBe('redis://:${REDIS_PASSWORD:?set it in .env}@redis:6379');
  }, 20_000);

  it('checks the health of every service', () => {
    expect(textOf('Dockerfile')).toContain('HEALTHCHECK');
    for (const [name, service] of services) {
      expect([name, service.build ?? service.healthcheck]).not.toContain(undefined);
    }
  });

  it('mounts folders that exist, and holds no secret', () => {
    const text = textOf('docker-compose.yml');
    for (const [, folder = ''] of text.matchAll(/\.\/(deploy\/[a-z/]+):/g)) {
      expect(filesIn(folder)).not.toHaveLength(0);
    }
    for (const [, value] of text.matchAll(/PASSWORD\w*: (.+)/g)) {
      expect(value).toMatch(/^(\$\{[A-Z_]+:\?.+\}|\/run\/secrets\/[a-z_]+)$/);
    }
    expect(text).not.toMatch(/:\/\/\w+:\w+@/);
  });
});

describe('Alerts and dashboard', () => {
  const alerts = listAt(yamlOf('deploy/prometheus/alerts.yml'), 'groups').flatMap((group) =>
    listAt(group, 'rules'),
  );
  const dashboard = JSON.parse(textOf('deploy/grafana/dashboards/voiceplate.json')) as Mapping;
  const panels = listAt(dashboard, 'panels');
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
});
