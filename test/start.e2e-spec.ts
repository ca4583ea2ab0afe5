import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from './support/eventually.js';
import { freePort } from './simulators/free-port.js';
import { ensureBuilt } from './support/build.js';

/** Prints which CommonJS files the process has loaded by its end, as JSON on a line of its own. */
const TELL_LOADED = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from 'node:module';
  const { cache } = createRequire('/');
  process.on('exit', () => console.log('\\n' + JSON.stringify({ loaded: Object.keys(cache) })));
`)}`;
/**
 * What the bundle leaves outside, what that loads itself, and what Nest looks up by name. The native
 * part of libsql has another name on each platform.
 */
const OUTSIDE = [
  '@libsql',
  '@neon-rs/load',
  'class-transformer',
  'class-validator',
  'detect-libc',
  'libphonenumber-js',
  'libsql',
  'reflect-metadata',
  'swagger-ui-dist',
  'twilio',
  'validator',
  'ws',
  'xmlbuilder',
];
/** A start takes 1.6 s on a quiet core, and more on a machine that runs tests beside it. */
const READY_LIMIT_MS = 10_000;

describe('A start of the built server', () => {
  let folder: string;
  let loaded: readonly string[];
  let code: number | null;

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-start-'));
    const port = await freePort();
    const server = spawn(process.execPath, ['--import', TELL_LOADED, resolve('dist/main.js')], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: folder,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = text(server.stdout);
    const ended = once(server, 'exit');
    try {
      await until(
        () =>
          fetch(`http://127.0.0.1:${port}/health/ready`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { what: 'readiness', limitMs: READY_LIMIT_MS },
      );
    } finally {
      server.kill('SIGTERM');
      [code] = (await ended) as [number | null];
    }
    const line = (await printed).split('\n').find((one) => one.startsWith('{"loaded":'));
    ({ loaded } = JSON.parse(line ?? '{"loaded":[]}') as { loaded: readonly string[] });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('ends in order', () => {
    expect(code).toBe(0);
  });

  it('has no sign beyond ASCII in its files, which would double their memory', async () => {
    const files = (await readdir('dist')).filter((file) => /^(?:bundle-.*|main)\.js$/.test(file));
    expect(files.length).toBeGreaterThan(5);
    const texts = await Promise.all(files.map((file) => readFile(join('dist', file), 'utf8')));
    expect(files.filter((_, index) => /[\u0080-\uffff]/.test(texts[index] ?? ''))).toEqual([]);
  });

  it('loads from packages only what is not bundled', () => {
    const packages = new Set(
      loaded.map((file) =>
        (/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file).replace(
          /^@libsql\/.*/,
          '@libsql',
        ),
      ),
    );
    expect(packages.size).toBeGreaterThan(0);
    expect([...packages].filter((name) => !OUTSIDE.includes(name))).toEqual([]);
  });

  it('loads no client of Twilio’s without credentials', () => {
    expect(loaded.filter((file) => file.includes('/twilio/lib/rest/'))).toEqual([]);
    expect(loaded.some((file) => file.includes('/twilio/lib/twiml/'))).toBe(true);
  });
});
