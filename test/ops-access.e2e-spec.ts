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
    running = await startApp();
    for (const [method, path] of CLOSED) {
      expect([401, 403]).not.toContain(await ask(method, path));
      expect(await ask(method, path, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    }
  });
});
