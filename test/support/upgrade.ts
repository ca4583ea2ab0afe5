import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** The HTTP status that an upgrade is refused with; waits for ever when it is accepted. */
export async function refusal(url: string, options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number; resume(): void },
  ];
  response.resume();
  socket.terminate();
  return response.statusCode;
}
