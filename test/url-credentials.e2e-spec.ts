import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { MenuService } from '../src/menu/menu.service.js';
import { OrdersService } from '../src/orders/orders.service.js';
import { Database } from '../src/storage/database.js';
import { until } from './support/eventually.js';
import { Kitchen } from './support/kitchen.js';
import { placeCalzone } from './support/sample-order.js';
import { type RunningApp, startApp } from './support/start-app.js';

const PASSWORD = 'hunter2@:pass';
const AUTHORIZATION = `Basic ${Buffer.from(`luigi:${PASSWORD}`).toString('base64')}`;
/** In none of these forms may a password appear. */
const SECRETS = ['hunter2', AUTHORIZATION.slice('Basic '.length)];
const PATHS = ['/status', '/health', '/metrics', '/calls', '/orders', '/docs-json'];

const withCredentials = (url: string): string =>
  url.replace('://', `://luigi:${encodeURIComponent(PASSWORD)}@`);

/** A server of menus that lets in who has the password. */
async function startMenuServer(asked: IncomingHttpHeaders[]): Promise<Server> {
  const menu = await readFile('test/fixtures/menu.json', 'utf8');
  const server = createServer(({ headers }, response) => {
    asked.push(headers);
    response.writeHead(headers.authorization === AUTHORIZATION ? 200 : 401).end(menu);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('User and password in the URLs of kitchen and menu', () => {
  const asked: IncomingHttpHeaders[] = [];
  let kitchen: Kitchen;
  let menus: Server;
  let app: RunningApp;
  let written = '';

  /** Each test takes the spies away again. */
  const capture = (): void => {
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((part) => ((written += String(part)), true));
    }
  };

  beforeAll(async () => {
    capture();
    kitchen = await Kitchen.open();
    menus = await startMenuServer(asked);
    const { port } = menus.address() as AddressInfo;
    app = await startApp({
      LOG_LEVEL: 'DEBUG',
      MENU_URL: withCredentials(`http://127.0.0.1:${port}/menu.json`),
      ORDER_WEBHOOK_URL: withCredentials(kitchen.url),
    });
  });
  beforeEach(capture);
  afterAll(async () => {
    await app.close();
    await kitchen.close();
    menus.closeAllConnections();
    menus.close();
  });

  /** Everything that an operator can read: the paths, and the log so far. */
  async function readable(): Promise<string> {
    const { url, authorization: headers } = app;
    const answers = PATHS.map(async (path) => (await fetch(url + path, { headers })).text());
    return [...(await Promise.all(answers)), written].join('\n');
  }

  it('open both, and are nowhere to be read', async () => {
    expect(app.app.get(MenuService).status()).toMatchObject({ ok: true, lastError: null });
    expect(asked.map(({ authorization }) => authorization)).toContain(AUTHORIZATION);

    await placeCalzone(app.app.get(OrdersService), 'CA1');
    const [ticket] = await kitchen.received(1);
    expect(ticket).toMatchObject({ status: 204, headers: { authorization: AUTHORIZATION } });
    await until(() => written.includes('Order sent to the kitchen'));
    for (const secret of SECRETS) expect(await readable()).not.toContain(secret);
  });

  it('are in no error either', async () => {
    kitchen.answerNext(0, 401);
    await placeCalzone(app.app.get(OrdersService), 'CA2');
    await kitchen.received(3);
    menus.closeAllConnections();
    menus.close();
    await app.app.get(MenuService).refresh();
    const { kysely } = app.app.get(Database);
    const rows = await until(
      async () => {
        const found = await kysely.selectFrom('outbox').select('last_error').execute();
        return found.some((row) => row.last_error === 'HTTP 401') && found;
      },
      { limitMs: 10_000 },
    );

    expect(app.app.get(MenuService).status().lastError).toMatch(
      /^MENU_URL: the server cannot be reached \(\w+\)$/,
    );
    expect(written).toContain('Kitchen did not take the order yet');
    const text = `${await readable()}${JSON.stringify(rows)}`;
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  }, 30_000);
});
