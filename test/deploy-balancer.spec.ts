import { basename, dirname } from 'node:path';
import { parse } from 'yaml';
import {
  at,
  filesIn,
  listAt,
  type Mapping,
  textOf,
  variablesOf,
  yamlOf,
} from './support/deployment.js';
import { balancerEnvironment, checkConfiguration } from './support/haproxy.js';
import { K8S, manifest, manifestFiles, manifests } from './support/manifests.js';

/** HAProxy in the Ingress' place. */
const BALANCER = `${K8S}/haproxy`;
const variables = variablesOf('.env.example', { commentedOut: true });

describe('The HAProxy of the Kubernetes manifests', () => {
  const component = yamlOf(`${BALANCER}/kustomization.yaml`);
  const deployment = manifest('Deployment', 'voiceplate-balancer');
  const pod = at(deployment, 'spec.template.spec');
  const container = at(pod, 'containers.0');
  const labels = at(deployment, 'spec.template.metadata.labels');
  const env = new Map(listAt(container, 'env').map(({ name, value }) => [name, String(value)]));
  const patches = listAt(component, 'patches').map(({ patch }) => parse(String(patch)) as Mapping);

  it('is a component that the kustomization has a line for', () => {
    expect(textOf(`${K8S}/kustomization.yaml`)).toContain(`# components: [${basename(BALANCER)}]`);
    expect(component.kind).toBe('Component');
    const files = manifestFiles.filter((path) => dirname(path) === BALANCER);
    const resources = [...(component.resources as string[])];
    expect(resources.sort()).toEqual(['../../haproxy', ...files.map((path) => basename(path))]);
  });

  it('runs the same configuration as everybody', () => {
    const [map] = listAt(yamlOf('deploy/haproxy/kustomization.yaml'), 'configMapGenerator');
    expect(filesIn('deploy/haproxy')).toContain(`deploy/haproxy/${String(at(map, 'files.0'))}`);
    expect(listAt(pod, 'volumes')).toContainEqual({
      name: 'configuration',
      configMap: { name: map?.name },
    });
  });

  it('replaces every ingress, and has places for as many replicas as there may be', () => {
    const ingresses = manifests.filter(({ kind }) => kind === 'Ingress');
    const deleted = patches.filter((patch) => patch.$patch === 'delete');
    expect(deleted.map((patch) => at(patch, 'metadata.name'))).toEqual(
      ingresses.map((ingress) => at(ingress, 'metadata.name')),
    );
    const { maxReplicas } = at(manifest('HorizontalPodAutoscaler'), 'spec') as Mapping;
    const places = textOf('deploy/haproxy/haproxy.cfg').matchAll(/server-template r 1-(\d+) /g);
    const known = [...places].map(([, count]) => Number(count));
    expect(known).toHaveLength(2);
    for (const count of known) expect(maxReplicas).toBeLessThanOrEqual(count);
  });

  it('finds the replicas by the name of their set, and listens where it is asked', async () => {
    const set = manifest('StatefulSet');
    const [{ port } = {}] = listAt(manifest('Service', 'voiceplate-pods'), 'spec.ports');
    expect(env.get('REPLICAS')).toBe(
      `${String(at(set, 'spec.serviceName'))}.$(NAMESPACE).svc.cluster.local:${String(port)}`,
    );
    const ports = new Map(listAt(container, 'ports').map((one) => [one.name, one.containerPort]));
    const bind = env.get('BIND') ?? '';
    const statsBind = env.get('STATS_BIND') ?? '';
    expect(bind.split(' ')[0]).toBe(`:${String(ports.get('https'))}`);
    expect(statsBind).toBe(`:${String(ports.get('stats'))}`);
    expect(at(container, 'readinessProbe.httpGet')).toEqual({ path: '/health', port: 'stats' });
    const [, certificate] = /crt \/etc\/haproxy\/(\S+)/.exec(bind) ?? [];
    expect(listAt(pod, 'volumes.1.secret.items').map(({ path }) => path)).toEqual([
      certificate,
      `${certificate}.key`,
    ]);
    const environment = { REPLICAS: env.get('REPLICAS'), STATS_BIND: statsBind };
    await expect(checkConfiguration(environment)).resolves.toBeUndefined();
  });

  it('knows operators by the name that their ingress has', () => {
    const [rule] = listAt(manifest('Ingress', 'voiceplate-ops'), 'spec.rules');
    expect(env.get('OPS_HOST')).toBe(rule?.host);
  });

  it('is let to the replicas, and nobody else by it', () => {
    const service = manifest('Service', 'voiceplate-balancer');
    const policy = manifest('NetworkPolicy', 'voiceplate-balancer');
    const replicas = manifest('NetworkPolicy');
    for (const selector of [
      at(deployment, 'spec.selector.matchLabels'),
      at(service, 'spec.selector'),
      at(policy, 'spec.podSelector.matchLabels'),
      at(manifest('PodDisruptionBudget', 'voiceplate-balancer'), 'spec.selector.matchLabels'),
    ]) {
      expect(selector).toEqual(labels);
    }
    expect(listAt(replicas, 'spec.ingress.0.from')).toContainEqual({
      podSelector: { matchLabels: labels },
    });
    expect(listAt(policy, 'spec.egress').flatMap((rule) => listAt(rule, 'to'))).toContainEqual({
      podSelector: at(replicas, 'spec.podSelector'),
    });
    expect(listAt(service, 'spec.ports').map(({ targetPort }) => targetPort)).toEqual(['https']);
  });

  it('lets its streams end before it goes', () => {
    const [, minutes] = /hard-stop-after (\d+)m/.exec(textOf('deploy/haproxy/haproxy.cfg')) ?? [];
    const [, seconds] = at(container, 'lifecycle.preStop.exec.command') as string[];
    const grace = Number(at(pod, 'terminationGracePeriodSeconds'));
    expect(grace).toBeGreaterThanOrEqual(Number(minutes) * 60 + Number(seconds));
    expect(grace).toBeGreaterThan(Number(variables.get('MAX_CALL_SECONDS')));
  });
});

describe('The configuration of the balancer', () => {
  it.each([1, 2, 4])('is one that HAProxy accepts for %i replicas', async (count) => {
    const urls = Array.from({ length: count }, (_, index) => `http://127.0.0.1:${7001 + index}`);
    await expect(checkConfiguration(balancerEnvironment(urls))).resolves.toBeUndefined();
  });

  it('is one that HAProxy accepts for a name', async () => {
    const named = { name: 'replicas:6001', nameserver: '127.0.0.1:53' };
    await expect(checkConfiguration(balancerEnvironment(named))).resolves.toBeUndefined();
  });

  it.each([
    ['without operators', { OPS_HOST: '' }],
    ['with operators', { OPS_HOST: 'ops.example.com' }],
    ['with Grafana', { GRAFANA: '127.0.0.1:3001', GRAFANA_BIND: '127.0.0.1:3000' }],
    ['with a Grafana that has no address yet', { GRAFANA: 'grafana.invalid:3000' }],
  ])('is one that HAProxy accepts %s', async (_, more) => {
    const env = { ...balancerEnvironment(['http://127.0.0.1:7001']), ...more };
    await expect(checkConfiguration(env)).resolves.toBeUndefined();
  });

  it('is refused where a setting is wrong, or no replica is named', async () => {
    const env = balancerEnvironment(['http://127.0.0.1:7001']);
    await expect(checkConfiguration({ ...env, BIND: 'nowhere' })).rejects.toThrow('nowhere');
    await expect(checkConfiguration({})).rejects.toThrow('server');
  });

  it('checks health where the server gives it', () => {
    const controller = textOf('src/health/health.controller.ts');
    const paths = textOf('deploy/haproxy/haproxy.cfg').matchAll(/uri \/health\/(\w+)/g);
    const names = new Set([...paths].map(([, name]) => name));
    expect(names).toEqual(new Set(['live', 'ready']));
    for (const name of names) expect(controller).toContain(`@Get('${name}')`);
  });
});
