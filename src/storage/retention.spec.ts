import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../config/environment.js';
import { Metrics } from '../ops/metrics.js';
import { Database } from './database.js';
import { Retention, type KeptRows } from './retention.js';
import { RetentionMetrics } from './retention.metrics.js';

const DAY_MS = 24 * 60 * 60_000;
const NOW = new Date('2026-11-07T12:00:00.000Z');

/** Rows that are numbers, of which a batch may fail. */
class Counted implements KeptRows {
  readonly kind = 'orders';
  readonly batches: number[] = [];
  readonly asked: string[] = [];
  failing = false;

  constructor(public left: number) {}

  overdue(_: unknown, before: string): Promise<number> {
    this.asked.push(before);
    return Promise.resolve(this.left);
  }

  forget(_: unknown, __: string, limit: number): Promise<number> {
    if (this.failing) return Promise.reject(new Error('disk full'));
    const batch = Math.min(limit, this.left);
    this.left -= batch;
    this.batches.push(batch);
    return Promise.resolve(batch);
  }
}

describe('Retention', () => {
  let folder: string;
  let database: Database;
  let retention: Retention;
  let metrics: Metrics;

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    const config = readEnvironment({ DATA_DIR: folder, TRANSCRIPT_RETENTION_DAYS: '30' });
    database = new Database(config);
    await database.onModuleInit();
    metrics = new Metrics();
    retention = new Retention(config, database, new RetentionMetrics(metrics));
  });
  afterEach(async () => {
    await retention.onApplicationShutdown();
    await database.onApplicationShutdown();
    await rm(folder, { recursive: true, force: true });
  });

  const metric = async (name: string): Promise<number> =>
    Number(
      new RegExp(`^voiceplate_${name}\\{kind="orders"\\} (\\d+)$`, 'm').exec(
        await metrics.registry.metrics(),
      )?.[1],
    );

  it('works a thousand rows at a time, by the age that is set', async () => {
    const rows = new Counted(2_500);
    retention.keep(rows);
    expect(await retention.run(NOW)).toBe('done');
    expect(rows.batches).toEqual([1_000, 1_000, 500]);
    expect(rows.asked).toEqual([new Date(NOW.getTime() - 30 * DAY_MS).toISOString()]);
    expect(await metric('retention_forgotten_rows_total')).toBe(2_500);
    expect(await retention.run(NOW)).toBe('done');
    expect(rows.batches).toHaveLength(3);
  });

  it('tells what is overdue when it could not be forgotten, and goes on there', async () => {
    const rows = new Counted(1_200);
    let forgotten = 0;
    retention.keep(rows);
    retention.keep({
      kind: 'outbox',
      overdue: () => Promise.resolve(1),
      forget: () => Promise.resolve((forgotten += 1)),
    });
    rows.failing = true;
    expect(await retention.run(NOW)).toBe('failed');
    expect(forgotten).toBe(1);
    expect(await metric('retention_overdue_rows')).toBe(1_200);
    expect(await metric('retention_failures_total')).toBe(1);
    rows.failing = false;
    expect(await retention.run(NOW)).toBe('done');
    expect(await metric('retention_overdue_rows')).toBe(0);
    expect(rows.left).toBe(0);
  });

  it('ends between two batches when the process stops', async () => {
    const rows = new Counted(5_000);
    retention.keep(rows);
    const running = retention.run(NOW);
    await retention.onApplicationShutdown();
    expect(await running).toBe('stopped');
    expect(rows.left).toBeGreaterThan(0);
    expect(await metric('retention_overdue_rows')).toBe(rows.left);
  });

  it('drops the fences that nobody has used for a week', async () => {
    for (const [callSid, at] of [
      ['CA-old', '2026-10-31T12:00:00.000Z'],
      ['CA-new', '2026-10-31T12:00:01.000Z'],
    ] as const) {
      await database.kysely
        .insertInto('call_fences')
        .values({ call_sid: callSid, fence: 1, updated_at: at })
        .execute();
    }
    expect(await retention.run(new Date('2026-11-07T12:00:01.000Z'))).toBe('done');
    const left = await database.kysely.selectFrom('call_fences').select('call_sid').execute();
    expect(left).toEqual([{ call_sid: 'CA-new' }]);
  });
});
