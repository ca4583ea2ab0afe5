import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What nginx's proxy module does not pass on unless it is told to. */
const NOT_PASSED_ON = new Set(['host', 'connection', 'keep-alive', 'upgrade', 'te', 'expect']);

/** What stands for `location / { proxy_pass http://…; }` of an nginx that Debian does not have yet. */
export interface NginxStandIn {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Passes requests on as nginx does by default from 1.29.7 on: over HTTP/1.1, before which it was
 * HTTP/1.0. `Host` is the server's address, `Connection` is `close`, nothing tells of the client.
 */
export async function startNginxDefaults(serverUrl: string): Promise<NginxStandIn> {
  const { host, hostname, port } = new URL(serverUrl);
  const server = createServer((request) => {
    void passOn(request).catch(() => request.socket.destroy());
  });

  async function passOn(request: IncomingMessage): Promise<void> {
    const body = await buffer(request);
    const kept = Object.entries(request.headersDistinct).filter(
      ([name]) => !NOT_PASSED_ON.has(name),
    );
    const head = [
      `${request.method} ${request.url} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      ...kept.flatMap(([name, values = []]) => values.map((value) => `${name}: ${value}`)),
    ];
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => request.socket.destroy());
    upstream.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
    upstream.pipe(request.socket);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
