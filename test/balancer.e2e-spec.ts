import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectByTls, type ConnectionOptions } from 'node:tls';
import { WebSocket } from 'ws';
import { until } from './support/eventually.js';
import { type Balancer, makeCertificate, startBalancer } from './support/haproxy.js';
import { StandInReplica, startReplicaProcess } from './support/stand-in-replica.js';

/** What Twilio posts, of one of many calls. */
const formOf = (call: number): string => `CallSid=CA${call}&From=%2B15551230100`;

/** A media stream through the balancer, and who serves it. */
interface Stream {
  readonly socket: WebSocket;
  readonly servedBy: string;
}

/** Where `localhost` leads, of both families. */
const LOOPBACK = expect.stringMatching(/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/) as unknown;

/** The status of an answer to a target that is sent letter by letter. */
async function rawStatus(url: string, target: string, host?: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const name = host ?? hostname;
  socket.write(
    `POST ${target} HTTP/1.1\r\nHost: ${name}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
  return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1]);
}

/** The version of TLS that the two agree on. */
async function handshake(options: ConnectionOptions): Promise<string | null> {
  const socket = connectByTls({ host: '127.0.0.1', ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol();
  } finally {
    socket.destroy();
  }
}

describe('The balancer', () => {
  const opened: { close(): Promise<void> }[] = [];
  const sockets: WebSocket[] = [];

  async function opening<T extends { close(): Promise<void> }>(thing: Promise<T>): Promise<T> {
    const started = await thing;
    opened.push(started);
    return started;
  }

  async function inFrontOf(...replicas: readonly { url: string }[]): Promise<Balancer> {
    return opening(startBalancer(replicas.map(({ url }) => url)));
  }

  const replica = (name: string): Promise<StandInReplica> => opening(StandInReplica.start(name));

  async function stream(balancer: Balancer): Promise<Stream> {
    const socket = new WebSocket(`${balancer.url.replace('http', 'ws')}/ws/media`);
    sockets.push(socket);
    const [servedBy] = (await once(socket, 'message')) as [Buffer];
    socket.on('error', () => socket.terminate());
    return { socket, servedBy: servedBy.toString() };
  }

  async function streams(balancer: Balancer, count: number): Promise<Stream[]> {
    const all: Stream[] = [];
    while (all.length < count) all.push(await stream(balancer));
    return all;
  }

  async function ask(
    { url, opsUrl }: Balancer,
    path: string,
    { call = 1, asOperator = false } = {},
  ): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = { method: 'POST', headers, body: formOf(call) };
    const response = await fetch((asOperator ? opsUrl : url) + path, request);
    return `${response.status} ${response.ok ? await response.text() : ''}`.trim();
  }

  async function askOften(
    balancer: Balancer,
    path: string,
    asOperator = false,
  ): Promise<Set<string>> {
    const calls = Array.from({ length: 12 }, (_, call) =>
      ask(balancer, path, { call, asOperator }),
    );
    const answers = await Promise.all(calls);
    return new Set(answers);
  }

  async function untilStates(balancer: Balancer, backend: 'ready' | 'live', states: object) {
    const wanted = JSON.stringify(states);
    await until(async () => JSON.stringify(await balancer.replicas(backend)) === wanted, {
      what: wanted,
    });
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await Promise.all(opened.splice(0).map((thing) => thing.close()));
  });

  it('gives an upgrade that one replica refuses to another', async () => {
    const [full, other] = [await replica('full'), await replica('other')];
    const balancer = await inFrontOf(full, other);
    full.admitsStreams = false;
    const served = await streams(balancer, 6);
    expect(new Set(served.map(({ servedBy }) => servedBy))).toEqual(new Set(['other']));
  });

  it('spreads streams by how many a replica has', async () => {
    const balancer = await inFrontOf(await replica('a'), await replica('b'));
    const served = await streams(balancer, 6);
    expect(served.filter(({ servedBy }) => servedBy === 'a')).toHaveLength(3);
  });

  it('sends no calls to a replica that is not ready, which keeps its streams and other requests', async () => {
    const [draining, other] = [await replica('draining'), await replica('other')];
    const balancer = await inFrontOf(draining, other);
    const before = await streams(balancer, 2);
    draining.ready = 503;
    await untilStates(balancer, 'ready', { r1: 'NOLB', r2: 'UP' });

    expect(await askOften(balancer, '/voice')).toEqual(new Set(['200 other']));
    expect(await askOften(balancer, '/voice/next')).toEqual(new Set(['200 other']));
    expect((await stream(balancer)).servedBy).toBe('other');
    expect(await askOften(balancer, '/voice/gather')).toEqual(
      new Set(['200 draining', '200 other']),
    );
    expect(before.map(({ servedBy }) => servedBy).sort()).toEqual(['draining', 'other']);
    expect(before.every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);

    draining.ready = 200;
    await untilStates(balancer, 'ready', { r1: 'UP', r2: 'UP' });
    expect(await askOften(balancer, '/voice')).toContain('200 draining');
  });

  it('asks a replica that is not ready when no other is, and opens streams of admitted calls there', async () => {
    const only = await replica('only');
    const balancer = await inFrontOf(only);
    only.ready = 503;
    await untilStates(balancer, 'ready', { r1: 'NOLB' });
    expect(await ask(balancer, '/voice')).toBe('200 only');
    expect((await stream(balancer)).servedBy).toBe('only');
  });

  it('closes the streams of a replica that hangs within 3 s, while others answer', async () => {
    const hanging = await opening(startReplicaProcess('hanging'));
    const balancer = await inFrontOf(hanging, await replica('other'));
    const all = await streams(balancer, 4);
    const closedAfterMs = all
      .filter(({ servedBy }) => servedBy === 'hanging')
      .map(async ({ socket }) => {
        await once(socket, 'close');
        return performance.now() - stoppedAt;
      });
    const stoppedAt = performance.now();
    hanging.signal('SIGSTOP');

    expect(await askOften(balancer, '/voice/next')).toEqual(new Set(['200 other']));
    expect(await askOften(balancer, '/voice/gather')).toEqual(new Set(['200 other']));
    expect((await stream(balancer)).servedBy).toBe('other');
    expect(performance.now() - stoppedAt).toBeLessThan(6000);
    expect(closedAfterMs).toHaveLength(2);
    for (const ms of await Promise.all(closedAfterMs)) expect(ms).toBeLessThan(3000);
    const others = all.filter(({ servedBy }) => servedBy === 'other');
    expect(others.every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);

    hanging.signal('SIGCONT');
    await untilStates(balancer, 'live', { r1: 'UP', r2: 'UP' });
  });

  it('closes the streams of a killed replica at once, and its callers notice nothing else', async () => {
    const killed = await opening(startReplicaProcess('killed'));
    const balancer = await inFrontOf(killed, await replica('other'));
    const all = await streams(balancer, 2);
    const lost = all.find(({ servedBy }) => servedBy === 'killed');
    const closed = once(lost?.socket ?? new WebSocket(null), 'close');
    const killedAt = performance.now();
    killed.signal('SIGKILL');
    await closed;
    expect(performance.now() - killedAt).toBeLessThan(1000);
    expect(await askOften(balancer, '/voice/next')).toEqual(new Set(['200 other']));
    expect((await stream(balancer)).servedBy).toBe('other');
  });

  it("repeats Twilio's requests with their bodies, and nothing else", async () => {
    const [failing, other] = [await replica('failing'), await replica('other')];
    const balancer = await inFrontOf(failing, other);
    failing.status = 503;
    for (const path of ['/voice', '/voice/next', '/voice/gather', '/call/status']) {
      expect(await askOften(balancer, path)).toEqual(new Set(['200 other']));
    }
    const forms = Array.from({ length: 12 }, (_, call) => formOf(call));
    expect(new Set(other.asked.map(({ body }) => body))).toEqual(new Set(forms));
    expect(await askOften(balancer, '/calls/CA1/hangup', true)).toEqual(
      new Set(['503', '200 other']),
    );
  });

  it('brings everything that is posted of one call to the same replica, while it lives', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const balancer = await inFrontOf(one, two);
    const served = new Map<number, string>();
    for (let call = 0; call < 12; call += 1) {
      const answers = new Set<string>();
      for (const path of ['/voice/gather', '/call/status', '/voice/gather?turn=2']) {
        answers.add(await ask(balancer, path, { call }));
      }
      expect(answers.size).toBe(1);
      served.set(call, [...answers].join());
    }
    expect(new Set(served.values())).toEqual(new Set(['200 one', '200 two']));
    await two.close();
    expect(await askOften(balancer, '/voice/gather')).toEqual(new Set(['200 one']));
  });

  it('tells a replica who asks and how, whatever the caller says of it', async () => {
    const only = await replica('only');
    const balancer = await inFrontOf(only);
    await fetch(`${balancer.opsUrl}/status`, {
      headers: {
        'X-Forwarded-For': '10.1.2.3',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Host': 'inside.example',
        'X-Forwarded-Port': '1',
        'X-Real-IP': '10.1.2.3',
        Forwarded: 'for=10.1.2.3',
      },
    });
    expect(only.asked).toEqual([
      {
        line: 'GET /status',
        body: '',
        forwarded: { 'x-forwarded-for': LOOPBACK, 'x-forwarded-proto': 'http' },
      },
    ]);
  });

  it('has nothing but webhooks, media and readiness for those who do not ask the operators’ host', async () => {
    const only = await replica('only');
    const balancer = await inFrontOf(only);
    const hidden = [
      '/',
      '/status',
      '/metrics',
      '/calls',
      '/orders',
      '/events',
      '/docs',
      '/openapi.json',
      '/health',
      '/health/live',
      '/health/ready/x',
      '/voicemail',
      '/Voice',
      '/STATUS',
      '//status',
      '/voice/../status',
      '/ws/media/x',
      '/process-speech/x',
      '/callers/1',
      '/kitchen',
      '/phone',
    ];
    const open = [
      '/voice',
      '/voice/next',
      '/voice/gather?turn=1',
      '/voice/fallback',
      '/voice/whisper',
      '/voice/whisper/key',
      '/process-speech',
      '/stream/status',
      '/call/status',
    ];
    // Sent as they are: `fetch` would shorten some of them.
    for (const path of hidden)
      expect([path, await rawStatus(balancer.url, path)]).toEqual([path, 404]);
    // The target names the operators' host, the Host header does not.
    expect(await rawStatus(balancer.url, 'http://localhost/status')).toBe(400);
    expect(only.asked).toEqual([]);
    for (const path of open)
      expect([path, await rawStatus(balancer.url, path)]).toEqual([path, 200]);
    expect(await rawStatus(balancer.url, '/health/ready')).toBe(200);
    expect(await rawStatus(balancer.url, '/status', 'LOCALHOST:6001')).toBe(200);
    expect(await rawStatus(balancer.url, '/status', 'localhost.example.com')).toBe(404);
    expect(await rawStatus(balancer.url, '/status', '')).toBe(404);
    expect((await stream(balancer)).servedBy).toBe('only');
    expect(await ask(balancer, '/calls/CA1/hangup', { asOperator: true })).toBe('200 only');
  });

  it('speaks TLS with a certificate of its folder, and nothing in clear', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'balancer-tls-'));
    try {
      const { certificates, ca } = await makeCertificate(folder);
      const only = await replica('only');
      const balancer = await opening(startBalancer([only.url], certificates));
      const { port } = new URL(balancer.url);

      const stream = new WebSocket(`wss://127.0.0.1:${port}/ws/media`, { ca });
      sockets.push(stream);
      expect(String((await once(stream, 'message'))[0])).toBe('only');
      const statusOf = async (url: string, path: string): Promise<number | undefined> => {
        const request = https.request(url + path, { ca, method: 'POST', agent: false });
        request.setHeader('X-Forwarded-Proto', 'http').end();
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        response.resume();
        return response.statusCode;
      };
      expect(await statusOf(balancer.url, '/voice')).toBe(200);
      expect(await statusOf(balancer.url, '/status')).toBe(404);
      expect(await statusOf(balancer.opsUrl, '/status')).toBe(200);
      const forwarded = { 'x-forwarded-for': LOOPBACK, 'x-forwarded-proto': 'https' };
      expect(only.asked.map((asked) => [asked.line, asked.forwarded])).toEqual([
        ['POST /voice', forwarded],
        ['POST /status', forwarded],
      ]);

      // A client that does not know the certificate, one that speaks TLS 1.1, one that speaks http.
      await expect(handshake({ port: Number(port) })).rejects.toThrow('self-signed certificate');
      await expect(handshake({ port: Number(port), ca })).resolves.toBe('TLSv1.3');
      const old = {
        minVersion: 'TLSv1.1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      await expect(handshake({ port: Number(port), ca, ...old })).rejects.toThrow(
        'protocol version',
      );
      expect(await rawStatus(balancer.url, '/voice')).toBeNaN();
      expect(only.asked).toHaveLength(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answers 503 when nobody is there, so that Twilio asks the fallback URL', async () => {
    const gone = await replica('gone');
    const balancer = await inFrontOf(gone);
    await opened.splice(opened.indexOf(gone), 1)[0]?.close();
    expect(await ask(balancer, '/voice')).toBe('503');
    await untilStates(balancer, 'live', { r1: 'DOWN' });
    expect(await ask(balancer, '/voice')).toBe('503');
  });
});
