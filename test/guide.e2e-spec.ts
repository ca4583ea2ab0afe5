import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startDemoRig } from './demo/demo-rig.js';
import type { Scenario } from './simulators/scenario.js';
import { NO_TOKENS } from './support/account.js';
import { ensureBuilt } from './support/build.js';
import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';
import { startApp, type RunningApp } from './support/start-app.js';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
/** Where the README says that the server is. */
const ADDRESS = 'localhost:6001';

interface CallList {
  readonly calls: readonly { readonly state: string; readonly outcome: string | null }[];
}

/** A program that Node 20 can run, as the README has it but for the address of the server. */
function readmeSnippet({ url }: RunningApp): string {
  const [, snippet = ''] = /```js\n(.*?)```/s.exec(README) ?? [];
  expect(snippet).toContain(`ws://${ADDRESS}/`);
  return snippet.replace(ADDRESS, new URL(url).host);
}

/** Resolves when there is one call, and it is over. */
async function untilOver(get: () => Promise<CallList>): Promise<CallList['calls'][number]> {
  for (;;) {
    const { calls } = await get();
    expect(calls).toHaveLength(1);
    const [call] = calls;
    if (call?.state === 'ended') return call;
    await delay(50);
  }
}

/** The commands and the snippet of the original guide, as they are written there. */
describe('The original guide', () => {
  let line: Line;
  beforeEach(async () => {
    line = await startLine({ brain: () => ({ say: 'Hello.' }), env: NO_TOKENS });
  });
  afterEach(() => line.close());

  it.each(['/health', '/streams', '/realtime/sessions', '/status', '/calls'])(
    'GET %s answers',
    async (path) => {
      const response = await fetch(line.app.url + path);
      expect(response.status).toBe(200);
      expect(typeof (await response.json())).toBe('object');
    },
  );

  it.each([
    [
      'with its ids inside start only',
      { start: { streamSid: 'test-stream', callSid: 'test-call' } },
    ],
    [
      'with its stream id outside, too',
      { streamSid: 'test-stream', start: { streamSid: 'test-stream', callSid: 'test-call' } },
    ],
  ])('a bare start %s opens a call that is answered', async (_how, start) => {
    const socket = new WebSocket(line.app.wsUrl);
    const greeting = new Promise<Record<string, unknown>>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) =>
        resolve(JSON.parse(data.toString()) as Record<string, unknown>),
      );
    });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    socket.send(JSON.stringify({ event: 'start', ...start }));
    expect(await greeting).toMatchObject({ event: 'media', streamSid: 'test-stream' });
    expect(await line.get('/streams')).toMatchObject({
      count: 1,
      streams: [{ streamSid: 'test-stream', callSid: 'test-call' }],
    });
    socket.close();
  });

  it('has a call that ends when its stream is left, since no webhook will ask for it', async () => {
    const socket = new WebSocket(line.app.wsUrl);
    await once(socket, 'open');
    const start = { streamSid: 'test-stream', callSid: 'test-call' };
    socket.send(JSON.stringify({ event: 'start', start }));
    await once(socket, 'message');
    socket.close();
    expect(await untilOver(() => line.get('/calls'))).toMatchObject({ outcome: 'hung-up' });
    expect(await line.get('/status')).toMatchObject({ calls: { active: 0 } });
  });
});

describe("The README's table of what to look at", () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(NO_TOKENS);
  });
  afterAll(() => app.close());

  const paths = [...README.matchAll(/`(?:curl (?:-N )?|http:\/\/)localhost:6001(\/[\w/-]*)`/g)].map(
    ([, path = '']) => path,
  );

  it('is found', () => {
    expect(paths).toEqual(expect.arrayContaining(['/health', '/events', '/docs']));
  });

  it.each(paths)('has an answer at %s', async (path) => {
    const response = await fetch(app.url + path, { signal: AbortSignal.timeout(5_000) });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });
});

describe("The README's stream by hand, run by this Node", () => {
  const run = (app: RunningApp) =>
    spawn(process.execPath, ['--input-type=module', '--eval', readmeSnippet(app)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('hears the greeting of an AI', async () => {
    const line = await startLine({ brain: () => ({ say: 'Hello.' }), env: NO_TOKENS });
    const program = run(line.app);
    const [first] = (await once(createInterface({ input: program.stdout }), 'line')) as [string];
    expect(JSON.parse(first)).toMatchObject({ event: 'media', streamSid: 'MZ1' });
    program.kill();
    await untilOver(() => line.get('/calls'));
    await line.close();
  }, 30_000);

  it('is closed at once on a server without AI, and leaves no call behind', async () => {
    const app = await startApp(NO_TOKENS);
    const program = run(app);
    const printed: string[] = [];
    createInterface({ input: program.stdout }).on('line', (text) => printed.push(text));
    expect(await once(program, 'close')).toEqual([0, null]);
    expect(printed).toEqual(['closed 1000']);
    const calls = async () => (await (await fetch(`${app.url}/calls`)).json()) as CallList;
    expect(await untilOver(calls)).toMatchObject({ outcome: 'lost' });
    await app.close();
  }, 30_000);
});

describe("The original guide's look into the log", () => {
  const COMMAND = 'tail -f logs/app.log | grep -E "(WebSocket|Realtime|Audio)"';
  const MESSAGES = [
    'WebSocket connection accepted',
    'Starting media stream',
    'OpenAI Realtime session created',
    'Speech started',
    'Forwarded audio to Twilio',
  ];
  const scenario: Scenario = {
    name: 'one question',
    greeting: 'Hello, this is Luigi.',
    turns: [{ caller: 'Are you open?', steps: [{ say: 'Yes, we are.' }] }],
  };
  const undo: (() => unknown)[] = [];

  beforeAll(ensureBuilt, 60_000);
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  it('shows with LOG_FILE what it looks for; the file has every message of the guide', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voiceplate-guide-'));
    undo.push(() => rm(folder, { recursive: true }));
    const log = join(folder, 'logs/app.log');
    const environment = { LOG_FILE: log, LOG_LEVEL: 'DEBUG' };
    const { phone, publicUrl } = await startDemoRig({ scenario, environment }, (stop) =>
      undo.push(stop),
    );
    // A pipe is given whole blocks otherwise, where a terminal is given lines.
    const shell = spawn('stdbuf', ['-oL', 'sh', '-c', COMMAND], { cwd: folder, detached: true });
    undo.push(() => process.kill(-(shell.pid ?? 0)));
    let shown = '';
    shell.stdout.on('data', (part: Buffer) => (shown += part.toString()));

    const call = await phone.dial();
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say('Are you open?');
    await call.hearsSpeech();
    await call.hangUp();

    const looked = MESSAGES.filter((message) => /WebSocket|Realtime|Audio/.test(message));
    const all = (text: string, messages: readonly string[]): boolean =>
      messages.every((message) => text.includes(message));
    await until(() => all(shown, looked), { what: 'messages in the terminal' });
    await until(async () => all(await readFile(log, 'utf8'), MESSAGES), { what: 'all messages' });
    // The guide's first trouble: a stream that Twilio cannot open.
    const refused = new WebSocket(`${publicUrl.replace('http', 'ws')}/ws/media`);
    await once(refused, 'error');
    await until(() => /WebSocket upgrade refused.*signature/.test(shown), {
      what: 'a refused stream in the terminal',
    });
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    expect(lines.filter((line) => !/ \d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z /.test(line))).toEqual([]);
  }, 60_000);
});
