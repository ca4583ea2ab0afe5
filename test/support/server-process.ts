import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeAlwaysOpenMenu } from './menu-fixture.js';
import { ACCOUNT_SID, AUTH_TOKEN, freePort } from './start-app.js';

const ROOT = join(import.meta.dirname, '../..');
const READY_LIMIT_MS = 30_000;

/** What a server process holds after collecting garbage. */
export interface Holdings {
  readonly heapUsedBytes: number;
  /** Timers and TCP sockets that exist. */
  readonly resources: { readonly Timeout: number; readonly TCPWRAP: number };
}

/** The production server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly publicUrl: string;
  readonly child: ChildProcess;
  readonly output: () => string;
  holdings(): Promise<Holdings>;
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Builds `dist/` and starts it on a free port with these environment variables. */
export async function startServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  await ensureBuilt();
  const dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-'));
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const child = fork(join(import.meta.dirname, 'observed-server.mjs'), {
    cwd: ROOT,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATA_DIR: dataDir,
      MENU_FILE: await writeAlwaysOpenMenu(dataDir),
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_URL: 'http://127.0.0.1:9',
      RATE_LIMIT_CALLS_PER_CALLER: '100000/60',
      ...env,
    },
  });
  let output = '';
  const keep = (data: Buffer) => {
    output = (output + data.toString()).slice(-200_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, () => output);
  return {
    url,
    publicUrl,
    child,
    output: () => output,
    async holdings() {
      child.send('holdings');
      const [holdings] = (await once(child, 'message')) as [Holdings];
      return holdings;
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      await rm(dataDir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not become ready:\n${output()}`);
}

/** Builds when a source is newer than the build. */
export async function ensureBuilt(): Promise<void> {
  const built = await stat(join(ROOT, 'dist/main.js')).catch(() => null);
  const sources = await readdir(join(ROOT, 'src'), { recursive: true });
  const times = await Promise.all(
    sources
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map(async (file) => (await stat(join(ROOT, 'src', file))).mtimeMs),
  );
  if (built && built.mtimeMs >= Math.max(...times)) return;
  await promisify(execFile)(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    cwd: ROOT,
  });
}
