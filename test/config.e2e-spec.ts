import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './simulators/free-port.js';
import { ServerProcess } from './simulators/server-process.js';
import { ensureBuilt } from './support/build.js';

const MAIN = resolve('dist/main.js');
const POLL_MS = 20;

describe('starting with a bad configuration', () => {
  let folder: string;

  beforeAll(ensureBuilt, 60_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-config-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function start(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
    const process_ = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stderr = text(process_.stderr);
    const [code] = (await once(process_, 'exit')) as [number];
    return { code, stderr: await stderr };
  }

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

  it('names the voice file that it cannot read', async () => {
    const { code, stderr } = await start({ VOICE_FILE: 'none.json' });
    expect(code).toBe(1);
    expect(stderr.trimEnd()).toMatch(/^VOICE_FILE: none\.json cannot be used: ENOENT[^\n]*$/);
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
  }, 60_000);
});
