import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OrdersService } from '../src/orders/orders.service.js';
import { StorageWatch } from '../src/storage/storage-watch.js';
import { confirmCalzone, ok, oneCalzone, placeCalzone } from './support/sample-order.js';
import { mountSmallDisk, type SmallDisk } from './support/small-disk.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { WebhookCaller } from './support/webhook-caller.js';

interface Status {
  readonly degraded: readonly { what: string; since: string; reason: string }[];
}

describe('A disk without space', () => {
  let disk: SmallDisk;
  let running: RunningApp;
  let orders: OrdersService;

  beforeAll(async () => {
    disk = await mountSmallDisk(4);
    running = await startApp({ DATA_DIR: disk.path, OPS_TOKEN: 'ops' });
    orders = running.app.get(OrdersService);
  }, 60_000);

  afterAll(async () => {
    await running?.close();
    await disk?.close();
  });

  const ask = (path: string): Promise<Response> =>
    fetch(running.url + path, { headers: { authorization: 'Bearer ops' } });

  /** What is the matter, by what it is of; a busy machine is not. */
  async function degraded(): Promise<Record<string, string>> {
    await running.app.get(StorageWatch).check();
    const { degraded: faults } = (await (await ask('/status')).json()) as Status;
    const ours = faults.filter(({ what }) => what !== 'eventLoop');
    return Object.fromEntries(ours.map(({ what, reason }) => [what, reason]));
  }

  async function metric(series: string): Promise<number> {
    const lines = (await (await ask('/metrics')).text()).split('\n');
    return Number(lines.find((line) => line.startsWith(`voiceplate_${series} `))?.split(' ')[1]);
  }

  it('is seen, nothing is acknowledged that was not saved, and all heals with the space', async () => {
    await placeCalzone(orders, 'CA1');
    expect(await degraded()).toEqual({});
    expect(await metric('disk_size_bytes')).toBe(4 * 2 ** 20);
    expect(await metric('disk_free_bytes')).toBeGreaterThan(2 ** 20);

    await disk.fill();
    // The log of SQLite still has room that it has taken before; these use it up.
    for (let i = 0; i < 400 && (await metric('database_writable')) === 1; i++) {
      ok(await orders.change(`CAfull${i}`, oneCalzone));
      await running.app.get(StorageWatch).check();
    }
    const confirmationId = await confirmCalzone(orders, 'CA2');
    expect(await orders.place('CA2', confirmationId)).toMatchObject({ error: 'not_saved' });
    const full = 'refuses writes: no space is left';
    const saved = 'placed orders could not be saved';
    expect(await degraded()).toMatchObject({ database: full, disk: full, orders: saved });
    expect(await metric('orders_not_saved_total')).toBe(1);
    expect(await metric('database_writable')).toBe(0);
    expect(await metric('disk_free_bytes')).toBe(0);
    expect(await metric('degraded{what="disk"}')).toBe(1);
    expect((await ask('/health')).status).toBe(200);
    expect((await ask('/health/ready')).status).toBe(200);
    const caller = new WebhookCaller();
    expect((await caller.tell(running)).said).not.toBe('');
    expect((await caller.tell(running, { Digits: '1' })).said).not.toBe('');
    expect((await orders.current('CA2'))?.state).toBe('draft');

    await disk.free();
    expect(ok(await orders.place('CA2', confirmationId))).toMatchObject({ state: 'placed' });
    expect(await degraded()).toEqual({});
    expect(await metric('database_writable')).toBe(1);
    expect((await orders.list({ limit: 10 })) as object).toMatchObject({
      items: [{ callSid: 'CA2' }, { callSid: 'CA1' }],
    });
  }, 60_000);

  it('holds nothing that other users may read, and nothing half written', async () => {
    const files = await readdir(disk.path, { recursive: true, withFileTypes: true });
    const named = files.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(['voiceplate.db']));
    expect(named.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const file of files.filter((entry) => entry.isFile())) {
      const { mode } = await stat(join(file.parentPath, file.name));
      expect([file.name, mode & 0o077]).toEqual([file.name, 0]);
    }
  });
});
