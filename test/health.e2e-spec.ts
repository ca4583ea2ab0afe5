import { Lifecycle } from '../src/ops/lifecycle.js';
import { type RunningApp, startApp } from './support/start-app.js';

describe('health and status of the running product', () => {
  let running: RunningApp;

  beforeEach(async () => {
    running = await startApp({
      OPS_TOKEN: 'ops',
      INSTANCE_ID: 'one',
      OPENAI_API_KEY: 'sk-hunter2',
      REALTIME_WARM_SESSIONS: '0',
    });
  });
  afterEach(() => running.close());

  const get = (path: string): Promise<Response> =>
    fetch(running.url + path, { headers: { authorization: 'Bearer ops' } });

  it('is healthy with nothing beside it but a voice provider', async () => {
    const response = await get('/health');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toContain('hunter2');
    const { error, details } = JSON.parse(text) as Record<string, object>;
    expect(error).toEqual({});
    expect(details).toMatchObject({
      database: { status: 'up', kind: 'embedded' },
      redis: { status: 'up', configured: false },
      openai: { status: 'up', configured: true },
      menu: { status: 'up' },
      memory: { status: 'up' },
    });
  });

  it.each(['/health/live', '/health/ready', '/health/startup'])('%s is up', async (path) => {
    expect((await get(path)).status).toBe(200);
  });

  it('is taken out of the rotation the moment it drains', async () => {
    running.app.get(Lifecycle).markDraining();
    expect((await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/status')).json()).toMatchObject({ state: 'draining' });
  });

  it('shows operators the whole state at a glance', async () => {
    const response = await get('/status');
    expect(response.status).toBe(200);
    const percentile = expect.anything();
    const figure = expect.any(Number);
    expect(await response.json()).toMatchObject({
      service: 'voiceplate',
      version: expect.stringMatching(/^\d/),
      instance: 'one',
      state: 'ready',
      uptimeSeconds: figure,
      calls: { active: 0, total: 0, rejected: 0, max: 200 },
      streams: { active: 0 },
      realtime: { enabled: true, fallbackEnabled: true, providers: expect.any(Array) },
      latency: { responseMs: percentile, addedMs: { in: percentile, out: percentile } },
      eventLoop: { p99Ms: figure },
      dependencies: { database: { status: 'up' }, redis: { status: 'up' }, menu: { ok: true } },
      cluster: {
        instances: [
          { instance: 'one', state: 'ready', activeCalls: 0, lastSeen: expect.any(String) },
        ],
      },
    });
  });

  it('is measured by Prometheus', async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('voiceplate_calls_active 0');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('describes its interface', async () => {
    const { openapi, info, paths } = (await (await get('/docs-json')).json()) as {
      openapi: string;
      info: { title: string };
      paths: Record<string, object>;
    };
    expect(openapi).toMatch(/^3\./);
    expect(info.title).toBe('VoicePlate');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/health', '/status', '/events', '/voice', '/calls', '/orders']),
    );
    const page = await get('/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
  });
});
