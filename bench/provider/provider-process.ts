import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerCommands, type Command } from '../wire/channel.js';
import { acceptOf } from '../wire/handshake.js';
import { Window } from '../wire/window.js';
import { ProviderSession } from './session.js';

const window = new Window();
let open = 0;

// Also takes traces, and has no list of models.
const http = createServer((request, response) => {
  request.resume();
  const traces = request.url?.endsWith('/v1/traces') === true;
  response.writeHead(traces ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
});

http.on('upgrade', (request, stream) => {
  const socket = stream as Socket;
  const model = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('model') ?? '';
  socket.setNoDelay(true);
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${acceptOf(request.headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
  );
  open += 1;
  socket.on('close', () => (open -= 1));
  new ProviderSession(socket, window, model);
});

function handle(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'begin-window':
      return Promise.resolve(window.begin());
    case 'end-window':
      return Promise.resolve(window.end({ open, failed: 0 }));
    case 'calls':
    case 'webhooks':
    case 'replace':
    case 'count-replaced':
    case 'cycle':
      return Promise.reject(new Error(`The stand-in does not know ${command.do}`));
  }
}

answerCommands(handle);
http.listen(0, '127.0.0.1', () => {
  process.send?.({ listening: (http.address() as AddressInfo).port });
});
