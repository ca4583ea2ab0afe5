import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Call } from '../src/calls/call/call.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import { CallWriteBehind } from '../src/calls/state/call-write-behind.js';
import { CallsStore } from '../src/calls/state/calls.store.js';
import { LiveCalls } from '../src/calls/state/live-calls.js';
import { OrdersService } from '../src/orders/orders.service.js';
import { Database } from '../src/storage/database.js';
import { Retention } from '../src/storage/retention.js';
import { until } from './support/eventually.js';
import { startPostgres, type PostgresServer } from './support/postgres.js';
import { type RedisServer, startRedis } from './support/redis.js';
import { placeCalzone } from './support/sample-order.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';

interface Quarantined {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly reason: string;
  readonly place: string;
}

const who = (callSid: string) => ({ callSid, from: '+15551230100', to: '+15550000001' });

/** A call that is over. */
function endedCall(callSid: string): Call {
  const call = new Call(who(callSid), 'one', 1);
  call.state = 'ended';
  call.outcome = 'finished';
  call.endedAt = new Date().toISOString();
  return call;
}

describe('One bad record or snapshot', () => {
  let dataDir: string;
  let redis: RedisServer;
  let postgres: PostgresServer;
  let admin: Redis;
  let running: RunningApp;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-poison-'));
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    admin = new Redis(redis.url);
    const good = { call: endedCall('CAgood').snapshot(), fence: 1 };
    await leave('call-records', 'CAhalf', '{"call":{"callSid":"CAha');
    await leave('call-records', 'CAother', '{"call":{"callSid":"CAother"},"fence":1}');
    await leave('call-records', 'CAgood', JSON.stringify(good));
    await leave('placed-orders', 'odd', '{"id":"odd","callSid":"CA1","lines":null}');
    await leave('voicemails', 'CAnone', 'null');
    await writeFile(join(dataDir, 'call-records', 'CAx.json.1.tmp'), '{"half');
    running = await startApp({
      DATA_DIR: dataDir,
      REDIS_URL: redis.url,
      DATABASE_URL: await postgres.createDatabase(),
      OPS_TOKEN: 'ops',
      LOG_LEVEL: 'ERROR',
    });
    running.app.useLogger(false);
  }, 180_000);

  afterAll(async () => {
    await running?.close();
    admin?.disconnect();
    await redis?.close();
    await postgres?.close();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  async function leave(queue: string, name: string, text: string): Promise<void> {
    await mkdir(join(dataDir, queue), { recursive: true });
    await writeFile(join(dataDir, queue, `${name}.json`), text);
  }

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(running.url + path, { headers: { authorization: 'Bearer ops' } });
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  }

  async function quarantined(source: string): Promise<readonly Quarantined[]> {
    const { entries } = await get<{ entries: readonly Quarantined[] }>('/quarantine');
    return entries.filter((entry) => entry.source === source);
  }

  it('on disk is set aside at the start, and the others are delivered', async () => {
    await until(async () => (await running.app.get(CallsStore).find('CAgood')) !== null);
    expect(await quarantined('call-records')).toMatchObject([
      { name: 'CAhalf', reason: 'unreadable', place: 'call-records/CAhalf.json' },
      { name: 'CAother', reason: 'unreadable' },
    ]);
    expect(await quarantined('placed-orders')).toMatchObject([{ name: 'odd' }]);
    expect(await quarantined('voicemails')).toMatchObject([{ name: 'CAnone' }]);
    const files = (await readdir(join(dataDir, 'call-records'))).toSorted();
    expect(files).toEqual(['CAhalf.json', 'CAother.json']);
    const { degraded } = await get<{ degraded: { what: string; reason: string }[] }>('/status');
    expect(degraded.find(({ what }) => what === 'quarantine')?.reason).toMatch(/placed-orders/);
  });

  it('that the database refuses for good is set aside, and the others are written', async () => {
    const records = running.app.get(CallWriteBehind);
    const refused = new Call({ ...who('CArefused'), from: 'a\u0000b' }, 'one', 1);
    refused.state = 'ended';
    let toldOf = 0;
    records.save(refused.snapshot(), 1, () => (toldOf += 1));
    records.save(endedCall('CAafter').snapshot(), 1);
    await records.flush();
    expect(await running.app.get(CallsStore).find('CAafter')).not.toBeNull();
    expect(await quarantined('call-records')).toContainEqual(
      expect.objectContaining({ name: 'CArefused', reason: 'refused' }),
    );
    expect(await readdir(join(dataDir, 'call-records'))).toContain('CArefused.json');
    expect(toldOf).toBe(1);
    const text = await (
      await fetch(`${running.url}/metrics`, { headers: { authorization: 'Bearer ops' } })
    ).text();
    expect(text).toContain('voiceplate_quarantined_entries{source="call-records"} 3');
  });

  it('in the database does not hide the others', async () => {
    const orders = running.app.get(OrdersService);
    const { kysely } = running.app.get(Database);
    const placed = [];
    for (const callSid of ['CAo1', 'CAo2', 'CAo3'])
      placed.push(await placeCalzone(orders, callSid));
    const [first, bad, last] = placed;
    await kysely.updateTable('orders').set({ body: '{"id":' }).where('id', '=', bad!.id).execute();
    type Page = { orders: { id: string }[]; nextCursor: string | null };
    const page = await get<Page>('/orders?limit=1');
    expect(page.orders.map(({ id }) => id)).toEqual([last!.id]);
    const next = await get<Page>(`/orders?limit=1&cursor=${page.nextCursor}`);
    expect(next.orders.map(({ id }) => id)).toEqual([first!.id]);
    expect(await quarantined('orders')).toMatchObject([{ name: bad!.id }]);

    await kysely
      .updateTable('calls')
      .set({ transcript: '{"not":"a list"}', audio: '[' })
      .where('call_sid', '=', 'CAgood')
      .execute();
    const { calls } = await get<{ calls: { callSid: string }[] }>('/calls?state=ended');
    expect(calls.map(({ callSid }) => callSid).toSorted()).toEqual(['CAafter', 'CAgood']);
    expect(await get('/calls/CAgood')).toMatchObject({ transcript: [] });
    expect(await quarantined('calls')).toMatchObject([{ name: 'CAgood' }]);
  });

  it.each([
    ['half a text', '{"version":1,"callSid":'],
    ['another shape', '{"version":1,"callSid":"CA1","conversation":{"entries":[null]}}'],
    ['no object', 'null'],
  ])('in Redis, %s, ends neither its own call nor the others', async (_, body) => {
    const [bad, good] = [new WebhookCaller(), new WebhookCaller()];
    const key = `voiceplate:call:${bad.callSid}`;
    await admin.hset(key, { owner: 'gone#1', fence: '5', body });
    await admin.hset('voiceplate:live', 'CAodd', body);
    expect((await bad.tell(running)).said).not.toBe('');
    expect((await good.tell(running)).said).not.toBe('');
    expect((await bad.tell(running, { Digits: '1' })).said).not.toBe('');
    const { calls } = await get<{ calls: { callSid: string }[] }>('/calls?state=active');
    expect(calls.map(({ callSid }) => callSid)).not.toContain('CAodd');
    await until(async () => (await admin.hget(key, 'body'))?.includes(bad.callSid) === true);
    expect(await quarantined('snapshots')).toContainEqual(
      expect.objectContaining({ name: bad.callSid, reason: 'unreadable' }),
    );
    expect(await admin.get(`voiceplate:unreadable:${bad.callSid}`)).toBe(body);
  });

  it('is tried again, or deleted, when an operator asks for it', async () => {
    const ask = async (method: 'POST' | 'DELETE', path: string): Promise<[number, unknown]> => {
      const response = await fetch(`${running.url}/quarantine/${path}`, {
        method,
        headers: { authorization: 'Bearer ops' },
      });
      const text = await response.text();
      return [response.status, text === '' ? null : JSON.parse(text)];
    };
    const mended = { call: endedCall('CAhalf').snapshot(), fence: 1 };
    expect(await ask('POST', 'call-records:CAhalf/retry')).toMatchObject([409, { status: 409 }]);
    await leave('call-records', 'CAhalf', JSON.stringify(mended));
    expect(await ask('POST', 'call-records:CAhalf/retry')).toEqual([
      200,
      { id: 'call-records:CAhalf', state: 'delivered' },
    ]);
    expect(await running.app.get(CallsStore).find('CAhalf')).not.toBeNull();
    expect(await ask('POST', 'call-records:CArefused/retry')).toMatchObject([
      409,
      { detail: expect.stringContaining('refuses') },
    ]);
    expect(await ask('DELETE', 'call-records:CAother')).toEqual([204, null]);
    const left = (await quarantined('call-records')).map(({ id }) => id);
    expect(left).toEqual(['call-records:CArefused']);
    expect(await readdir(join(dataDir, 'call-records'))).toEqual(['CArefused.json']);

    const [bad] = await quarantined('snapshots');
    expect(await ask('POST', `${bad?.id}/retry`)).toMatchObject([409, { status: 409 }]);
    expect(await ask('DELETE', bad?.id ?? '')).toEqual([204, null]);
    expect(await admin.get(`voiceplate:unreadable:${bad?.name}`)).toBeNull();
    expect(await quarantined('snapshots')).not.toContainEqual(bad);

    const [row] = await quarantined('orders');
    expect(await ask('DELETE', row?.id ?? '')).toMatchObject([409, { status: 409 }]);
    for (const id of ['call-records:CAother', 'orders:..%2F..%2Fops-token', 'nothing'])
      for (const [method, path] of [
        ['POST', `${id}/retry`],
        ['DELETE', id],
      ] as const)
        expect([id, await ask(method, path)]).toMatchObject([id, [404, { status: 404 }]]);
    const open = await fetch(`${running.url}/quarantine/${row?.id}`, { method: 'DELETE' });
    expect(open.status).toBe(401);
  });

  it('is kept for as long as other records, and no longer', async () => {
    const files = ['call-records/CArefused.json', 'voicemails/CAnone.json'];
    const old = new Date(Date.now() - 31 * 24 * 60 * 60_000);
    for (const file of files) await utimes(join(dataDir, file), old, old);
    expect(await running.app.get(Retention).run()).toBe('done');
    const left = await readFile(join(dataDir, 'call-records/CArefused.json'), 'utf8');
    expect(JSON.parse(left)).toMatchObject({ call: { from: 'forgotten' } });
    expect(await readdir(join(dataDir, 'voicemails'))).toEqual([]);
    expect(await quarantined('voicemails')).toEqual([]);
    expect(await readdir(join(dataDir, 'placed-orders'))).toEqual(['odd.json']);
  });

  it('that cannot be made keeps none of the others from being put down', async () => {
    const snapshots = running.app.get(CallSnapshots);
    const odd = new Call(who('CAodd1'), 'one', 1);
    Object.assign(odd, { resumes: 1n }); // JSON has no such number.
    snapshots.changed(odd, 'call');
    await snapshots.flush();
    const fine = new Call(who('CAfine'), 'one', 1);
    snapshots.changed(fine, 'call');
    await snapshots.flush();
    expect(await running.app.get(LiveCalls).find('CAfine')).toMatchObject({ callSid: 'CAfine' });
    snapshots.forget(odd);
  });

  it('of another kind under its key does not keep the leases of others from being prolonged', async () => {
    const live = running.app.get(LiveCalls);
    const calls = ['CAk1', 'CAk2'].map((callSid) => new Call(who(callSid), 'one', 1));
    for (const call of calls) await live.put(call.snapshot(), call.fence);
    await admin.set('voiceplate:call:CAk1', 'a text');
    const answer = await live.renew(calls);
    expect(answer?.unknown.map(({ callSid }) => callSid)).toEqual(['CAk1']);
    expect(answer?.lost).toEqual([]);
  });
});
