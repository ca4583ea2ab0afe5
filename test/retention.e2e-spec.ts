import pg from 'pg';
import { OrdersService } from '../src/orders/orders.service.js';
import { setCustomer } from '../src/orders/order-changes.js';
import { Metrics } from '../src/ops/metrics.js';
import { Database } from '../src/storage/database.js';
import { Retention, RETENTION_LOCK } from '../src/storage/retention.js';
import { eventually, until } from './support/eventually.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { ok, oneCalzone, placeCalzone, PRICES } from './support/sample-order.js';
import { startApp, type RunningApp } from './support/start-app.js';

const MONTH_MS = 31 * 24 * 60 * 60_000;
const OLD = '2026-01-01T12:00:00.000Z';
/** 500,000 rows in all; each order has a message to the kitchen. */
const MANY = { calls: 440_000, orders: 30_000 };
/** On a machine that does nothing else it takes a tenth of that. */
const LIMIT_MS = 240_000;

/** Rows as old as a database of years has, written as fast as it can be. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const copies = `select 'order-' || n, 'CA' || n, 'placed', version, body, total_cents, '${OLD}', '${OLD}', '${OLD}'
    from orders, generate_series(1, ${MANY.orders}) as n where call_sid = 'CA-template'`;
  try {
    await client.query(`insert into calls
      (call_sid, from_number, to_number, state, started_at, transcript, timeline, updated_at)
      select 'CA' || n, '+15551230100', '+15551230199', 'ended', '${OLD}', '[{"text":"I am Ada"}]',
        '[{"event":"voicemail","recordingSid":"RE1"}]', '${OLD}'
      from generate_series(1, ${MANY.calls}) as n`);
    await client.query(`insert into orders
      (id, call_sid, state, version, body, total_cents, created_at, updated_at, placed_at) ${copies}`);
    await client.query(`insert into outbox (id, order_id, kind, payload, next_attempt_at, created_at)
      select id, id, 'order.placed', body, '${OLD}', '${OLD}' from orders where created_at = '${OLD}'`);
    // As the server does by itself after a while.
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** A replica that is at a batch until its connection ends. */
async function atWork(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [RETENTION_LOCK]);
  return client;
}

async function metric({ app }: RunningApp, name: string): Promise<Record<string, number>> {
  const text = await app.get(Metrics).registry.metrics();
  const found = text.matchAll(new RegExp(`^voiceplate_${name}\\{kind="(\\w+)"\\} (\\d+)$`, 'gm'));
  return Object.fromEntries([...found].map(([, kind = '', count]) => [kind, Number(count)]));
}

describe('What has been kept for long enough', () => {
  let postgres: PostgresServer;
  const apps: RunningApp[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  const boot = async (env: Record<string, string>): Promise<RunningApp> => {
    const app = await startApp(env);
    apps.push(app);
    return app;
  };

  it(
    'is taken out of 500,000 rows, over a restart and by one of two replicas at a time',
    async () => {
      const env = { DATABASE_URL: await postgres.createDatabase() };
      const first = await boot(env);
      await placeCalzone(first.app.get(OrdersService), 'CA-template');
      await fill(env.DATABASE_URL);

      const run = first.app.get(Retention).run();
      await eventually(
        async () => {
          expect((await metric(first, 'retention_forgotten_rows_total'))['orders']).toBeGreaterThan(
            0,
          );
        },
        { limitMs: LIMIT_MS },
      );
      await apps.pop()?.close();
      expect(await run).toBe('stopped');

      // Goes on by itself at the start.
      const second = await boot(env);
      await eventually(
        async () => {
          expect((await metric(second, 'retention_overdue_rows'))['calls']).toBeGreaterThan(0);
        },
        { limitMs: LIMIT_MS },
      );
      const another = await atWork(env.DATABASE_URL);
      const third = await boot({ ...env, INSTANCE_ID: 'third' });
      expect(await third.app.get(Retention).run()).toBe('busy');
      await another.end();
      // By itself it would try again in a minute.
      await until(async () => (await second.app.get(Retention).run()) === 'done', {
        limitMs: LIMIT_MS,
        everyMs: 100,
      });
      expect(await third.app.get(Retention).run()).toBe('done');

      const { kysely } = second.app.get(Database);
      const row = await kysely
        .selectFrom('calls')
        .select(({ fn }) => fn.countAll().as('calls'))
        .select(({ fn }) => fn.count('forgotten_at').as('forgotten'))
        .executeTakeFirstOrThrow();
      expect([row.calls, row.forgotten].map(Number)).toEqual([MANY.calls, MANY.calls]);
      expect(await kysely.selectFrom('outbox').select('id').limit(1).execute()).toEqual([]);
      const personal = await kysely
        .selectFrom('orders')
        .select('id')
        .where('created_at', '=', OLD)
        .where('body', 'like', '%Ada%')
        .execute();
      expect(personal).toEqual([]);
      expect(await metric(third, 'retention_overdue_rows')).toEqual({
        calls: 0,
        orders: 0,
        outbox: 0,
        call_fences: 0,
      });
    },
    LIMIT_MS,
  );

  it.each(['PostgreSQL', 'the embedded database'])(
    'leaves what accounting needs on %s',
    async (on) => {
      const { app } = await boot(
        on === 'PostgreSQL' ? { DATABASE_URL: await postgres.createDatabase() } : {},
      );
      const orders = app.get(OrdersService);
      const details = {
        name: 'Ada',
        phone: '+15551230100',
        fulfilment: 'delivery',
        address: '12 Elm Street',
      } as const;
      ok(await orders.change('CA1', oneCalzone));
      ok(await orders.change('CA1', (draft) => setCustomer(draft, details, PRICES)));
      const { confirmationId } = ok(await orders.readBack('CA1'));
      const placed = ok(await orders.place('CA1', String(confirmationId)));
      ok(await orders.change('CA1', oneCalzone));

      const soon = new Date(Date.now() + MONTH_MS);
      expect(await app.get(Retention).run(soon)).toBe('done');
      const left = await orders.find(placed.id);
      expect(left).toEqual({
        ...placed,
        version: placed.version + 1,
        customer: { name: null, phone: null, address: null, fulfilment: 'delivery' },
      });
      const rows = await app.get(Database).kysely.selectFrom('orders').select('version').execute();
      // The draft is gone, and the row's version is the order's.
      expect(rows).toEqual([{ version: placed.version + 1 }]);
      // The kitchen may still take its steps.
      expect(ok(await orders.advance(placed.id, 'accepted')).customer.name).toBeNull();
    },
  );
});
