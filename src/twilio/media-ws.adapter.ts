import {
  createServer,
  ServerResponse,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import type { WebSocket, WebSocketServer } from 'ws';
import { errorFields, errorKind } from '../common/error-fields.js';
import { PROBLEM_MEDIA_TYPE, problemOf } from '../ops/problem.js';
import { secureHeaders } from '../ops/secure-headers.js';
import { UpgradeGate } from './upgrade-gate.js';

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Nest's adapter for `ws` with the two things it lacks: a refused upgrade gets a plain HTTP
 * answer before the 101, and a gateway without message handlers gets its frames raw, without
 * the rxjs dispatch that costs more than all other work on a frame.
 */
export class MediaWsAdapter extends WsAdapter {
  private readonly gate: UpgradeGate;
  private readonly upgradeListeners = new Map<Server, UpgradeListener>();

  /** @param onDispose called when the application closes, right before its HTTP server does. */
  constructor(
    app: INestApplication,
    private readonly onDispose: () => void = () => undefined,
  ) {
    super(app);
    this.gate = app.get(UpgradeGate, { strict: false });
  }

  override bindMessageHandlers(
    client: WebSocket,
    handlers: MessageMappingProperties[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    if (handlers.length > 0) super.bindMessageHandlers(client, handlers, transform);
  }

  /** A socket error is caused by the peer and handled by the gateway: it is logged at debug level. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    server.on('connection', (client) =>
      client.on('error', (error) =>
        this.logger.debug('WebSocket error', { error: errorKind(error) }),
      ),
    );
    server.on('error', (error) =>
      this.logger.error('WebSocket server error', { error: errorKind(error) }),
    );
    return server;
  }

  override async dispose(): Promise<void> {
    for (const [server, listener] of this.upgradeListeners) server.off('upgrade', listener);
    this.upgradeListeners.clear();
    this.onDispose();
    await super.dispose();
  }

  protected override ensureHttpServerExists(
    port: number,
    httpServer: Server = createServer(),
  ): Server | undefined {
    if (this.httpServersRegistry.has(port)) return undefined;
    this.httpServersRegistry.set(port, httpServer);
    const listener: UpgradeListener = (request, socket, head) =>
      this.upgrade(port, request, socket, head);
    httpServer.on('upgrade', listener);
    this.upgradeListeners.set(httpServer, listener);
    return httpServer;
  }

  private upgrade(port: number, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A reset before the WebSocket owns the socket would otherwise end the process.
    socket.on('error', () => socket.destroy());
    try {
      const server = this.serverFor(port, request);
      if (server === undefined) {
        this.gate.refused('path');
        return answer(request, socket, 404, 'Nothing is served here.');
      }
      const refusal = this.gate.refuse(request);
      if (refusal !== null) {
        this.gate.refused(refusal.reason);
        return answer(request, socket, refusal.status, refusal.detail);
      }
      server.handleUpgrade(request, socket, head, (client) =>
        server.emit('connection', client, request),
      );
    } catch (error) {
      this.logger.error('Upgrade failed', errorFields(error));
      this.gate.refused('fault');
      answer(request, socket, 500, 'The request could not be completed.');
    }
  }

  private serverFor(port: number, request: IncomingMessage): WebSocketServer | undefined {
    const path = (request.url ?? '').split('?', 1)[0];
    const servers: readonly WebSocketServer[] = this.wsServersRegistry.get(port) ?? [];
    return servers.find((server) => server.path === path);
  }
}

/**
 * Answers an upgrade that is not made, with the headers of every other answer, and ends the
 * connection. Written by hand: an earlier answer may still have the socket.
 */
function answer(request: IncomingMessage, socket: Duplex, status: number, detail: string): void {
  const response = new ServerResponse(request);
  secureHeaders(request, response, () => undefined);
  const body = JSON.stringify(problemOf(status, detail));
  const headers = {
    ...response.getHeaders(),
    connection: 'close',
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
