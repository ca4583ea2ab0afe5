import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { announce, openUpstream } from './upstream.js';

/** One call's two sockets, the phone's first. */
export type Relay = (phone: WebSocket, upstream: WebSocket) => void;

/** Listens for calls and opens the other side of each; the two end together. */
export function listen(relay: Relay): void {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('listening', () => announce((server.address() as AddressInfo).port));
  server.on('connection', (phone) => {
    const upstream = openUpstream();
    phone.on('error', () => phone.terminate());
    phone.on('close', () => upstream.terminate());
    upstream.on('close', () => phone.close());
    relay(phone, upstream);
  });
}
