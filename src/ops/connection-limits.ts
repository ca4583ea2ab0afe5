import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Limits of the connections of the HTTP server. */
export interface ConnectionLimits {
  /** From the beginning of a request to the end of its headers, ms; a new connection counts as one. */
  readonly headersMs: number;
  /** From the beginning of a request to the end of its body, ms. */
  readonly requestMs: number;
  /** How long a connection is kept between two requests, ms. */
  readonly keepAliveMs: number;
  /** How long nothing may move on a connection, also when its peer does not read, ms. */
  readonly idleMs: number;
  /** Connections that wait for a whole request; for one more, the one that has waited longest goes. */
  readonly waiting: number;
  /** How long a connection without a whole request is kept once the server is to close, ms. */
  readonly closingMs: number;
}

const LIMITS: ConnectionLimits = {
  // Twilio and proxies send a request in one go.
  headersMs: 10_000,
  requestMs: 10_000,
  // Longer than the idle time of the usual load balancers (60 s), so that a connection is never
  // closed here at the moment at which a webhook is sent over it.
  keepAliveMs: 65_000,
  // Live events have a heartbeat, and a WebSocket is not held to it.
  idleMs: 120_000,
  // Far more than a balancer keeps; each holds some 10 kB.
  waiting: 500,
  // A request that is on its way is there by then.
  closingMs: 1_000,
};
/** How often the limits for headers and requests are looked at, ms. */
const CHECK_MS = 2_000;

/**
 * Holds the server to the limits; called before it listens.
 *
 * @returns to be called when the server is to close, which Node puts off for each connection that
 *   has not asked for anything yet and for each that is kept after its answer, while it looks at no
 *   limit any more.
 */
export function limitConnections(server: Server, limits: ConnectionLimits = LIMITS): () => void {
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.keepAliveMs;
  server.timeout = limits.idleMs;
  // An option of `createServer`, which the framework calls; it is read when the server listens.
  Object.assign(server, { connectionsCheckingInterval: Math.min(CHECK_MS, limits.headersMs) });

  /** Without a whole request, the one that has waited longest first. */
  const waiting = new Set<Socket>();
  let closing = false;
  const wait = (socket: Socket): void => {
    if (socket.destroyed) return;
    if (closing) return void socket.end();
    waiting.add(socket);
    if (waiting.size <= limits.waiting) return;
    const [longest] = waiting;
    if (longest !== undefined) waiting.delete(longest);
    longest?.destroy();
  };
  // On a server with a certificate, the connection that requests come over.
  const opened = 'setSecureContext' in server ? 'secureConnection' : 'connection';
  server.on(opened, (socket: Socket) => {
    socket.once('close', () => waiting.delete(socket));
    wait(socket);
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => waiting.delete(socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (!hasBody(request)) waiting.delete(socket);
    else request.once('end', () => waiting.delete(socket));
    response.once('close', () => wait(socket));
  });
  return () => {
    closing = true;
    setTimeout(() => {
      for (const socket of waiting) socket.destroy();
    }, limits.closingMs).unref();
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
