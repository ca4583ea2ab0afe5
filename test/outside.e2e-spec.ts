import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { NO_TOKENS } from './support/account.js';
import { startBareProxy } from './support/haproxy.js';
import { startNginx } from './support/nginx.js';
import { startNginxDefaults } from './support/nginx-defaults.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { refusal } from './support/upgrade.js';

const WEBHOOKS = [
  '/voice',
  '/voice/next',
  '/voice/gather',
  '/voice/fallback',
  '/process-speech',
  '/stream/status',
  '/call/status',
];
const FORM = 'CallSid=CA1&From=%2B15551230100&CallStatus=in-progress';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks with these headers, `Host` included. */
async function ask(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<Answer> {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = request(url + path, {
    method,
    agent: false,
    headers: { ...(method === 'POST' && form), ...headers },
  }).end(method === 'POST' ? FORM : undefined);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

const post = (url: string, path: string, headers: Record<string, string> = {}) =>
  ask(url, path, headers, 'POST');

/** The proxies that make others' requests look like this machine's. */
const PROXIES = [
  ['HAProxy without forwardfor', startBareProxy],
  ['nginx as it is installed', startNginx],
  ["nginx's newest defaults", startNginxDefaults],
] as const;

/** Runs a test with a proxy in front of the server. */
async function behind(
  started: Promise<{ readonly url: string; close(): Promise<void> }>,
  test: (url: string) => Promise<void>,
): Promise<void> {
  const proxy = await started;
  try {
    await test(proxy.url);
  } finally {
    await proxy.close();
  }
}

describe('With a public address, behind a proxy that adds nothing', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ ...NO_TOKENS, PUBLIC_URL: 'https://phone.example.com' });
  });
  afterAll(() => app.close());

  it.each(PROXIES)('everyone needs a token: %s', async (_, start) => {
    await behind(start(app.url), async (url) => {
      for (const host of ['phone.example.com', 'localhost', '127.0.0.1']) {
        for (const path of ['/status', '/calls', '/orders', '/metrics', '/docs-json', '/events']) {
          const { status } = await ask(url, path, { host });
          expect([host, path, status]).toEqual([host, path, 401]);
        }
        for (const path of WEBHOOKS) {
          expect([path, (await post(url, path, { host })).status]).toEqual([path, 403]);
        }
      }
      expect((await ask(url, '/health', { host: 'phone.example.com' })).status).toBe(200);
    });
  });
});

describe('With nothing set, a proxy that adds nothing', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(NO_TOKENS);
  });
  afterAll(() => app.close());

  it('is noticed by the name that others call it by: HAProxy without forwardfor', async () => {
    await behind(startBareProxy(app.url), async (url) => {
      const headers = { host: 'phone.example.com' };
      expect((await ask(url, '/status', headers)).status).toBe(403);
      expect((await post(url, '/voice', headers)).status).toBe(403);
      const media = `${url.replace('http', 'ws')}/ws/media`;
      expect(await refusal(media, { headers })).toBe(403);
    });
  });

  it('is noticed by its protocol: nginx as it is installed', async () => {
    await behind(startNginx(app.url), async (url) => {
      expect((await ask(url, '/status')).status).toBe(403);
      expect((await post(url, '/voice')).status).toBe(403);
    });
  });
});

/** Each says in its way that the request is not this machine's own. */
const STRANGERS: readonly Record<string, string>[] = [
  { host: 'evil.example' },
  { host: 'phone.example.com:6001' },
  { host: 'localhost.evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'x-forwarded-for': '203.0.113.9' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-forwarded-host': 'localhost' },
  { forwarded: 'for=127.0.0.1' },
  { 'x-real-ip': '127.0.0.1' },
  { via: '1.1 proxy' },
  { 'cf-connecting-ip': '127.0.0.1' },
  { 'sec-fetch-site': 'cross-site' },
];
const LOCALS: readonly Record<string, string>[] = [
  {},
  { host: 'localhost:6001' },
  { origin: 'http://localhost:6001', 'sec-fetch-site': 'same-origin' },
  { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' },
];

describe.each([
  ['without any token', NO_TOKENS],
  ['with validation switched off', { TWILIO_WEBHOOK_VALIDATION: 'false' }],
])('Signatures are not checked %s', (_, env) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(env);
  });
  afterAll(() => app.close());

  it.each(WEBHOOKS)('%s takes requests of this machine alone', async (path) => {
    for (const headers of LOCALS) {
      expect((await post(app.url, path, headers)).status).toBeLessThan(300);
    }
    for (const headers of STRANGERS) {
      const { status, body } = await post(app.url, path, headers);
      expect([headers, status]).toEqual([headers, 403]);
      expect(JSON.parse(body)).toMatchObject({ detail: 'Forbidden resource' });
    }
  });

  it('the media stream takes upgrades of this machine alone', async () => {
    for (const headers of STRANGERS) {
      expect([headers, await refusal(app.wsUrl, { headers })]).toEqual([headers, 403]);
    }
    for (const headers of LOCALS) {
      const socket = new WebSocket(app.wsUrl, { headers });
      await once(socket, 'open');
      socket.close();
      await once(socket, 'close');
    }
  });
});
