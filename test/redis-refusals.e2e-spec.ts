import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { until } from './support/eventually.js';
import { type RedisServer, startRedis } from './support/redis.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';

/** A way in which a real server comes to refuse writes, and what ends it. */
interface Refusal {
  readonly kind: string;
  readonly says: string;
  readonly begin: (admin: Redis) => Promise<unknown>;
  readonly end: (admin: Redis) => Promise<unknown>;
}

interface Status {
  readonly degraded: readonly { what: string; since: string; reason: string }[];
  readonly dependencies: { readonly redis: { readonly status: string } };
}

describe('A Redis that refuses', () => {
  let folder: string;
  let redis: RedisServer;
  let primary: RedisServer;
  let admin: Redis;
  let running: RunningApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-redis-'));
    // With a schedule for saving, it stops writes when it cannot save.
    redis = await startRedis(['--save', '3600 1000000', '--dir', folder]);
    primary = await startRedis();
    admin = new Redis(redis.url);
    running = await startApp({ REDIS_URL: redis.url, OPS_TOKEN: 'ops' });
  }, 180_000);

  afterAll(async () => {
    await running?.close();
    admin?.disconnect();
    await redis?.close();
    await primary?.close();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const ask = (path: string): Promise<Response> =>
    fetch(running.url + path, { headers: { authorization: 'Bearer ops' } });
  const status = async (): Promise<Status> => (await (await ask('/status')).json()) as Status;
  const redisFault = async () => (await status()).degraded.find(({ what }) => what === 'redis');

  async function metric(series: string): Promise<number> {
    const lines = (await (await ask('/metrics')).text()).split('\n');
    return Number(lines.find((line) => line.startsWith(`voiceplate_${series} `))?.split(' ')[1]);
  }

  const REFUSALS: readonly Refusal[] = [
    {
      kind: 'oom',
      says: 'refuses writes: its memory is full (OOM)',
      begin: (server) => server.config('SET', 'maxmemory', '1mb'),
      end: (server) => server.config('SET', 'maxmemory', '0'),
    },
    {
      kind: 'readonly',
      says: 'refuses writes: it is a read-only replica (READONLY)',
      begin: (server) => server.replicaof('127.0.0.1', primary.port),
      end: (server) => server.replicaof('NO', 'ONE'),
    },
    {
      kind: 'misconf',
      says: 'refuses writes: it cannot save its data to disk (MISCONF)',
      begin: async (server) => {
        await rm(folder, { recursive: true, force: true });
        await server.bgsave();
      },
      end: (server) => server.config('SET', 'stop-writes-on-bgsave-error', 'no'),
    },
    {
      kind: 'noauth',
      says: 'refuses this server: password missing or wrong (NOAUTH)',
      begin: async (server) => {
        await server.config('SET', 'requirepass', 'a-new-password');
        // Who is connected stays let in; a restart of either side ends that.
        await server.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      },
      end: (server) => server.config('SET', 'requirepass', ''),
    },
  ];

  it.each(REFUSALS)(
    'is told apart: $kind; calls go on, and it heals by itself',
    async ({ kind, says, begin, end }) => {
      await until(async () => (await status()).dependencies.redis.status === 'up');
      const errors = jest.spyOn(Logger.prototype, 'error');
      const failedBefore =
        (await metric('snapshots_failed_total{reason="refused"}')) +
        (await metric('snapshots_failed_total{reason="away"}'));
      await begin(admin);
      const fault = await until(
        async () => {
          const seen = await redisFault();
          return seen?.reason === says && seen;
        },
        { what: `${says} on /status` },
      );
      expect(Date.now() - Date.parse(fault.since)).toBeLessThan(10_000);
      expect((await ask('/health')).status).toBe(200);
      expect((await ask('/health/ready')).status).toBe(200);

      const caller = new WebhookCaller();
      expect((await caller.tell(running)).said).not.toBe('');
      expect((await caller.tell(running, { Digits: '1' })).tookMs).toBeLessThan(1_000);
      expect((await ask(`/calls/${caller.callSid}`)).status).toBe(200);
      await until(async () => (await status()).degraded.some(({ what }) => what === 'snapshots'));

      expect(await metric(`redis_refusing{kind="${kind}"}`)).toBe(1);
      expect(await metric(`redis_refusals_total{kind="${kind}"}`)).toBeGreaterThan(0);
      const failedNow =
        (await metric('snapshots_failed_total{reason="refused"}')) +
        (await metric('snapshots_failed_total{reason="away"}'));
      expect(failedNow).toBeGreaterThan(failedBefore);
      // More heartbeats and probes are refused: one line of the kind.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const lines = errors.mock.calls.filter(([message]) => /Redis/.test(String(message)));
      expect(lines.map(([, fields]) => fields as unknown)).toMatchObject([{ kind }]);

      await end(admin);
      await until(async () => (await redisFault()) === undefined, { what: 'healed' });
      expect(await metric(`redis_refusing{kind="${kind}"}`)).toBe(0);
      expect(await metric('redis_up')).toBe(1);
      expect((await caller.tell(running, { Digits: '0' })).said).not.toBe('');
      await until(async () => !(await status()).degraded.some(({ what }) => what === 'snapshots'));
      errors.mockRestore();
    },
    60_000,
  );
});
