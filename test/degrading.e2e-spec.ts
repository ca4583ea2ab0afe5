import { join } from 'node:path';
import { differences } from './simulators/differences.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { readScenario } from './simulators/scenario.js';
import { bootInTurn } from './support/boot-in-turn.js';
import { type CallsPage, type CallView, untilCall } from './support/call-view.js';
import { CuttableProxy } from './support/cuttable-proxy.js';
import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { startRedis, type RedisServer } from './support/redis.js';

const SCENARIO = readScenario(join(import.meta.dirname, 'scenarios/short.json'));
const MAX_SILENCE_MS = 3_000;
const LIMIT_MS = 90_000;

interface Status {
  readonly dependencies: {
    readonly database: { readonly status: string };
    readonly redis: { readonly status: string };
  };
}

/** One replica that reaches Redis and PostgreSQL over lines that can be cut. */
class Restaurant {
  private constructor(
    readonly line: Line,
    readonly toRedis: CuttableProxy,
    readonly toPostgres: CuttableProxy,
    private readonly redis: RedisServer,
  ) {}

  static async open(postgres: PostgresServer): Promise<Restaurant> {
    const redis = await startRedis();
    const database = new URL(await postgres.createDatabase());
    const toRedis = await CuttableProxy.open(redis.port);
    const toPostgres = await CuttableProxy.open(Number(database.port));
    database.port = String(toPostgres.port);
    const env = { REDIS_URL: `redis://127.0.0.1:${toRedis.port}`, DATABASE_URL: database.href };
    const line = await startLine({ scenario: SCENARIO, env });
    return new Restaurant(line, toRedis, toPostgres, redis);
  }

  heal(): void {
    this.toRedis.heal();
    this.toPostgres.heal();
  }

  /** What `/status` says of both. */
  async shown(): Promise<string> {
    const { dependencies } = await this.line.get<Status>('/status');
    return `database ${dependencies.database.status}, redis ${dependencies.redis.status}`;
  }

  async untilShown(wanted: string): Promise<void> {
    await until(async () => (await this.shown()) === wanted, { what: wanted, limitMs: LIMIT_MS });
  }

  /** A whole call; resolves with its SID when the caller has heard that the order is placed. */
  async order(inTheMiddle = () => Promise.resolve()): Promise<string> {
    const call = await this.line.phone.dial({ from: '+12125550178' });
    await this.completed(call, 1);
    await call.say('A small Margherita for Ben, please.');
    await this.completed(call, 2);
    await inTheMiddle();
    await call.say('Yes.');
    expect(await call.untilEnded({ limitMs: 20_000 })).toBe('ended-by-rest');
    expect(call.longestSilenceMs()).toBeLessThan(MAX_SILENCE_MS);
    expect(this.line.violations()).toEqual([]);
    return call.callSid;
  }

  /** Resolves when the order is in the store, where it has to be once. */
  async stored(): Promise<unknown> {
    return until(
      async () => {
        const { orders } = await this.line.get<{ orders: readonly unknown[] }>('/orders');
        expect(orders.length).toBeLessThanOrEqual(1);
        return orders[0];
      },
      { what: 'the order', limitMs: LIMIT_MS },
    );
  }

  /** Resolves when the call is on record as ended. */
  async recorded(callSid: string): Promise<void> {
    const ended = async (): Promise<boolean> =>
      (await this.line.get<CallsPage>('/calls?state=ended')).calls.some(
        (call) => call.callSid === callSid,
      );
    await until(ended, { what: `the record of ${callSid}`, limitMs: LIMIT_MS });
  }

  async ready(): Promise<number> {
    return (await fetch(`${this.line.app.url}/health/ready`)).status;
  }

  async close(): Promise<void> {
    await this.line.close();
    await Promise.all([this.toRedis.close(), this.toPostgres.close(), this.redis.close()]);
  }

  /** Resolves when so many turns were completed; a filler is no answer. */
  private async completed(call: SimulatedCall, turns: number): Promise<void> {
    const completed = (view: CallView): boolean => view.turns >= turns;
    await untilCall(this.line, call.callSid, completed, { limitMs: LIMIT_MS });
    await call.untilQuiet(400);
  }
}

/** Something that is wrong while an order is taken. */
type Trouble = (restaurant: Restaurant) => Promise<void>;

/** From before the call until after it. */
const without =
  (state: string, strike: (restaurant: Restaurant) => void): Trouble =>
  async (restaurant) => {
    await restaurant.untilShown('database up, redis up');
    strike(restaurant);
    const callSid = await restaurant.order();
    // A database that answers late on a busy machine is shown as degraded for a moment.
    await restaurant.untilShown(state);
    expect(await restaurant.ready()).toBe(200);
    // The call itself is still shown, whatever cannot be asked.
    const { calls } = await restaurant.line.get<{ calls: unknown[] }>('/calls');
    expect(calls).toMatchObject([{ callSid, state: 'ended' }]);
    restaurant.heal();
    await restaurant.untilShown('database up, redis up');
    await restaurant.recorded(callSid);
  };

const cutBoth = ({ toRedis, toPostgres }: Restaurant): void => {
  toRedis.cut();
  toPostgres.cut();
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'Redis away': without('database up, redis down', ({ toRedis }) => toRedis.cut()),
  'PostgreSQL away': without('database down, redis up', ({ toPostgres }) => toPostgres.cut()),
  'both away': without('database down, redis down', cutBoth),
  'both lost in the middle': async (restaurant) => {
    await restaurant.order(() => Promise.resolve(cutBoth(restaurant)));
    restaurant.heal();
    await restaurant.untilShown('database up, redis up');
  },
  'both back in the middle': async (restaurant) => {
    cutBoth(restaurant);
    await restaurant.order(async () => {
      restaurant.heal();
      await restaurant.untilShown('database up, redis up');
    });
  },
  'both slow': async (restaurant) => {
    restaurant.toRedis.slow(40);
    restaurant.toPostgres.slow(100);
    await restaurant.order();
    expect(await restaurant.shown()).toMatch(/redis (up|degraded)$/);
    expect(await restaurant.ready()).toBe(200);
  },
};

describe('An order by voice with what replicas share', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.close());

  it.concurrent.each(Object.entries(TROUBLES))(
    '%s is placed once, confirmed, and shown as it is',
    async (_, trouble) => {
      const restaurant = await bootInTurn(() => Restaurant.open(postgres));
      try {
        await trouble(restaurant);
        expect(differences(await restaurant.stored(), SCENARIO.expect?.order)).toEqual([]);
      } finally {
        await restaurant.close();
      }
    },
    LIMIT_MS,
  );
});
