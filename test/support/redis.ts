import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from '../simulators/free-port.js';

const run = promisify(execFile);
const START_LIMIT_MS = 20_000;

/** A Redis server of this test run alone, on a free port, that keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Its process; null while it is stopped. */
  readonly pid: number | null;
  /** Kills the server as an outage would, with everything that it holds. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It hangs: connections stay open and nothing is answered. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Starts a real Redis with these options beside its own; as root the Debian package is installed when it is missing. */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  const program = await binary();
  const port = await freePort();
  let child: ChildProcess | null = null;
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child?.pid ?? null;
    },
    async start() {
      const own = `--port ${port} --bind 127.0.0.1 --appendonly no --dir ${tmpdir()}`;
      child = await launch(program, [...own.split(' '), '--save', '', ...options]);
    },
    async stop() {
      const dying = child;
      child = null;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = once(dying, 'exit');
      dying.kill('SIGKILL');
      await gone;
    },
    pause() {
      child?.kill('SIGSTOP');
    },
    resume() {
      child?.kill('SIGCONT');
    },
    close: () => server.stop(),
  };
  await server.start();
  return server;
}

/** Starts a real Sentinel with these lines in a file of its own, which it writes to. */
export async function startSentinel(
  file: string,
  lines: readonly string[],
): Promise<Pick<RedisServer, 'port' | 'close'>> {
  const port = await freePort();
  await writeFile(file, [`port ${port}`, 'bind 127.0.0.1', ...lines, ''].join('\n'));
  const child = await launch(await binary(), [file, '--sentinel'], 'Sentinel ID is');
  return {
    port,
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Resolves when the server takes connections. */
async function launch(
  program: string,
  options: readonly string[],
  ready = 'Ready to accept connections',
): Promise<ChildProcess> {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'ignore'] });
  const log: string[] = [];
  const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      log.push(line);
      if (line.includes(ready)) {
        // What it says later is not read; a full pipe would stop it.
        child.stdout.resume();
        return child;
      }
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`Redis did not start: ${log.join('\n')}`);
}

async function binary(): Promise<string> {
  const found = await findBinary();
  if (found !== null) return found;
  if (process.getuid?.() === 0) {
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).catch(() => undefined);
    const installed = await findBinary();
    if (installed !== null) return installed;
  }
  throw new Error('Redis is missing: apt-get install redis-server, or put it on the PATH.');
}

async function findBinary(): Promise<string | null> {
  const { stdout } = await run('sh', ['-c', 'command -v redis-server; true']);
  return stdout.trim() || null;
}
