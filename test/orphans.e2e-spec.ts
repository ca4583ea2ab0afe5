import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { CallsStore } from '../src/calls/state/calls.store.js';
import { CallsService } from '../src/calls/calls.service.js';
import { OrphanSweep } from '../src/calls/ownership/orphan-sweep.js';
import type { CallsPage } from './support/call-view.js';
import { until } from './support/eventually.js';
import { startRedis, type RedisServer } from './support/redis.js';
import { startApp, type RunningApp } from './support/start-app.js';

const MINUTE_MS = 60_000;

describe('A call of which nothing is heard any more', () => {
  let redis: RedisServer;
  const apps: RunningApp[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function replica(env: Record<string, string>): Promise<RunningApp> {
    const app = await startApp(env);
    apps.push(app);
    return app;
  }

  /** A call that its replica leaves behind without ending it, as a process that dies does. */
  async function leftBehind(app: RunningApp, callSid: string): Promise<void> {
    await app.app.get(CallsService).arrive({ callSid, from: '+12125550178', to: '+12125550100' });
  }

  async function get<T>({ url, authorization }: RunningApp, path: string): Promise<T> {
    return (await (await fetch(url + path, { headers: authorization })).json()) as T;
  }

  async function calls(app: RunningApp): Promise<CallsPage['calls']> {
    return (await get<CallsPage>(app, '/calls')).calls;
  }

  it('is ended by another replica, or by the next process of its name', async () => {
    for (const heir of ['other', 'gone']) {
      const callSid = `CA-left-to-${heir}`;
      const gone = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'gone' });
      await leftBehind(gone, callSid);
      await apps.pop()?.close();
      const survivor = await replica({ REDIS_URL: redis.url, INSTANCE_ID: heir });
      const sweep = survivor.app.get(OrphanSweep);
      await sweep.sweep(Date.now());
      await sweep.sweep(Date.now() + 9 * MINUTE_MS);
      const ours = async () => (await calls(survivor)).find((call) => call.callSid === callSid);
      expect(await ours()).toMatchObject({ outcome: 'left-stream' });
      await sweep.sweep(Date.now() + 11 * MINUTE_MS);
      expect(await ours()).toMatchObject({ state: 'ended', outcome: 'lost' });
      await apps.pop()?.close();
    }
  });

  it('is looked for by one replica, and by another from the start when that one has gone', async () => {
    const gone = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'gone' });
    await leftBehind(gone, 'CA-left');
    await apps.pop()?.close();
    const first = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'first' });
    const second = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'second' });
    const sweep = (app: RunningApp, minutes: number): Promise<void> =>
      app.app.get(OrphanSweep).sweep(Date.now() + minutes * MINUTE_MS);
    const left = async () => (await calls(second)).find(({ callSid }) => callSid === 'CA-left');
    await sweep(first, 0);
    await sweep(second, 0);
    await sweep(second, 11);
    expect(await left()).toMatchObject({ outcome: 'left-stream' });
    apps.splice(apps.indexOf(first), 1);
    await first.close();
    await sweep(second, 22);
    await sweep(second, 31);
    expect(await left()).toMatchObject({ outcome: 'left-stream' });
    await sweep(second, 33);
    expect(await left()).toMatchObject({ state: 'ended', outcome: 'lost' });
  });

  it('is left alone while its replica has it', async () => {
    const one = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'one' });
    const two = await replica({ REDIS_URL: redis.url, INSTANCE_ID: 'two' });
    await leftBehind(one, 'CA-attended');
    // Each has to have heard of the other.
    const known = async (): Promise<number> => {
      const status = await get<{ cluster: { instances: unknown[] } }>(two, '/status');
      return status.cluster.instances.length;
    };
    await until(async () => (await known()) === 2);
    await two.app.get(OrphanSweep).sweep(Date.now() + 11 * MINUTE_MS);
    await one.app.get(OrphanSweep).sweep(Date.now() + 11 * MINUTE_MS);
    expect(await calls(two)).toMatchObject([{ callSid: 'CA-attended', endedAt: null }]);
  });

  it('is closed in the records when no call can last so long', async () => {
    const app = await replica({});
    await leftBehind(app, 'CA-old');
    const records = app.app.get(CallsStore);
    await app.app.get(CallSnapshots).flush();
    await app.app.get(OrphanSweep).sweep(Date.now() + 39 * MINUTE_MS);
    expect(await records.find('CA-old')).toMatchObject({ outcome: 'left-stream' });
    await app.app.get(OrphanSweep).sweep(Date.now() + 41 * MINUTE_MS);
    expect(await records.find('CA-old')).toMatchObject({ state: 'ended', outcome: 'lost' });
  });

  it('is closed in the records an hour later when the caller may talk to a person', async () => {
    const app = await replica({});
    await leftBehind(app, 'CA-talk');
    const calls = app.app.get(CallsService);
    calls.finish('CA-talk', 'transferred');
    const records = app.app.get(CallsStore);
    await app.app.get(CallSnapshots).flush();
    await app.app.get(OrphanSweep).sweep(Date.now() + 99 * MINUTE_MS);
    expect(await records.find('CA-talk')).toMatchObject({ endedAt: null, outcome: 'transferred' });
    await app.app.get(OrphanSweep).sweep(Date.now() + 101 * MINUTE_MS);
    expect(await records.find('CA-talk')).toMatchObject({ state: 'ended', outcome: 'lost' });
  });
});
