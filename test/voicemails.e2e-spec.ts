import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { CallsService } from '../src/calls/calls.service.js';
import { CallLookup } from '../src/calls/state/call-lookup.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { CallsStore } from '../src/calls/state/calls.store.js';
import { DatabaseUnavailableError } from '../src/storage/engine.js';
import { startApp, type RunningApp } from './support/start-app.js';

const CALL = 'CA-message';
const VOICEMAIL = { recordingSid: 'RE1', url: 'https://api.twilio.example/RE1', seconds: 5 };

describe('A voicemail', () => {
  let app: RunningApp;
  let store: CallsStore;
  let snapshots: CallSnapshots;

  beforeEach(async () => {
    app = await startApp();
    store = app.app.get(CallsStore);
    snapshots = app.app.get(CallSnapshots);
    const calls = app.app.get(CallsService);
    await calls.arrive({ callSid: CALL, from: '+12125550178', to: '+12125550100' });
    calls.finish(CALL, 'finished');
    while ((await store.find(CALL))?.state !== 'ended') await delay(5);
  });

  afterEach(() => app.close());

  const folder = (): string => join(app.config.storage.dataDir, 'voicemails');
  const recorded = async () =>
    (await store.find(CALL))?.timeline.filter(({ event }) => event === 'voicemail') ?? [];

  it('stays on disk until the database has it, however often it is noted', async () => {
    const away = jest.spyOn(store, 'upsert').mockRejectedValue(new DatabaseUnavailableError());
    await app.app.get(CallsService).noteVoicemail(CALL, VOICEMAIL);
    while (away.mock.calls.length === 0) await delay(5);
    expect(await snapshots.amend(CALL, 'voicemail', VOICEMAIL)).toBe(false);
    const file = await readFile(join(folder(), `${CALL}.json`), 'utf8');
    expect(JSON.parse(file)).toEqual(VOICEMAIL);

    away.mockRestore();
    await snapshots.flush();
    expect(await snapshots.amend(CALL, 'voicemail', VOICEMAIL)).toBe(true);
    expect(await recorded()).toMatchObject([VOICEMAIL]);
    expect((await app.app.get(CallLookup).find(CALL))?.outcome).toBe('finished');
  });

  it('is noted once when it is reported twice, and leaves the disk then', async () => {
    const calls = app.app.get(CallsService);
    await calls.noteVoicemail(CALL, VOICEMAIL);
    while ((await recorded()).length === 0) await delay(5);
    await calls.noteVoicemail(CALL, VOICEMAIL);
    while ((await readdir(folder())).length > 0) await delay(5);
    expect(await recorded()).toMatchObject([VOICEMAIL]);
  });

  it('waits for the record of its call', async () => {
    expect(await snapshots.amend('CA-unknown', 'voicemail', VOICEMAIL)).toBe(false);
  });
});
