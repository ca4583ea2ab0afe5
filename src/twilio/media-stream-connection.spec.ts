import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { WebSocket, WebSocketServer } from 'ws';
import type { CallSession } from '../calls/session/call-session.js';
import { Call } from '../calls/call/call.js';
import type { CallsService } from '../calls/calls.service.js';
import { readEnvironment } from '../config/environment.js';
import { Metrics } from '../ops/metrics.js';
import { standIn } from '../../test/support/doubles/stand-in.js';
import { MediaStreamConnection } from './media-stream-connection.js';
import { TwilioMetrics } from './twilio.metrics.js';
import type { StreamTokens } from './stream-tokens.js';

const START = {
  event: 'start',
  start: {
    streamSid: 'MZ1',
    callSid: 'CA1',
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters: { token: 'a' },
  },
};

function media(timestampMs: number): object {
  return {
    event: 'media',
    streamSid: 'MZ1',
    media: { timestamp: String(timestampMs), payload: 'AAAA' },
  };
}

/** Tokens of a shared store: the answer comes when the test wants it. */
class SlowTokens implements Pick<StreamTokens, 'consume'> {
  readonly asked = new EventEmitter();
  answer!: (valid: boolean) => void;
  fail!: (error: Error) => void;

  consume(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      this.fail = reject;
      this.asked.emit('asked');
    });
  }
}

describe('MediaStreamConnection', () => {
  let server: WebSocketServer;
  let phone: WebSocket;
  let serverSide: WebSocket;
  let tokens: SlowTokens;
  let events: EventEmitter;
  let metrics: Metrics;
  let heard: number[];
  let gone: string[];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    // Only the connection's own clock is faked: sockets, promises and streams stay real.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date'] });
    tokens = new SlowTokens();
    events = new EventEmitter();
    metrics = new Metrics();
    heard = [];
    gone = [];
    const session: Pick<CallSession, 'hear' | 'marked' | 'pressed' | 'phoneGone'> = {
      hear: (_, timestampMs) => {
        heard.push(timestampMs);
        events.emit('heard', timestampMs);
      },
      marked: () => undefined,
      pressed: () => undefined,
      phoneGone: (reason) => {
        gone.push(reason);
        events.emit('gone');
      },
    };
    const caller = { callSid: 'CA1', from: '', to: '' };
    const calls: Pick<CallsService, 'claim' | 'open'> = {
      claim: () => Promise.resolve(new Call(caller, 'test', 1)),
      open: () => standIn<CallSession>(session),
    };
    const services = {
      config: readEnvironment({ PUBLIC_URL: 'https://example.com', TWILIO_AUTH_TOKEN: 'secret' }),
      calls: standIn<CallsService>(calls),
      tokens: standIn<StreamTokens>(tokens),
      telephony: { hangUp: () => Promise.resolve(true), proceed: () => Promise.resolve(true) },
      metrics: new TwilioMetrics(metrics),
    };
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      serverSide = socket;
      new MediaStreamConnection(socket, services);
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    phone = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(phone, 'open');
  });
  afterEach(async () => {
    jest.useRealTimers();
    phone.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  function send(message: object): void {
    phone.send(JSON.stringify(message));
  }

  /** Waits for the close on both ends, so that nothing of the connection may be left. */
  async function closed(): Promise<number> {
    const ended = [once(phone, 'close'), once(serverSide, 'close')] as const;
    const [[code]] = (await Promise.all(ended)) as [[number], unknown];
    return code;
  }

  it('closes with 1008 when no start comes within 10 seconds', async () => {
    send({ event: 'connected' });
    jest.advanceTimersByTime(9_999);
    expect(serverSide.readyState).toBe(WebSocket.OPEN);
    jest.advanceTimersByTime(1);
    expect(await closed()).toBe(1008);
    expect(gone).toEqual([]);
  });

  it.each([
    ['connected', () => send({ event: 'connected' })],
    ['pings', () => phone.ping()],
    ['pongs', () => phone.pong()],
  ])('closes with 1008 after fifty %s', async (_, one) => {
    for (let i = 0; i < 50; i += 1) one();
    expect(await closed()).toBe(1008);
  });

  it('cuts off a peer that goes on after the close', async () => {
    phone.pause();
    for (let i = 0; i < 1_000; i += 1) send({ event: 'dance' });
    await once(serverSide, 'close');
  });

  it('counts the check of the token into the limit', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    jest.advanceTimersByTime(10_000);
    expect(await closed()).toBe(1008);
    tokens.answer(true);
    await Promise.resolve();
    expect(heard).toEqual([]);
  });

  it('keeps frames in order while the token is checked', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    for (let i = 0; i < 20; i += 1) send(media(i));
    // Pings travel behind the frames: once answered, all frames are here.
    phone.ping();
    await once(phone, 'pong');
    expect(heard).toEqual([]);
    tokens.answer(true);
    await once(events, 'heard');
    expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i));
    send(media(20));
    await once(events, 'heard');
    expect(heard.at(-1)).toBe(20);
  });

  it('keeps 200 frames at most', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    for (let i = 0; i < 210; i += 1) send(media(i));
    phone.ping();
    await once(phone, 'pong');
    tokens.answer(true);
    await once(events, 'heard');
    expect(heard).toHaveLength(200);
    const counted = await metrics.registry.getSingleMetricAsString(
      'voiceplate_media_bad_frames_total',
    );
    expect(counted).toContain('{reason="overflow"} 10');
  });

  it('drops what was kept when the token is refused', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    send(media(0));
    tokens.answer(false);
    expect(await closed()).toBe(1008);
    expect(heard).toEqual([]);
  });

  it('closes with 1011 when the token cannot be checked', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    tokens.fail(new Error('the store is away'));
    expect(await closed()).toBe(1011);
  });

  it('starts nothing when the phone leaves during the check', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    phone.close();
    await closed();
    tokens.answer(true);
    await Promise.resolve();
    expect(heard).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    tokens.answer(true);
    send(media(0));
    await once(events, 'heard');
    expect(jest.getTimerCount()).toBeGreaterThan(0);
    phone.close();
    await closed();
    expect(gone).toEqual(['closed']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends a live stream only when the link itself has been silent for the time', async () => {
    send(START);
    await once(tokens.asked, 'asked');
    tokens.answer(true);
    send(media(0));
    await once(events, 'heard');
    jest.advanceTimersByTime(20_000);
    send({ event: 'mark', streamSid: 'MZ1', mark: { name: 'still here' } });
    phone.ping();
    await once(phone, 'pong');
    jest.advanceTimersByTime(29_000);
    expect(gone).toEqual([]);
    jest.advanceTimersByTime(1_001);
    expect(gone).toEqual(['timeout']);
    expect(await closed()).toBe(1008);
  });
});
