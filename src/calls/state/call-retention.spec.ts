import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../config/environment.js';
import { Metrics } from '../../ops/metrics.js';
import { Database } from '../../storage/database.js';
import { Retention } from '../../storage/retention.js';
import { RetentionMetrics } from '../../storage/retention.metrics.js';
import { CallRetention } from './call-retention.js';

const CALLER = '+15551230100';

describe('The records of calls', () => {
  let folder: string;
  let database: Database;
  let retention: Retention;
  let rows: CallRetention;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    const config = readEnvironment({ DATA_DIR: folder, TRANSCRIPT_RETENTION_DAYS: '30' });
    database = new Database(config);
    await database.onModuleInit();
    retention = new Retention(config, database, new RetentionMetrics(new Metrics()));
    rows = new CallRetention(retention);
    await addCall('CA-old', '2026-10-01T12:00:00.000Z');
    await addCall('CA-new', '2026-10-20T12:00:00.000Z');
  });

  afterEach(async () => {
    await retention.onApplicationShutdown();
    await database.onApplicationShutdown();
    await rm(folder, { recursive: true, force: true });
  });

  async function addCall(callSid: string, startedAt: string): Promise<void> {
    await database.kysely
      .insertInto('calls')
      .values({
        call_sid: callSid,
        from_number: CALLER,
        to_number: '+15551230199',
        state: 'ended',
        started_at: startedAt,
        transcript: '[{"role":"caller","text":"Hello"}]',
        timeline: '[{"event":"voicemail","recordingSid":"RE1"}]',
        updated_at: startedAt,
      })
      .execute();
  }

  async function calls() {
    return database.kysely
      .selectFrom('calls')
      .select(['call_sid', 'from_number', 'transcript', 'timeline', 'started_at'])
      .orderBy('call_sid')
      .execute();
  }

  it('lose caller, words and recordings when they are too old, once, and stay', async () => {
    const now = new Date('2026-11-10T12:00:00.000Z');
    const before = '2026-10-11T12:00:00.000Z';
    expect(await rows.overdue(database.kysely, before)).toBe(1);
    expect(await retention.run(now)).toBe('done');
    expect(await rows.overdue(database.kysely, before)).toBe(0);
    expect(await calls()).toMatchObject([
      { call_sid: 'CA-new', from_number: CALLER },
      {
        call_sid: 'CA-old',
        from_number: 'forgotten',
        transcript: '[]',
        timeline: '[]',
        started_at: '2026-10-01T12:00:00.000Z',
      },
    ]);
    expect((await calls())[0]?.transcript).toContain('Hello');
  });

  it('are kept to their last day', async () => {
    await retention.run(new Date('2026-10-31T11:59:59.000Z'));
    for (const call of await calls()) {
      expect(call.from_number).toBe(CALLER);
      expect(call.transcript).toContain('Hello');
    }
  });
});
