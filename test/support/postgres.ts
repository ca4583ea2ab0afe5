import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../simulators/free-port.js';

const run = promisify(execFile);
const START_LIMIT_MS = 60_000;

/** A PostgreSQL server of this test run alone, on a free port, without fsync. */
export interface PostgresServer {
  /** Makes an empty database and gives its connection URL. */
  createDatabase(): Promise<string>;
  /** Stops the server as an outage would; the data stays. */
  stop(): Promise<void>;
  /** Starts it again on the same port after `stop`. */
  start(): Promise<void>;
  /** Every process of the server, the parent first. */
  pids(): Promise<readonly number[]>;
  /** Stops every process of the server where it is: connections stay and get no answer (Linux). */
  pause(): Promise<void>;
  /** Lets it go on after `pause`. */
  resume(): void;
  /** Stops the server and deletes its data. */
  close(): Promise<void>;
}

/**
 * Starts a real PostgreSQL. As root it runs as `nobody`, because the server refuses root,
 * and the Debian package is installed when it is missing.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = await binaries();
  const folder = await mkdtemp('/tmp/voiceplate-postgres-');
  if (isRoot()) await chownToNobody(folder);
  const port = await freePort();
  await asServer(
    folder,
    `${bin}initdb`,
    `-D ${folder}/data -U postgres --auth=trust --no-sync -E UTF8 --locale=C`.split(' '),
  );
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off`;
  const control = (...args: string[]): Promise<void> =>
    asServer(folder, `${bin}pg_ctl`, ['-D', `${folder}/data`, '-w', ...args]);
  const postmaster = async (): Promise<number> =>
    Number.parseInt(await readFile(`${folder}/data/postmaster.pid`, 'utf8'), 10);
  const start = (): Promise<void> => control('-l', `${folder}/log`, '-o', options, 'start');
  let running = false;
  const paused: number[] = [];
  const server: PostgresServer = {
    createDatabase: () => createDatabase(port),
    async start() {
      await start();
      running = true;
    },
    async stop() {
      await control('-m', 'immediate', 'stop');
      running = false;
    },
    pids: async () => {
      const parent = await postmaster();
      return [parent, ...(await childrenOf(parent))];
    },
    async pause() {
      const parent = await postmaster();
      // The parent first, so that the list of its children is the last one.
      for (const find of [() => [parent], () => childrenOf(parent)]) {
        for (const pid of await find()) {
          process.kill(pid, 'SIGSTOP');
          paused.push(pid);
        }
      }
    },
    resume() {
      for (const pid of paused.splice(0).toReversed()) process.kill(pid, 'SIGCONT');
    },
    async close() {
      server.resume();
      if (running) await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await server.start();
  } catch (error) {
    const log = await readFile(`${folder}/log`, 'utf8').catch(() => 'no server log');
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
  }
  return server;
}

let databases = 0;

async function createDatabase(port: number): Promise<string> {
  const name = `test_${process.pid}_${++databases}`;
  const client = new pg.Client(`postgres://postgres@127.0.0.1:${port}/postgres`);
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return `postgres://postgres@127.0.0.1:${port}/${name}`;
}

/** Direct children of a process. */
async function childrenOf(parent: number): Promise<number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    processes.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // `pid (name) state parent ...`, and the name may hold anything.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }),
  );
  return processes.filter((_, index) => parents[index] === parent);
}

/** Folder prefix of `initdb` and `pg_ctl`: empty when they are on the PATH. */
async function binaries(): Promise<string> {
  const found = await findBinaries();
  if (found !== null) return found;
  if (isRoot()) {
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).catch(() => undefined);
    const installed = await findBinaries();
    if (installed !== null) return installed;
  }
  throw new Error('PostgreSQL is missing: apt-get install postgresql, or put initdb on the PATH.');
}

async function findBinaries(): Promise<string | null> {
  const where = 'for d in "" /usr/lib/postgresql/*/bin/; do command -v "${d}initdb" && exit; done';
  const { stdout } = await run('sh', ['-c', `${where}; true`]);
  const initdb = stdout.trim();
  if (initdb === '') return null;
  return initdb.slice(0, -'initdb'.length);
}

/** Runs one of the server's programs as a user that the server accepts. */
async function asServer(folder: string, program: string, args: string[]): Promise<void> {
  const command = isRoot()
    ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', program, ...args]
    : [program, ...args];
  const [file = program, ...rest] = command;
  // pg_ctl leaves the server running with its streams, so nothing may be piped to it.
  const child = spawn(file, rest, {
    cwd: folder,
    env: { ...process.env, HOME: folder },
    stdio: 'ignore',
    timeout: START_LIMIT_MS,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.at(-1) ?? ''} ended with ${code}`);
}

async function chownToNobody(folder: string): Promise<void> {
  const { stdout: uid } = await run('id', ['-u', 'nobody']);
  const { stdout: gid } = await run('id', ['-g', 'nobody']);
  await chown(folder, Number(uid), Number(gid));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
