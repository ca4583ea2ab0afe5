import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendToKitchen, signatureOf } from './kitchen-request.js';

const MESSAGE = { orderId: 'order-1', event: 'order.placed', body: '{"id":"order-1"}' };

describe('A signature', () => {
  it('is the time and the HMAC-SHA256 of time and body', () => {
    // printf '1700000000.{"id":1}' | openssl dgst -sha256 -hmac secret
    expect(signatureOf('{"id":1}', 'secret', new Date(1_700_000_000_999))).toBe(
      't=1700000000,v1=3dd1b9aef568d75f6790a84bd2e5dfa1f44409eef3cbdbd3f10b837376100c11',
    );
  });
});

describe('Sending to the kitchen', () => {
  it('follows no redirect: order, signature and credentials stay where they were sent', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = { url: `http://ann:key@127.0.0.1:${port}/orders`, secret: 'secret' };
    expect(await sendToKitchen(address, MESSAGE)).toBe('HTTP 307');
    expect(asked).toEqual(['/orders']);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('says what went wrong without naming the address', async () => {
    const server = createServer((_request, response) => response.writeHead(302).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = { url: `http://127.0.0.1:${port}/key`, secret: null };
    expect(await sendToKitchen(address, MESSAGE)).toBe('HTTP 302');
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect(await sendToKitchen(address, MESSAGE)).toBe('ECONNREFUSED');
  });
});
