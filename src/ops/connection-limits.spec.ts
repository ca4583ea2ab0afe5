import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { limitConnections, type ConnectionLimits } from './connection-limits.js';

const LONG: ConnectionLimits = {
  headersMs: 60_000,
  requestMs: 60_000,
  keepAliveMs: 60_000,
  idleMs: 60_000,
  waiting: 100,
  closingMs: 50,
};
const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const BODY = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n';

describe('limitConnections', () => {
  let server: Server;
  let beginsToClose: () => void;
  const sockets: Socket[] = [];

  const listen = async (limits: Partial<ConnectionLimits>): Promise<void> => {
    server = createServer((request, response) => {
      if (request.url === '/slow') return;
      request.resume().on('end', () => response.end('ok'));
    });
    beginsToClose = limitConnections(server, { ...LONG, ...limits });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  };
  const open = async (text = ''): Promise<Socket> => {
    const accepted = once(server, 'connection');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
    await Promise.all([once(socket, 'connect'), accepted]);
    socket.write(text);
    return socket;
  };
  const answered = async (text: string): Promise<Socket> => {
    const socket = await open(text);
    await once(socket, 'data');
    return socket;
  };

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  it.each([
    ['says nothing', { headersMs: 50 }, ''],
    ['never ends its headers', { headersMs: 50 }, REQUEST.slice(0, -4)],
    ['never ends its body', { headersMs: 50, requestMs: 100 }, `${BODY}ab`],
    ['is not answered and says nothing more', { idleMs: 100 }, REQUEST.replace('/', '/slow')],
  ])('closes a connection that %s', async (_, limits, text) => {
    await listen(limits);
    await once(await open(text), 'close');
  });

  it.each([
    ['has asked for nothing', ''],
    ['has not ended its request', REQUEST.slice(0, -4)],
    ['is kept after its answer', REQUEST],
  ])('is no longer kept open by a connection that %s when it is to close', async (_, text) => {
    await listen({});
    await (text === REQUEST ? answered(text) : open(text));
    beginsToClose();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });

  it('answers what was asked before it closes, and keeps no connection afterwards', async () => {
    await listen({});
    const asked = once(server, 'request');
    const socket = await open(BODY);
    await asked;
    beginsToClose();
    const closed = once(server, 'close');
    server.close();
    const answer = once(socket, 'data') as Promise<[Buffer]>;
    socket.write('abcd');
    expect(String((await answer)[0])).toContain('200 OK');
    await closed;
  });

  it('closes the one that has waited longest for one too many', async () => {
    await listen({ waiting: 3 });
    const [kept, silent, slow] = [await answered(REQUEST), await open(), await open(`${BODY}ab`)];
    // What has just been answered has waited less than what has said nothing.
    kept.write(REQUEST);
    await once(kept, 'data');
    const next = await open();
    await once(silent, 'close');
    await open();
    await once(slow, 'close');
    expect([kept, next].map(({ destroyed }) => destroyed)).toEqual([false, false]);
  });

  it('counts no connection whose request is being answered', async () => {
    await listen({ waiting: 1 });
    const asked = once(server, 'request');
    const busy = await open(REQUEST.replace('/', '/slow'));
    await asked;
    const silent = await open();
    expect([busy, silent].map(({ destroyed }) => destroyed)).toEqual([false, false]);
    await open();
    await once(silent, 'close');
    expect(busy.destroyed).toBe(false);
  });
});
