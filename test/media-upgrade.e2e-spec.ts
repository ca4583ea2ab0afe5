import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ClientOptions, WebSocket } from 'ws';
import {
  MEDIA_URL,
  PREVIOUS_AUTH_TOKEN,
  PUBLIC_URL,
  type RunningEdge,
  sign,
  startEdge,
} from './support/start-edge.js';
import { refusal, refusedUpgrade } from './support/upgrade.js';

const OPEN = { TWILIO_WEBHOOK_VALIDATION: 'false' };

describe('the upgrade to a media stream', () => {
  let edge: RunningEdge;
  afterEach(() => edge.close());

  it.each([
    ['the documented URL', MEDIA_URL],
    ['a trailing slash', `${MEDIA_URL}/`],
    ['the port spelt out', MEDIA_URL.replace('.com', '.com:443')],
    ['https', MEDIA_URL.replace('wss', 'https')],
  ])('is accepted when signed over %s', async (_, url) => {
    edge = await startEdge();
    const phone = await edge.dial({ signature: sign(url, {}) });
    expect(phone.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('is accepted with the previous token during a rotation', async () => {
    edge = await startEdge();
    const signature = sign(MEDIA_URL, {}, PREVIOUS_AUTH_TOKEN);
    expect((await edge.dial({ signature })).socket.readyState).toBe(WebSocket.OPEN);
  });

  it('is refused with 403 without a valid signature', async () => {
    edge = await startEdge();
    const url = `${edge.url.replace('http', 'ws')}/ws/media`;
    const signed = (signature: string): ClientOptions => ({
      headers: { 'X-Twilio-Signature': signature },
    });
    expect(await refusal(url)).toBe(403);
    expect(await refusal(url, signed(''))).toBe(403);
    expect(await refusal(url, signed('A'.repeat(27) + '='))).toBe(403);
    expect(await refusal(url, signed(sign(MEDIA_URL, {}, 'another token')))).toBe(403);
    expect(await refusal(url, signed(sign(url, {})))).toBe(403);
    expect(await refusal(url, signed(sign(`${PUBLIC_URL}/voice`, {})))).toBe(403);
    expect(await edge.count('stream_upgrades_refused_total', 'signature')).toBe(6);
  });

  it('is refused with 404 on any other path', async () => {
    edge = await startEdge(OPEN);
    const base = edge.url.replace('http', 'ws');
    expect(await refusal(`${base}/`)).toBe(404);
    expect(await refusal(`${base}/ws/media/`)).toBe(404);
    expect(await refusal(`${base}/ws/mediaX`)).toBe(404);
    expect(await refusal(`${base}/ws/%6dedia`)).toBe(404);
    expect(await edge.count('stream_upgrades_refused_total', 'path')).toBe(4);
  });

  it('is refused with 503 while no further stream is taken', async () => {
    edge = await startEdge();
    edge.calls.accepts = false;
    const url = `${edge.url.replace('http', 'ws')}/ws/media`;
    expect(await refusal(url, { headers: { 'X-Twilio-Signature': sign(MEDIA_URL, {}) } })).toBe(
      503,
    );
    expect(await refusal(url)).toBe(403);
    expect(await edge.count('stream_upgrades_refused_total', 'full')).toBe(1);
  });

  it('is refused in JSON that says why, with the headers of every other answer', async () => {
    edge = await startEdge(OPEN);
    const url = `${edge.url.replace('http', 'ws')}/ws/media`;
    const { status, headers, body } = await refusedUpgrade(url, { headers: { origin: 'null' } });
    expect([status, headers['content-type']]).toEqual([403, 'application/problem+json']);
    expect(JSON.parse(body)).toMatchObject({ status: 403, detail: expect.stringMatching(/null/) });
    const missing = await refusedUpgrade(`${url}/nowhere`);
    edge.calls.accepts = false;
    const full = await refusedUpgrade(url);
    expect([missing.status, full.status]).toEqual([404, 503]);
    for (const refused of [{ headers }, missing, full]) {
      expect(refused.headers).toMatchObject({
        'cache-control': 'no-store',
        connection: 'close',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  it('is refused behind a request that is not answered yet', async () => {
    edge = await startEdge();
    const { hostname, port } = new URL(edge.url);
    const socket = connect(Number(port), hostname);
    const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    socket.write(
      'POST /voice HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n' +
        `GET /ws/media HTTP/1.1\r\nHost: x\r\n${upgrade}`,
    );
    expect(await text(socket)).toContain('HTTP/1.1 403 Forbidden');
    expect((await edge.dial()).socket.readyState).toBe(WebSocket.OPEN);
  });

  it('survives peers that reset the connection in the middle of it', async () => {
    edge = await startEdge();
    const { hostname, port } = new URL(edge.url);
    for (let i = 0; i < 20; i += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(
        'GET /ws/media HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
      socket.resetAndDestroy();
    }
    expect((await edge.dial()).socket.readyState).toBe(WebSocket.OPEN);
  });
});
