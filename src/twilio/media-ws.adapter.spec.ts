import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { EMPTY } from 'rxjs';
import type { WebSocket } from 'ws';
import { MediaWsAdapter } from './media-ws.adapter.js';

describe('MediaWsAdapter', () => {
  // Nest takes what is no application of its own for the HTTP server itself.
  const httpServer = Object.assign(createServer(), { get: () => undefined });
  let adapter: MediaWsAdapter;

  beforeEach(() => {
    adapter = new MediaWsAdapter(httpServer as unknown as INestApplication);
  });

  it('puts no dispatch between a socket and a gateway without message handlers', () => {
    const socket = new EventEmitter();
    adapter.bindMessageHandlers(socket as WebSocket, [], () => EMPTY);
    expect(socket.listenerCount('message')).toBe(0);
  });

  it('dispatches to the handlers of a gateway that has some', () => {
    const socket = new EventEmitter();
    const handler = { message: 'x', methodName: 'x', callback: () => EMPTY };
    adapter.bindMessageHandlers(
      socket as WebSocket,
      [{ ...handler, isAckHandledManually: false }],
      () => EMPTY,
    );
    expect(socket.listenerCount('message')).toBe(1);
    socket.emit('close');
  });

  it('takes its listener off a server that outlives it', async () => {
    adapter.create(0, { path: '/ws/media' });
    expect(httpServer.listenerCount('upgrade')).toBe(1);
    await adapter.dispose();
    expect(httpServer.listenerCount('upgrade')).toBe(0);
  });
});
