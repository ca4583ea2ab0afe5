import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { NO_TOKENS } from './support/account.js';
import { type RunningApp, startApp } from './support/start-app.js';

const OPEN = ['/health', '/health/live', '/health/ready', '/health/startup'];
const CLOSED: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/status'],
  ['GET', '/streams'],
  ['GET', '/realtime/sessions'],
  ['GET', '/calls'],
  ['GET', '/calls/CA0'],
  ['POST', '/calls/CA0/hangup'],
  ['POST', '/calls/CA0/transfer'],
  ['GET', '/orders'],
  ['GET', '/orders/o0'],
  ['PATCH', '/orders/o0'],
  ['GET', '/events'],
  ['GET', '/metrics'],
  ['GET', '/docs'],
  ['GET', '/docs/'],
  ['GET', '/DOCS'],
  ['GET', '/docs/swagger-ui-init.js'],
  ['GET', '/docs-json'],
  ['GET', '/docs-json/'],
];

describe('ops access to the running product', () => {
  let running: RunningApp;

  afterEach(() => running.close());

  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<number> => {
    const abort = new AbortController();
    const response = await fetch(running.url + path, { method, headers, signal: abort.signal });
    // An answer that is cut off leaves a spare connection behind, which keeps the server from
    // closing; only the stream of events has to be.
    if (path !== '/events') await response.arrayBuffer();
    abort.abort();
    return response.status;
  };

  it('is asked for everywhere but at health', async () => {
    running = await startApp({ OPS_TOKEN: 'ops', HUMAN_TRANSFER_NUMBER: '+15551230100' });
    for (const [method, path] of CLOSED) {
      expect([method, path, await ask(method, path)]).toEqual([method, path, 401]);
    }
    for (const path of OPEN) {
      expect([path, await ask('GET', path)]).toEqual([path, 200]);
    }
  });

  it('is granted by the token, as Bearer or as a password', async () => {
    running = await startApp({ OPS_TOKEN: 'ops' });
    const ways = ['Bearer ops', `Basic ${Buffer.from('me:ops').toString('base64')}`];
    for (const authorization of ways) {
      for (const [method, path] of CLOSED) {
        expect([401, 403]).not.toContain(await ask(method, path, { authorization }));
      }
    }
  });

  it('is bound to the allowed networks', async () => {
    running = await startApp({
      OPS_TOKEN: 'ops',
      ALLOWED_CIDRS: '10.0.0.0/8',
      HUMAN_TRANSFER_NUMBER: '+15551230100',
    });
    for (const [method, path] of CLOSED) {
      expect([path, await ask(method, path, { authorization: 'Bearer ops' })]).toEqual([path, 403]);
    }
    expect(await ask('GET', '/health')).toBe(200);
  });

  it('is for this machine alone while there is no token', async () => {
    running = await startApp(NO_TOKENS);
    for (const [method, path] of CLOSED) {
      expect([401, 403]).not.toContain(await ask(method, path));
      expect(await ask(method, path, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    }
  });

  it('is granted to the kitchen and to Prometheus for what is theirs', async () => {
    running = await startApp({ KITCHEN_TOKEN: 'kitchen', METRICS_TOKEN: 'metrics' });
    const theirs = { kitchen: /^\/orders/, metrics: /^\/metrics$/ };
    for (const [token, own] of Object.entries(theirs)) {
      for (const [method, path] of CLOSED) {
        const status = await ask(method, path, { authorization: `Bearer ${token}` });
        if (own.test(path)) expect([401, 403]).not.toContain(status);
        else expect([token, path, status]).toEqual([token, path, 403]);
      }
    }
    const password = Buffer.from('me:kitchen').toString('base64');
    expect(await ask('GET', '/orders', { authorization: `Basic ${password}` })).toBe(200);
  });

  it.each<Record<string, string>>([
    { TWILIO_AUTH_TOKEN: 'a Twilio token' },
    { PUBLIC_URL: 'https://phone.example.com' },
    { TRUST_PROXY: '1' },
    { METRICS_TOKEN: 'metrics' },
  ])('needs a token that is made where others reach the server: %j', async (env) => {
    running = await startApp({ ...NO_TOKENS, ...env });
    expect(await ask('GET', '/status')).toBe(401);
    expect(await ask('GET', '/docs-json')).toBe(401);
    const file = join(running.config.storage.dataDir, 'ops-token');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const authorization = `Bearer ${(await readFile(file, 'utf8')).trim()}`;
    expect(await ask('GET', '/status', { authorization })).toBe(200);
  });

  describe('slows down those who guess', () => {
    const wrong = { authorization: 'Bearer guessed' };
    const from = (address: string) => ({ 'x-forwarded-for': address });

    it('by their address, counts them and names no token', async () => {
      running = await startApp({ OPS_TOKEN: 'ops', TRUST_PROXY: '1', LOG_LEVEL: 'WARN' });
      const right = { authorization: 'Bearer ops' };
      const written: string[] = [];
      const streams = [process.stdout, process.stderr] as const;
      const writes = streams.map((stream) =>
        jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0),
      );
      const guesses = [];
      for (let i = 0; i < 12; i++) {
        guesses.push(await ask('GET', '/status', { ...wrong, ...from('203.0.113.9') }));
      }
      for (const write of writes) write.mockRestore();
      expect(guesses).toEqual([...Array<number>(10).fill(401), 429, 429]);
      expect(written.filter((line) => line.includes('Wrong operations token'))).toHaveLength(10);
      expect(written.join('')).toContain('203.0.113.9');
      expect(written.join('')).not.toContain('guessed');

      const waiting = await fetch(`${running.url}/docs-json`, {
        headers: { ...right, ...from('203.0.113.9') },
      });
      expect(waiting.status).toBe(429);
      expect(waiting.headers.get('content-type')).toContain('application/problem+json');
      const seconds = Number(waiting.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(10);
      await waiting.text();

      const headers = { ...right, ...from('203.0.113.10') };
      const metrics = await (await fetch(`${running.url}/metrics`, { headers })).text();
      const refused = (reason: string) =>
        Number(new RegExp(`refused_total\\{reason="${reason}"\\} (\\d+)`).exec(metrics)?.[1]);
      expect(refused('wrong')).toBe(10);
      expect(refused('slowed')).toBe(3);
      expect(refused('missing')).toBe(0);
    });
  });
});

describe('The answers of the running product', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp({ HUMAN_TRANSFER_NUMBER: '+15551230100' });
  });
  afterAll(() => running.close());

  it.each<readonly [method: string, path: string, status: number]>([
    ['GET', '/health', 200],
    ['GET', '/health/live', 200],
    ['GET', '/status', 200],
    ['GET', '/calls', 200],
    ['GET', '/orders', 200],
    ['GET', '/events', 200],
    ['GET', '/metrics', 200],
    ['GET', '/docs', 200],
    ['GET', '/docs-json', 200],
    ['GET', '/docs/swagger-ui.css', 200],
    ['GET', '/calls/CA0', 404],
    ['GET', '/nowhere', 404],
    ['POST', '/voice', 403],
    ['POST', '/call/status', 403],
  ])('%s %s are neither stored, framed nor named to others', async (method, path, status) => {
    const abort = new AbortController();
    const answer = await fetch(running.url + path, {
      method,
      headers: running.authorization,
      signal: abort.signal,
    });
    abort.abort();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are the same for those who have no token', async () => {
    const answer = await fetch(`${running.url}/orders`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
  });
});
