import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../config/environment.js';
import { Database } from './database.js';
import { Retention } from './retention.js';

describe('Retention', () => {
  let folder: string;
  let database: Database;
  let retention: Retention;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    const config = readEnvironment({ DATA_DIR: folder, TRANSCRIPT_RETENTION_DAYS: '30' });
    database = new Database(config);
    await database.onModuleInit();
    retention = new Retention(config, database);
    await addCall('CA-old', '2026-10-01T12:00:00.000Z');
    await addCall('CA-new', '2026-10-20T12:00:00.000Z');
  });

  afterEach(async () => {
    retention.onApplicationShutdown();
    await database.onApplicationShutdown();
    await rm(folder, { recursive: true, force: true });
  });

  async function addCall(callSid: string, startedAt: string): Promise<void> {
    await database.kysely
      .insertInto('calls')
      .values({
        call_sid: callSid,
        from_number: '+15551230100',
        to_number: '+15551230199',
        state: 'ended',
        started_at: startedAt,
        transcript: '[{"role":"caller","text":"Hello"}]',
        updated_at: startedAt,
      })
      .execute();
  }

  async function withTranscript(): Promise<string[]> {
    const calls = await database.kysely
      .selectFrom('calls')
      .select('call_sid')
      .where('transcript', '<>', '[]')
      .orderBy('call_sid')
      .execute();
    return calls.map((call) => call.call_sid);
  }

  it('empties the transcripts that are too old, once, and keeps the calls', async () => {
    const now = new Date('2026-11-10T12:00:00.000Z');
    expect(await retention.forget(now)).toBe(1);
    expect(await retention.forget(now)).toBe(0);
    expect(await withTranscript()).toEqual(['CA-new']);
    expect(await database.kysely.selectFrom('calls').select('call_sid').execute()).toHaveLength(2);
  });

  it('keeps a transcript to its last day', async () => {
    expect(await retention.forget(new Date('2026-10-31T11:59:59.000Z'))).toBe(0);
    expect(await withTranscript()).toEqual(['CA-new', 'CA-old']);
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
    expect(await retention.forgetFences(new Date('2026-11-07T12:00:01.000Z'))).toBe(1);
    const left = await database.kysely.selectFrom('call_fences').select('call_sid').execute();
    expect(left).toEqual([{ call_sid: 'CA-new' }]);
  });
});
