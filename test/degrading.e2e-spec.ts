import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { differences } from './simulators/differences.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { startLine, type Line } from './support/line.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const MAX_SILENCE_MS = 3_000;
const POLL_MS = 100;

interface Status {
  readonly dependencies: {
    readonly database: { readonly status: string };
    readonly redis: { readonly status: string };
  };
}

describe('A call while what replicas share is away', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let toRedis: CuttableProxy;
  let toPostgres: CuttableProxy;
  let line: Line;

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([redis.close(), postgres.close()]);
  });

  beforeEach(async () => {
    const database = new URL(await postgres.createDatabase());
    toRedis = await CuttableProxy.open(redis.port);
    toPostgres = await CuttableProxy.open(Number(database.port));
    database.port = String(toPostgres.port);
    line = await startLine({
      scenario: SCENARIO,
      env: { REDIS_URL: `redis://127.0.0.1:${toRedis.port}`, DATABASE_URL: database.href },
    });
  }, 60_000);
  afterEach(async () => {
    await line.close();
    await Promise.all([toRedis.close(), toPostgres.close()]);
  });

  async function shown(): Promise<string> {
    const { dependencies } = await line.get<Status>('/status');
    return `database ${dependencies.database.status}, redis ${dependencies.redis.status}`;
  }

  async function untilShown(wanted: string): Promise<void> {
    while ((await shown()) !== wanted) await delay(POLL_MS);
  }

  /** Resolves when so many turns were completed; a filler is no answer. */
  async function completed(call: SimulatedCall, turns: number): Promise<void> {
    const detail = (): Promise<{ turns: number }> => line.get(`/calls/${call.callSid}`);
    while ((await detail()).turns < turns) await delay(POLL_MS);
    await call.untilQuiet(400);
  }

  /** A whole call; resolves with its SID when the caller has heard that the order is placed. */
  async function order(inTheMiddle = () => Promise.resolve()): Promise<string> {
    const call = await line.phone.dial({ from: '+12125550178' });
    await completed(call, 1);
    await call.say('A small Margherita for Ben, please.');
    await completed(call, 2);
    await inTheMiddle();
    await call.say('Yes.');
    expect(await call.untilEnded({ limitMs: 20_000 })).toBe('ended-by-rest');
    expect(call.longestSilenceMs()).toBeLessThan(MAX_SILENCE_MS);
    expect(line.violations()).toEqual([]);
    return call.callSid;
  }

  async function placed(): Promise<readonly unknown[]> {
    return (await line.get<{ orders: unknown[] }>('/orders')).orders;
  }

  async function ready(): Promise<number> {
    return (await fetch(`${line.app.url}/health/ready`)).status;
  }

  it.each([
    ['Redis', 'database up, redis down', () => toRedis.cut()],
    ['PostgreSQL', 'database down, redis up', () => toPostgres.cut()],
    [
      'both',
      'database down, redis down',
      () => {
        toRedis.cut();
        toPostgres.cut();
      },
    ],
  ])(
    'ends with a placed order without %s, which is in the store when all is back',
    async (_, state, strike) => {
      await untilShown('database up, redis up');
      strike();
      const callSid = await order();
      expect(await shown()).toBe(state);
      expect(await ready()).toBe(200);

      toRedis.heal();
      toPostgres.heal();
      await untilShown('database up, redis up');
      while ((await placed()).length === 0) await delay(POLL_MS);
      const orders = await placed();
      expect(orders).toHaveLength(1);
      expect(differences(orders[0], SCENARIO.expect?.order)).toEqual([]);
      const ended = async (): Promise<boolean> => {
        const { calls } = await line.get<{ calls: { callSid: string }[] }>('/calls?state=ended');
        return calls.some((call) => call.callSid === callSid);
      };
      while (!(await ended())) await delay(POLL_MS);
    },
    60_000,
  );

  it('goes on when they are lost in the middle of it', async () => {
    await order(() => {
      toRedis.cut();
      toPostgres.cut();
      return Promise.resolve();
    });
    toRedis.heal();
    toPostgres.heal();
    await untilShown('database up, redis up');
    while ((await placed()).length === 0) await delay(POLL_MS);
    expect(await placed()).toHaveLength(1);
  }, 60_000);

  it('goes on when they come back in the middle of it', async () => {
    toRedis.cut();
    toPostgres.cut();
    await order(async () => {
      toRedis.heal();
      toPostgres.heal();
      await untilShown('database up, redis up');
    });
    expect(await placed()).toHaveLength(1);
  }, 60_000);

  it('is not left in silence by slow ones', async () => {
    toRedis.slow(40);
    toPostgres.slow(100);
    await order();
    expect(await placed()).toHaveLength(1);
    expect(await shown()).toMatch(/redis up$/);
    expect(await ready()).toBe(200);
  }, 60_000);
});
