import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { downloadMenu } from './menu-download.js';

describe('downloadMenu', () => {
  it.each([
    ['never answers', false],
    ['stops in the middle of the menu', true],
  ])('gives up on a server that %s', async (_, begins) => {
    const server = createServer((_request, response) => {
      if (begins) response.write('{"business":');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(downloadMenu(`http://127.0.0.1:${port}/`, null, 50)).rejects.toThrow(
      'no complete answer within 50 ms',
    );
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
});
