import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const END = Buffer.from('\r\n\r\n');
const LIMIT_MS = 10_000;

/** The value of `Sec-WebSocket-Accept` for a client's key. */
export function acceptOf(key: string): string {
  return createHash('sha1')
    .update(key + GUID)
    .digest('base64');
}

/** An upgraded connection; `head` came behind the handshake. */
export interface Upgraded {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Opens a WebSocket as a client. Rejects when the server does not upgrade within 10 s. */
export function openWebSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let answer = Buffer.alloc(0);
    const fail = (reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(`${url.pathname} was not upgraded: ${reason}`));
    };
    const timer = setTimeout(() => fail('no answer'), LIMIT_MS);
    const failed = (error: Error): void => fail(error.message);
    const closed = (): void => fail('closed');
    const read = (chunk: Buffer): void => {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf(END);
      if (end < 0) return;
      const status = answer.toString('latin1', 0, answer.indexOf('\r\n'));
      if (!status.includes(' 101 ')) return fail(status);
      clearTimeout(timer);
      socket.off('data', read).off('error', failed).off('close', closed);
      resolve({ socket, head: answer.subarray(end + END.length) });
    };
    socket.on('data', read).on('error', failed).on('close', closed);
    const lines = {
      Host: url.host,
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      'Sec-WebSocket-Version': '13',
      ...headers,
    };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${head.join('')}\r\n`);
  });
}
