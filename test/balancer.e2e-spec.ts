import { once } from 'node:events';
import { WebSocket } from 'ws';
import { until } from './support/eventually.js';
import { type Balancer, startBalancer } from './support/haproxy.js';
import { StandInReplica, startReplicaProcess } from './support/stand-in-replica.js';

/** What Twilio posts, of one of many calls. */
const formOf = (call: number): string => `CallSid=CA${call}&From=%2B15551230100`;

/** A media stream through the balancer, and who serves it. */
interface Stream {
  readonly socket: WebSocket;
  readonly servedBy: string;
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

  async function ask(balancer: Balancer, path: string, call = 1): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = { method: 'POST', headers, body: formOf(call) };
    const response = await fetch(balancer.url + path, request);
    return `${response.status} ${response.ok ? await response.text() : ''}`.trim();
  }

  async function askOften(balancer: Balancer, path: string): Promise<Set<string>> {
    const calls = Array.from({ length: 12 }, (_, call) => ask(balancer, path, call));
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
    expect(await askOften(balancer, '/calls/CA1/hangup')).toEqual(new Set(['503', '200 other']));
  });

  it('brings everything that is posted of one call to the same replica, while it lives', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    const balancer = await inFrontOf(one, two);
    const served = new Map<number, string>();
    for (let call = 0; call < 12; call += 1) {
      const answers = new Set<string>();
      for (const path of ['/voice/gather', '/call/status', '/voice/gather?turn=2']) {
        answers.add(await ask(balancer, path, call));
      }
      expect(answers.size).toBe(1);
      served.set(call, [...answers].join());
    }
    expect(new Set(served.values())).toEqual(new Set(['200 one', '200 two']));
    await two.close();
    expect(await askOften(balancer, '/voice/gather')).toEqual(new Set(['200 one']));
  });

  it("tells a replica the caller's address, whatever the caller says it is", async () => {
    const only = await replica('only');
    const balancer = await inFrontOf(only);
    await fetch(`${balancer.url}/status`, { headers: { 'X-Forwarded-For': '10.1.2.3' } });
    expect(only.asked).toEqual([{ line: 'GET /status', body: '', forwardedFor: '127.0.0.1' }]);
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
