import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ClientOptions, WebSocket } from 'ws';

/** The answer to a refused upgrade. */
export interface RefusedUpgrade {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How an upgrade is refused; waits for ever when it is accepted. */
export async function refusedUpgrade(
  url: string,
  options: ClientOptions = {},
): Promise<RefusedUpgrade> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  const body = await text(response);
  socket.terminate();
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** The HTTP status that an upgrade is refused with; waits for ever when it is accepted. */
export async function refusal(url: string, options: ClientOptions = {}): Promise<number> {
  return (await refusedUpgrade(url, options)).status;
}
