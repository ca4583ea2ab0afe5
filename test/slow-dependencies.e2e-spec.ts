import { CuttableProxy } from './support/cuttable-proxy.js';
import { until } from './support/eventually.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { type RunningApp, startApp } from './support/start-app.js';

interface Dependency {
  readonly status: string;
  readonly latencyMs?: number;
}

describe('Redis and PostgreSQL over a slow line', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let toRedis: CuttableProxy;
  let toPostgres: CuttableProxy;
  let running: RunningApp;

  beforeAll(async () => {
    redis = await startRedis();
    postgres = await startPostgres();
    const database = new URL(await postgres.createDatabase());
    toRedis = await CuttableProxy.open(redis.port);
    toPostgres = await CuttableProxy.open(Number(database.port));
    database.port = String(toPostgres.port);
    running = await startApp({
      REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
      DATABASE_URL: database.href,
    });
  }, 180_000);

  afterAll(async () => {
    await running?.close();
    await toRedis?.close();
    await toPostgres?.close();
    await postgres?.close();
    await redis?.close();
  }, 30_000);

  const ask = (path: string): Promise<Response> =>
    fetch(running.url + path, { headers: running.authorization });

  /** Resolves when `/status` says so of a dependency. */
  async function shown(name: 'database' | 'redis', status: string): Promise<Dependency> {
    return until(
      async () => {
        const { dependencies } = (await (await ask('/status')).json()) as {
          dependencies: Record<'database' | 'redis', Dependency>;
        };
        return dependencies[name].status === status && dependencies[name];
      },
      { what: `${name} ${status}`, limitMs: 30_000 },
    );
  }

  async function expectOpenForCalls(): Promise<void> {
    expect((await fetch(`${running.url}/health`)).status).toBe(200);
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
  }

  const metrics = async (): Promise<string> => (await ask('/metrics')).text();

  it('is shown as degraded with its latency, and calls are taken', async () => {
    await shown('redis', 'up');
    await shown('database', 'up');

    toRedis.slow(35);
    expect((await shown('redis', 'degraded')).latencyMs).toBeGreaterThan(50);
    await expectOpenForCalls();
    toRedis.slow(0);
    expect((await shown('redis', 'up')).latencyMs).toBeLessThanOrEqual(50);

    toPostgres.slow(60);
    expect((await shown('database', 'degraded')).latencyMs).toBeGreaterThan(100);
    await expectOpenForCalls();
    toPostgres.slow(0);
    expect((await shown('database', 'up')).latencyMs).toBeLessThanOrEqual(100);
  }, 60_000);

  it('is away for Prometheus once it is cut, and back when it is healed', async () => {
    expect(await metrics()).toContain('voiceplate_database_up 1');
    toPostgres.cut();
    const { latencyMs } = await shown('database', 'down');
    expect(latencyMs).toBeUndefined();
    await until(async () => (await metrics()).includes('voiceplate_database_up 0'));
    await expectOpenForCalls();
    toPostgres.heal();
    await shown('database', 'up');
    expect(await metrics()).toContain('voiceplate_database_up 1');
  }, 60_000);
});
