import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../simulators/free-port.js';

const run = promisify(execFile);

/** The configuration that docker-compose.yml mounts; what differs is in environment variables. */
export const HAPROXY_CONFIG = join(import.meta.dirname, '../../deploy/haproxy/haproxy.cfg');
/** So many `REPLICA_n` the configuration knows. */
const MAX_REPLICAS = 4;
const PROGRAM = 'haproxy';
/** Leads to this machine, under another name than the callers use. */
const OPS_HOST = 'localhost';
/** Debian's folder of servers is not on every user's PATH. */
const PATH = `${process.env.PATH}:/usr/sbin`;
const START_LIMIT_MS = 10_000;
const POLL_MS = 20;

/** Where the replicas are: `http://host:port` each, or a name that a DNS server has them under. */
export type ReplicaPlaces =
  | readonly string[]
  | {
      /** `name:port`. */
      readonly name: string;
      /** `address:port` of the DNS server. */
      readonly nameserver: string;
    };

/**
 * What the balancer thinks of each replica (`r1`, `r2`, …): `UP`, `DOWN`, `NOLB` (nothing new),
 * `MAINT` (a place that is free).
 */
export type ReplicaStates = Readonly<Record<string, string>>;

/** A real HAProxy with the configuration of `deploy/haproxy`. */
export interface Balancer {
  /** `http://127.0.0.1:port`, where Twilio would arrive; `https` with a certificate. */
  readonly url: string;
  /** The same by the name that operators ask for. */
  readonly opsUrl: string;
  /** One line for each finished request or stream, and its notices, oldest first. */
  readonly log: readonly string[];
  /** `ready` takes on calls, `live` everything else. */
  replicas(backend: 'ready' | 'live'): Promise<ReplicaStates>;
  /** Stops it at once; connections through it are cut. */
  close(): Promise<void>;
}

/**
 * Starts HAProxy in front of the replicas, in the order `r1`, `r2`, … They need not be there yet.
 * As root, the Debian package is installed when it is missing.
 */
export async function startBalancer(
  replicas: ReplicaPlaces,
  /** Folder of certificates, such as `makeCertificate` makes. */
  certificates?: string,
): Promise<Balancer> {
  await ensureInstalled();
  const [port, statsPort] = [await freePort(), await freePort()];
  const child = spawn(PROGRAM, ['-db', '-f', HAPROXY_CONFIG], {
    env: {
      ...balancerEnvironment(replicas),
      OPS_HOST,
      BIND: `127.0.0.1:${port}${certificates ? ` ssl crt ${certificates} alpn http/1.1` : ''}`,
      STATS_BIND: `127.0.0.1:${statsPort}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => log.push(line));
  }
  child.once('error', (error) => log.push(error.message));
  await untilListening(child, `http://127.0.0.1:${statsPort}/health`, log);
  const scheme = certificates === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    opsUrl: `${scheme}://${OPS_HOST}:${port}`,
    log,
    replicas: async (backend) => {
      const response = await fetch(`http://127.0.0.1:${statsPort}/stats;csv`);
      return statesOf(backend, await response.text());
    },
    close: () => stop(child),
  };
}

/** A real HAProxy as one writes it in a minute: it passes requests on and adds nothing to them. */
export async function startBareProxy(serverUrl: string): Promise<Pick<Balancer, 'url' | 'close'>> {
  await ensureInstalled();
  const [port, healthPort] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), 'haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  await writeFile(
    file,
    `defaults
  mode http
  timeout connect 1s
  timeout client 10s
  timeout server 10s
frontend callers
  bind 127.0.0.1:${port}
  default_backend servers
backend servers
  server one ${new URL(serverUrl).host}
frontend health
  bind 127.0.0.1:${healthPort}
  monitor-uri /health
`,
  );
  const child = spawn(PROGRAM, ['-db', '-f', file], { env: { PATH }, stdio: 'ignore' });
  await untilListening(child, `http://127.0.0.1:${healthPort}/health`, []);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await stop(child);
      await rm(folder, { recursive: true });
    },
  };
}

/** Checks the configuration as `haproxy -c` does; rejects with its complaints. */
export async function checkConfiguration(env: NodeJS.ProcessEnv): Promise<void> {
  await ensureInstalled();
  await run(PROGRAM, ['-c', '-f', HAPROXY_CONFIG], { env: { ...env, PATH } });
}

/** `REPLICAS`, or `REPLICA_1` and so on, as the configuration wants them. */
export function balancerEnvironment(replicas: ReplicaPlaces): NodeJS.ProcessEnv {
  if ('name' in replicas) return { PATH, REPLICAS: replicas.name, NAMESERVER: replicas.nameserver };
  if (replicas.length === 0 || replicas.length > MAX_REPLICAS) {
    throw new RangeError(`One to ${MAX_REPLICAS} replicas, not ${replicas.length}.`);
  }
  const places = replicas.map((url, index) => [`REPLICA_${index + 1}`, new URL(url).host]);
  return { PATH, ...Object.fromEntries(places) };
}

async function untilListening(child: ChildProcess, url: string, log: string[]): Promise<void> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  const answers = (): Promise<boolean> =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (ended || performance.now() > giveUpAt) {
      await stop(child);
      throw new Error(`HAProxy did not start: ${log.join('\n')}`);
    }
    await wait(POLL_MS);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** HAProxy's statistics: a line for each server, its backend first, then its name; `status` later. */
function statesOf(backend: string, csv: string): ReplicaStates {
  const [head = '', ...rows] = csv.trim().split('\n');
  const status = head.split(',').indexOf('status');
  return Object.fromEntries(
    rows
      .map((row) => row.split(','))
      .filter(([proxy, name]) => proxy === backend && name !== 'BACKEND')
      .map((fields) => [fields[1], (fields[status] ?? '').split(' ')[0]]),
  );
}

/**
 * Makes a certificate for `localhost` and 127.0.0.1 in the folder, by the commands of
 * docs/deployment.md; returns the folder to give to the balancer and the certificate to trust.
 */
export async function makeCertificate(
  folder: string,
): Promise<{ readonly certificates: string; readonly ca: Buffer }> {
  await ensureInstalled('openssl', 'version');
  const guide = await readFile(join(import.meta.dirname, '../../docs/deployment.md'), 'utf8');
  const [, commands] = /```sh\n((?:(?!```)[^])*openssl req -x509[^]*?)```/.exec(guide) ?? [];
  if (commands === undefined) throw new Error('docs/deployment.md does not say how.');
  await run('sh', ['-ec', commands], { cwd: folder, env: { PATH } });
  const certificates = join(folder, 'tls');
  return { certificates, ca: await readFile(join(certificates, 'tls.pem')) };
}

/** As root, the Debian package of the same name is installed when the program is missing. */
async function ensureInstalled(program = PROGRAM, ask = '-v'): Promise<void> {
  const isInstalled = (): Promise<boolean> =>
    run(program, [ask], { env: { PATH } }).then(
      () => true,
      () => false,
    );
  if (await isInstalled()) return;
  if (process.getuid?.() === 0) {
    await run('apt-get', ['install', '-y', '--no-install-recommends', program], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).catch(() => undefined);
    if (await isInstalled()) return;
  }
  throw new Error(`${program} is missing: apt-get install ${program}.`);
}
