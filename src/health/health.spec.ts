import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { CallsService } from '../calls/calls.service.js';
import { type InstanceView, Membership } from '../cluster/membership.js';
import { RedisLink } from '../cluster/redis-link.js';
import { AppConfig } from '../config/app-config.js';
import { readEnvironment } from '../config/environment.js';
import { MenuService } from '../menu/menu.service.js';
import { EventLoopMonitor } from '../ops/event-loop.monitor.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { Metrics } from '../ops/metrics.js';
import type { ModelStatus } from '../openai/models/model-check.js';
import { ModelWatch } from '../openai/models/model-watch.js';
import { StandingFaults } from '../ops/standing-faults.js';
import { type ProviderStatus, RealtimeService } from '../realtime/realtime.service.js';
import { Database } from '../storage/database.js';
import { StorageWatch } from '../storage/storage-watch.js';
import { HealthController } from './health.controller.js';
import { HEALTH_PROVIDERS } from './health.module.js';
import { MetricsController } from './metrics.controller.js';
import { StatusController } from './status.controller.js';

const SECRET = 'postgres://user:hunter2@db.internal:5432/orders +15551230100';

const MODEL: ModelStatus = {
  use: 'chat',
  variable: 'OPENAI_CHAT_MODEL',
  model: 'd',
  state: 'ok',
  shutdownDate: null,
  daysLeft: null,
  problem: null,
  instead: null,
};

/** What the other parts say; each test changes what it is about. */
function healthyParts() {
  return {
    env: { OPENAI_API_KEY: 'sk-hunter2' } as Record<string, string>,
    database: { kind: 'embedded', up: true, ping: (): Promise<void> => Promise.resolve() },
    stats: { active: 1, total: 5, rejected: 0, max: 2, streams: 1 },
    provider: {
      name: 'openai-realtime',
      state: 'usable',
      circuit: 'closed',
      activeSessions: 1,
      warmSessions: 1,
      lastError: null,
      lastErrorAt: null,
      reason: null,
    } as ProviderStatus,
    models: [] as readonly ModelStatus[],
    menu: {
      ok: true,
      items: 3,
      loadedAt: '2026-11-22T10:00:00.000Z',
      lastError: null as string | null,
    },
    p99Ms: 3,
    storage: { database: null, disk: null },
    redis: {
      configured: true,
      up: true,
      refusal: null,
      /** How the server answers a PING. */
      ping: (): Promise<unknown> => Promise.resolve('PONG'),
      run(work: (redis: { ping(): Promise<unknown> }) => Promise<unknown>): Promise<unknown> {
        return work({ ping: this.ping });
      },
    },
    instances: [
      { instance: 'one', state: 'ready', activeCalls: 1, lastSeen: '2026-11-22T10:00:00.000Z' },
    ] as InstanceView[],
  };
}

describe('health', () => {
  let parts: ReturnType<typeof healthyParts>;
  let app: INestApplication;
  let url: string;

  beforeEach(() => {
    parts = healthyParts();
  });
  afterEach(() => app.close());

  async function start(): Promise<void> {
    const figures = { p50: 1, p95: 2, p99: 3 };
    const instances = () => parts.instances;
    const module = await Test.createTestingModule({
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, StatusController, MetricsController],
      providers: [
        ...HEALTH_PROVIDERS,
        Lifecycle,
        Metrics,
        StandingFaults,
        { provide: StorageWatch, useFactory: () => parts.storage },
        { provide: AppConfig, useValue: readEnvironment(parts.env) },
        { provide: Database, useValue: parts.database },
        { provide: RedisLink, useValue: parts.redis },
        { provide: Membership, useValue: { instances, current: instances } },
        {
          provide: CallsService,
          useValue: {
            stats: () => parts.stats,
            latency: () => ({ responseMs: figures, addedMs: { in: figures, out: figures } }),
          },
        },
        { provide: RealtimeService, useValue: { providers: () => [parts.provider] } },
        { provide: ModelWatch, useValue: { checkedAt: null, models: () => parts.models } },
        { provide: MenuService, useValue: { status: () => parts.menu } },
        { provide: EventLoopMonitor, useValue: { p99Ms: parts.p99Ms } },
      ],
    }).compile();
    app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    app.get(Lifecycle).markReady();
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  }

  interface Health {
    status: string;
    info: Record<string, unknown>;
    error: Record<string, { status: string }>;
    details: Record<string, { status: string }>;
  }

  async function ask(path: string): Promise<{ code: number; text: string; body: Health }> {
    const response = await fetch(url + path);
    const text = await response.text();
    return { code: response.status, text, body: JSON.parse(text) as Health };
  }

  it('is ok with every dependency up', async () => {
    await start();
    const { code, body } = await ask('/health');
    expect(code).toBe(200);
    expect(body.status).toBe('ok');
    expect(body.error).toEqual({});
    expect(Object.keys(body.details).sort((a, b) => a.localeCompare(b))).toEqual([
      'database',
      'disk',
      'eventLoop',
      'memory',
      'menu',
      'models',
      'openai',
      'redis',
    ]);
  });

  it.each<[string, () => void, string]>([
    [
      'the database',
      () => {
        parts.database.ping = () => Promise.reject(new Error(`cannot connect to ${SECRET}`));
      },
      'database',
    ],
    [
      'OpenAI',
      () => {
        parts.env['HUMAN_TRANSFER_NUMBER'] = '+15551230100';
        parts.provider = {
          ...parts.provider,
          state: 'unusable',
          circuit: 'open',
          lastError: SECRET,
          reason: SECRET,
        };
      },
      'openai',
    ],
    [
      'Redis',
      () => {
        parts.env['REDIS_URL'] = 'redis://user:hunter2@cache.internal:6379';
        parts.redis.up = false;
      },
      'redis',
    ],
    [
      'a fresh menu',
      () => {
        parts.menu = { ...parts.menu, ok: false, lastError: SECRET };
      },
      'menu',
    ],
  ])('degrades without %s and says so without details', async (_, breakIt, key) => {
    breakIt();
    await start();
    const { code, text, body } = await ask('/health');
    expect(code).toBe(200);
    expect(body.status).toBe('degraded');
    expect(Object.keys(body.error)).toEqual([key]);
    expect(body.details[key]).toMatchObject({ status: 'down' });
    expect(text).not.toMatch(/hunter2|\.internal|1555|:\/\//);
  });

  it('is degraded in words, and no more, by models that end', async () => {
    parts.models = [
      { ...MODEL, model: 'a', state: 'ending', daysLeft: 5, problem: 'is shut down on 2026-12-01' },
      { ...MODEL, model: 'b', state: 'ended', daysLeft: -5, problem: 'was shut down' },
      { ...MODEL, model: 'c', state: 'unknown', problem: 'is not among the models of this key' },
      MODEL,
    ];
    await start();
    const { code, body } = await ask('/health');
    expect([code, body.status, body.error]).toEqual([200, 'degraded', {}]);
    expect(body.details['models']).toEqual({
      status: 'degraded',
      message: 'a (chat) is shut down on 2026-12-01; b (chat) was shut down',
    });
    expect((await ask('/health/ready')).code).toBe(200);
    expect((await ask('/health/live')).code).toBe(200);
  });

  it('does not wait for a database that hangs', async () => {
    parts.database.ping = () => new Promise(() => undefined);
    await start();
    const before = performance.now();
    const { code, body } = await ask('/health');
    expect(performance.now() - before).toBeLessThan(2000);
    expect(code).toBe(200);
    expect(body.error).toHaveProperty('database');
  });

  it('does not wait for a Redis that stops answering at this moment', async () => {
    parts.redis.ping = () => {
      parts.redis.up = false;
      return Promise.reject(new Error(SECRET));
    };
    await start();
    const { code, body } = await ask('/health');
    expect(code).toBe(200);
    expect(body.error).toEqual({
      redis: { status: 'down', configured: true, message: 'away; this replica goes on alone' },
    });
  });

  it('says how fast the database and Redis answer, and nothing while they do not', async () => {
    await start();
    const { details } = (await ask('/health')).body;
    const latencyMs = expect.any(Number);
    expect(details['database']).toEqual({ status: 'up', kind: 'embedded', latencyMs });
    expect(details['redis']).toEqual({ status: 'up', configured: true, latencyMs });
    await app.close();

    parts.database.ping = () => Promise.reject(new Error(SECRET));
    parts.redis.up = false;
    await start();
    const { error } = (await ask('/health')).body;
    expect(error['database']).not.toHaveProperty('latencyMs');
    expect(error['redis']).not.toHaveProperty('latencyMs');
  });

  it.each<[string, number, () => void]>([
    ['database', 120, () => (parts.database.ping = () => delay(120))],
    ['redis', 70, () => (parts.redis.ping = () => delay(70))],
  ])('is degraded, and still ready, with a slow %s', async (name, slowMs, slowDown) => {
    slowDown();
    await start();
    const { code, body } = await ask('/health');
    expect(code).toBe(200);
    expect(body.status).toBe('degraded');
    expect(body.error).toEqual({});
    const { status, latencyMs } = body.details[name] as { status: string; latencyMs: number };
    expect(status).toBe('degraded');
    // Timers may fire a little early.
    expect(latencyMs).toBeGreaterThan(slowMs - 2);
    expect((await ask('/health/ready')).code).toBe(200);
    const overview = (await (await fetch(`${url}/status`)).json()) as {
      dependencies: Record<string, unknown>;
    };
    expect(overview.dependencies[name]).toMatchObject({
      status: 'degraded',
      latencyMs: expect.any(Number),
    });
  });

  it('asks the database and Redis once for many questions', async () => {
    const asked = { database: 0, redis: 0 };
    parts.database.ping = () => Promise.resolve(void (asked.database += 1));
    parts.redis.ping = () => Promise.resolve((asked.redis += 1));
    await start();
    await Promise.all(Array.from({ length: 10 }, () => ask('/health')));
    expect(asked).toEqual({ database: 1, redis: 1 });
  });

  it('counts what is not configured as up', async () => {
    parts.env = {};
    Object.assign(parts.redis, { configured: false, up: false });
    parts.provider = { ...parts.provider, name: 'ivr' };
    await start();
    const { body } = await ask('/health');
    expect(body.status).toBe('ok');
    expect(body.details).toMatchObject({
      openai: { status: 'up', configured: false },
      redis: { status: 'up', configured: false },
    });
  });

  it('fails when no rung can answer a call', async () => {
    parts.provider = { ...parts.provider, state: 'unusable' };
    await start();
    const { code, body } = await ask('/health');
    expect(code).toBe(503);
    expect(body.status).toBe('error');
  });

  it('counts a person as a rung', async () => {
    parts.env['HUMAN_TRANSFER_NUMBER'] = '+15551230100';
    parts.provider = { ...parts.provider, state: 'unusable' };
    await start();
    const { code, text } = await ask('/health');
    expect(code).toBe(200);
    expect(text).not.toContain('1555');
  });

  it('reports a late event loop as degraded and a wedged one as dead', async () => {
    parts.p99Ms = 80;
    await start();
    expect((await ask('/health')).body.status).toBe('degraded');
    expect((await ask('/health/live')).code).toBe(200);
    await app.close();

    parts.p99Ms = 1500;
    await start();
    expect((await ask('/health')).code).toBe(503);
    expect((await ask('/health/live')).code).toBe(503);
  });

  it('is ready until it drains', async () => {
    await start();
    expect((await ask('/health/ready')).code).toBe(200);
    app.get(Lifecycle).markDraining();
    expect((await ask('/health/ready')).code).toBe(503);
    expect((await ask('/health/startup')).code).toBe(200);
    expect((await ask('/health/live')).code).toBe(200);
  });

  it('is not ready while every line is taken', async () => {
    parts.stats = { ...parts.stats, active: 2 };
    await start();
    const { code, body } = await ask('/health/ready');
    expect(code).toBe(503);
    expect(body.error).toEqual({ capacity: { status: 'down', full: true } });
  });

  it('has neither started nor become ready before the port is open', async () => {
    await start();
    Object.assign(app.get(Lifecycle), { current: 'starting' });
    expect((await ask('/health/startup')).code).toBe(503);
    expect((await ask('/health/ready')).code).toBe(503);
  });

  it('gives Prometheus the state of the moment', async () => {
    await start();
    const text = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
    const now = await text();
    expect(now).toContain('voiceplate_calls_active 1');
    expect(now).toContain('voiceplate_database_up 1');
    parts.stats = { ...parts.stats, active: 2 };
    parts.provider = { ...parts.provider, state: 'unusable' };
    parts.database.up = false;
    const later = await text();
    expect(later).toContain('voiceplate_calls_active 2');
    expect(later).toContain('voiceplate_database_up 0');
    expect(later).toContain('voiceplate_provider_usable{provider="openai-realtime"} 0');
    expect(later).toContain('process_cpu_seconds_total');
  });

  it('shows operators why a provider cannot be used', async () => {
    parts.provider = { ...parts.provider, state: 'unusable', reason: 'the key was refused' };
    await start();
    const response = await fetch(`${url}/status`);
    expect(await response.json()).toMatchObject({
      state: 'ready',
      calls: { active: 1, total: 5, rejected: 0, max: 2 },
      streams: { active: 1 },
      realtime: { providers: [{ state: 'unusable', reason: 'the key was refused' }] },
    });
  });

  it('shows operators every replica, and whether Redis joins them', async () => {
    const other = { ...parts.instances[0]!, instance: 'two', state: 'draining' } as const;
    parts.instances = [...parts.instances, other];
    parts.redis.up = false;
    await start();
    const response = await fetch(`${url}/status`);
    expect(await response.json()).toMatchObject({
      dependencies: { redis: { status: 'down', configured: true } },
      cluster: { instances: [{ instance: 'one', activeCalls: 1 }, other] },
    });
  });
});
