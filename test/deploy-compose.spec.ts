import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { freePort } from './simulators/free-port.js';
import {
  at,
  filesIn,
  listAt,
  type Mapping,
  textOf,
  variablesOf,
  yamlOf,
} from './support/deployment.js';

const variables = variablesOf('.env.example', { commentedOut: true });
const drainSeconds = Number(variables.get('DRAIN_TIMEOUT_SECONDS'));

/** `75s` and the like. */
function secondsOf(duration: unknown): number {
  return Number(/^(\d+)s$/.exec(String(duration))?.[1]);
}

/** The networks of a service, which are a list or a mapping. */
const namesIn = (networks: unknown): readonly string[] =>
  Array.isArray(networks) ? (networks as string[]) : Object.keys(networks as Mapping);

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
    const [alias, port] = String(balancer.REPLICAS).split(':');
    for (const [, service] of replicas) {
      expect(at(service, 'networks.callers.aliases')).toEqual([alias]);
      expect(at(service, 'environment.PORT')).toBe(Number(port));
    }
    expect(at(compose, 'services.balancer.networks')).toContain('callers');
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
    const inStorage = services.filter(([, { networks }]) => namesIn(networks).includes('storage'));
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
