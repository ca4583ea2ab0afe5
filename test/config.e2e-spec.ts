import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './simulators/free-port.js';
import { ServerProcess } from './simulators/server-process.js';
import { ensureBuilt } from './support/build.js';
import { VOICE_FIXTURE } from './support/voice-fixture.js';

const MAIN = resolve('dist/main.js');
const POLL_MS = 20;
/** For a server that runs in another folder. */
const FILES = { MENU_FILE: resolve('test/fixtures/menu.json'), VOICE_FILE: resolve(VOICE_FIXTURE) };

interface Menu {
  readonly categories: { readonly items: object[] }[];
}

/** How a server ended that did not start. */
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the server, or another program, in a folder until it ends. */
async function run(
  folder: string,
  env: Record<string, string>,
  program: readonly string[] = [MAIN],
): Promise<Ended> {
  const server = spawn(process.execPath, program, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  const [stdout, stderr] = [text(server.stdout), text(server.stderr)];
  const [code] = (await once(server, 'exit')) as [number];
  return { code, stdout: await stdout, stderr: await stderr };
}

describe('starting with a bad configuration', () => {
  let folder: string;

  beforeAll(ensureBuilt, 60_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-config-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = (env: Record<string, string>): Promise<Ended> => run(folder, env);

  it('stops with one line for each bad variable and code 1', async () => {
    const { code, stderr } = await start({ PORT: 'abc', DATABASE_URL: 'mysql://u:hunter2@db/x' });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'PORT: "abc" is not allowed; use a whole number from 0 to 65535',
      expect.stringMatching(/^DATABASE_URL: the value \(hidden\) is not allowed; /),
    ]);
  }, 60_000);

  it('reads .env, over which the process environment wins', async () => {
    await writeFile(join(folder, '.env'), 'PORT=from-file\nLOG_LEVEL=from-file\n');
    const { code, stderr } = await start({ PORT: '0' });
    expect(code).toBe(1);
    expect(stderr.trimEnd()).toMatch(/^LOG_LEVEL: "from-file" is not allowed; [^\n]*$/);
  }, 60_000);

  it('refuses an unsafe production, one line for each reason', async () => {
    const { code, stderr } = await start({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(3);
  }, 60_000);

  it('names a provider that is not there, and the one that was probably meant', async () => {
    const { code, stderr } = await start({
      ...FILES,
      PORT: '0',
      VOICE_PROVIDERS: 'openai-realtme,ivr',
    });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'VOICE_PROVIDERS: "openai-realtme,ivr" is not allowed; use a comma-separated list, each at ' +
        'most once, of openai-realtime, openai-pipeline, openai-chat, ivr; did you mean "openai-realtime"?',
    ]);
  }, 60_000);

  it('names each fault of the menu once', async () => {
    const menu = JSON.parse(await readFile('test/fixtures/menu.json', 'utf8')) as Menu;
    Object.assign(menu.categories[0]!.items[0]!, { priceCents: 'free' });
    await writeFile(join(folder, 'menu.json'), JSON.stringify(menu));
    const { code, stdout, stderr } = await start({ ...FILES, PORT: '0', MENU_FILE: 'menu.json' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'MENU_FILE menu.json: /categories/0/items/0/priceCents (Margherita) must be integer\n',
    );
    expect(stdout).not.toContain('priceCents');
  }, 60_000);

  it('names the voice file that it cannot read', async () => {
    const { code, stderr } = await start({ VOICE_FILE: 'none.json' });
    expect(code).toBe(1);
    expect(stderr.trimEnd()).toMatch(/^VOICE_FILE: none\.json cannot be used: ENOENT[^\n]*$/);
  }, 60_000);
});

describe('checking a menu before it goes live', () => {
  let folder: string;

  beforeAll(ensureBuilt, 60_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-menu-check-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const check = (...args: readonly string[]): Promise<Ended> =>
    run(folder, { VOICE_FILE: FILES.VOICE_FILE }, [resolve('dist/menu-check.js'), ...args]);

  /** The menu of the tests with one dish alone. */
  async function menuOf(dish: object): Promise<string> {
    const menu = JSON.parse(await readFile(FILES.MENU_FILE, 'utf8')) as Menu;
    menu.categories.splice(1);
    menu.categories[0]!.items.splice(1);
    Object.assign(menu.categories[0]!.items[0]!, dish);
    return JSON.stringify({ ...menu, promotions: [] });
  }

  it('needs no settings of a server, and passes a menu that has only warnings', async () => {
    await writeFile(join(folder, '.env'), 'NODE_ENV=production\nPORT=abc\nMENU_FILE=menu.json\n');
    await writeFile(join(folder, 'menu.json'), await menuOf({ allergens: null }));
    const { code, stdout, stderr } = await check();
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\nwarning +Margherita +its allergens are missing/);
    expect(stdout).toMatch(/\n1 dish, 6 orders by words and by keys, in [\d.]+ s: 0 faults, /);
    expect(code).toBe(0);
  }, 60_000);

  it('refuses one with a dish that no words lead to, from a URL', async () => {
    const menu = await menuOf({ name: '***', aliases: [] });
    const server = createHttpServer((_, response) => response.end(menu)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const { code, stdout } = await check('--menu', `http://127.0.0.1:${port}/menu.json`);
      expect(stdout).toMatch(/\nfault +\*\*\* +I'd like the \*\*\*, please +the line answers /);
      expect(stdout).toContain('change the name, or add an alias');
      expect(code).toBe(1);
    } finally {
      server.close();
    }
  }, 60_000);

  it('names a file that it cannot read', async () => {
    const { code, stdout, stderr } = await check('--menu', 'none.json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ENOENT[^\n]*none\.json'\n$/);
  }, 60_000);
});

describe('starting where it cannot run', () => {
  let folder: string;
  let server: ServerProcess | undefined;

  beforeAll(ensureBuilt, 60_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-place-'));
  });
  afterEach(async () => {
    await server?.kill();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** The one line that a server says before it ends with code 1, not having started. */
  async function refusal(env: Record<string, string>): Promise<string> {
    const { code, stdout, stderr } = await run(folder, { ...FILES, ...env });
    expect(code).toBe(1);
    expect(stdout).not.toContain('successfully started');
    const [line = '', ...others] = stderr.trimEnd().split('\n');
    expect(others).toEqual([]);
    return line;
  }

  it('names the log file that it cannot write', async () => {
    const line = await refusal({ PORT: '0', LOG_FILE: folder });
    expect(line).toMatch(/^LOG_FILE: the file cannot be written: EISDIR/);
  }, 30_000);

  it('names the port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      expect(await refusal({ PORT: String(port) })).toBe(
        `PORT: ${port} is in use on 127.0.0.1; use another one, or stop what listens there`,
      );
    } finally {
      other.close();
    }
  }, 60_000);

  it('names an address that this machine does not have', async () => {
    expect(await refusal({ PORT: '0', HOST: '192.0.2.1' })).toMatch(
      /^HOST: cannot listen on 192\.0\.2\.1: /,
    );
  }, 60_000);

  it.each([
    ['where nothing can be made, and Node would look for ever', () => '/proc/voiceplate/data'],
    ['under a file', () => resolve('package.json', 'data')],
    ['that is a file', () => resolve('package.json')],
    ['whose lock is no database', () => join(folder, 'spoilt')],
  ])(
    'names a DATA_DIR %s',
    async (_, place) => {
      await mkdir(join(folder, 'spoilt'));
      await writeFile(join(folder, 'spoilt/lock.db'), 'This is no database. '.repeat(100));
      expect(await refusal({ PORT: '0', DATA_DIR: place() })).toMatch(
        new RegExp(`^DATA_DIR: ${place()} cannot be used: `),
      );
    },
    60_000,
  );

  it('names the DATA_DIR that another server has, until that one is gone', async () => {
    const DATA_DIR = join(folder, 'data');
    server = await ServerProcess.start(await freePort(), { DATA_DIR });
    const line = `DATA_DIR: ${DATA_DIR} is in use by another server; give each one a folder of its own`;
    expect(await refusal({ PORT: '0', DATA_DIR })).toBe(line);

    await server.kill();
    server = await ServerProcess.start(await freePort(), { DATA_DIR });
    expect(await refusal({ PORT: '0', DATA_DIR })).toBe(line);

    // A connection over which nothing is asked does not keep the server from ending.
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const from = performance.now();
    expect(await server.terminate()).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    server = await ServerProcess.start(await freePort(), { DATA_DIR });
  }, 120_000);

  it('says in one line that a variable is unknown, with the nearest one and no value', async () => {
    server = await ServerProcess.start(await freePort(), {
      DATA_DIR: folder,
      MAX_CONCURENT_CALLS: 'hunter2',
    });
    while (!server.output.includes('Switched off')) await delay(POLL_MS);
    const lines = server.output.split('\n').filter((line) => line.includes('Unknown variable'));
    expect(lines).toEqual([expect.stringContaining("nearest: 'MAX_CONCURRENT_CALLS'")]);
    expect(lines[0]).toContain("name: 'MAX_CONCURENT_CALLS'");
    expect(server.output).not.toContain('hunter2');
  }, 60_000);
});

describe('starting where others reach it, without OPS_TOKEN', () => {
  it('says where the token is that it made, keeps it, and never writes it into the log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voiceplate-token-'));
    const file = join(folder, 'ops-token');
    const env = { DATA_DIR: folder, PUBLIC_URL: 'https://phone.example.com', LOG_LEVEL: 'DEBUG' };
    let token = '';
    for (const boot of ['first', 'second']) {
      const server = await ServerProcess.start(await freePort(), env);
      token ||= (await readFile(file, 'utf8')).trim();
      const ask = async (authorization: string): Promise<number> =>
        (await fetch(`${server.url}/status`, { headers: { authorization } })).status;
      expect([boot, await ask(`Bearer ${token}`)]).toEqual([boot, 200]);
      expect(await ask('Bearer another')).toBe(401);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(server.output).toContain(`file: '${file}'`);
      expect(server.output).not.toContain(token);
      expect(await server.terminate()).toBe(0);
    }
    await rm(folder, { recursive: true });
  }, 60_000);
});

describe('starting with nothing', () => {
  let folder: string;
  let server: ServerProcess | undefined;

  beforeAll(ensureBuilt, 60_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-bare-'));
  });
  afterEach(async () => {
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('says in one line all that is switched off', async () => {
    server = await ServerProcess.start(await freePort(), { DATA_DIR: folder });
    while (!server.output.includes('Switched off')) await delay(POLL_MS);
    const [notice = '', ...others] = server.output
      .split('\n')
      .filter((line) => line.includes('Switched off'));
    expect(others).toEqual([]);
    expect(notice).toContain('WARN');
    for (const variable of [
      'OPENAI_API_KEY',
      'TWILIO_AUTH_TOKEN',
      'OPS_TOKEN',
      'DATABASE_URL',
      'REDIS_URL',
    ]) {
      expect(notice).toContain(`(${variable})`);
    }
    while (!server.output.includes('This machine is trusted')) await delay(POLL_MS);
  }, 60_000);
});
