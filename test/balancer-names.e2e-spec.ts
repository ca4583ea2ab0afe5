import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { until } from './support/eventually.js';
import { freePort } from './simulators/free-port.js';
import { type Balancer, startBalancer } from './support/haproxy.js';
import { NameServer } from './support/name-server.js';
import { StandInReplica } from './support/stand-in-replica.js';

const NAME = 'replicas.test';
/** The places that the configuration has. */
const PLACES = 200;
/** Twilio's requests, one after the other on a connection that is kept. */
const kept = new Agent({ keepAlive: true, maxSockets: 1 });
/** DNS is asked every two seconds, and checks take half a second. */
const NOTICED = { limitMs: 8_000 };
/** Longer than HAProxy believes an old answer where it is not told otherwise: 30 s. */
const DNS_AWAY_MS = 40_000;
/** An address that DNS has stopped giving is kept for so long, and noticed a little later. */
const LET_GO = { limitMs: 20_000 };

describe('The balancer that finds its replicas by a name', () => {
  let names: NameServer;
  let port: number;
  let balancer: Balancer;
  const replicas = new Map<string, StandInReplica>();
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    [names, port] = await Promise.all([NameServer.start(), freePort()]);
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    kept.destroy();
    await balancer.close();
    await Promise.all([...replicas.values()].map((replica) => replica.close()));
    replicas.clear();
    await names.close();
  });

  const addressOf = (number: number): string => `127.0.1.${number}`;

  async function replica(number: number): Promise<StandInReplica> {
    const started = await StandInReplica.start(`r${number}`, { host: addressOf(number), port });
    replicas.set(started.name, started);
    return started;
  }

  async function gone(number: number): Promise<void> {
    const replica = replicas.get(`r${number}`);
    replicas.delete(`r${number}`);
    await replica?.close();
  }

  async function inFrontOf(...numbers: readonly number[]): Promise<void> {
    names.set(NAME, numbers.map(addressOf));
    balancer = await startBalancer({ name: `${NAME}:${port}`, nameserver: names.address });
    await untilCount('UP', numbers.length);
  }

  async function count(state: string): Promise<number> {
    const states = Object.values(await balancer.replicas('ready'));
    return states.filter((each) => each === state).length;
  }

  async function untilCount(state: string, wanted: number, limit = NOTICED): Promise<void> {
    const what = `${wanted} ${state}`;
    await until(async () => (await count(state)) === wanted, { what, ...limit });
  }

  /** Twilio's post of one call: its status and who answered; null when there was no answer. */
  function ask(path: string, call: number): Promise<string | null> {
    return new Promise((resolve) => {
      const form = `CallSid=CA${call}&From=%2B15551230100`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const asked = request(balancer.url + path, { method: 'POST', headers, agent: kept });
      asked.on('error', () => resolve(null));
      asked.on('response', (response) => {
        let body = '';
        response.setEncoding('latin1').on('data', (text: string) => (body += text));
        const { statusCode } = response;
        response.on('end', () => resolve(statusCode === 200 ? `200 ${body}` : `${statusCode}`));
      });
      asked.end(form);
    });
  }

  async function askOften(path: string): Promise<Set<string | null>> {
    const answers = new Set<string | null>();
    for (let call = 0; call < 24; call += 1) answers.add(await ask(path, call));
    return answers;
  }

  async function stream(): Promise<{ socket: WebSocket; servedBy: string }> {
    const socket = new WebSocket(`${balancer.url.replace('http', 'ws')}/ws/media`);
    sockets.push(socket);
    const [servedBy] = (await once(socket, 'message')) as [Buffer];
    return { socket, servedBy: servedBy.toString() };
  }

  it('takes on those that come, and lets go of those that leave, while calls go on', async () => {
    await Promise.all([1, 2].map(replica));
    await inFrontOf(1, 2);
    expect(await askOften('/voice')).toEqual(new Set(['200 r1', '200 r2']));
    const before = [await stream(), await stream()];

    await replica(3);
    names.set(NAME, [3, 1, 2].map(addressOf));
    await untilCount('UP', 3);
    // It has the fewest streams.
    expect((await stream()).servedBy).toBe('r3');
    expect(await askOften('/voice/gather')).toEqual(new Set(['200 r1', '200 r2', '200 r3']));

    // What is said of a replica first may be that its address is gone.
    names.set(NAME, [3, 2].map(addressOf));
    await wait(3_000);
    expect(await count('UP')).toBe(3);
    await untilCount('UP', 2, LET_GO);
    expect(await askOften('/voice')).toEqual(new Set(['200 r2', '200 r3']));
    const open = before.filter(({ socket }) => socket.readyState === WebSocket.OPEN);
    expect(open.map(({ servedBy }) => servedBy)).toEqual(['r2']);
  }, 60_000);

  it('sends a request on to others while a dead one is still in DNS', async () => {
    await Promise.all([1, 2, 3].map(replica));
    await inFrontOf(1, 2, 3);
    await gone(2);
    for (const path of ['/voice', '/voice/next', '/voice/gather', '/call/status']) {
      expect([path, await askOften(path)]).toEqual([path, new Set(['200 r1', '200 r3'])]);
    }
    await untilCount('DOWN', 1);
    await replica(2);
    await untilCount('UP', 3);
    expect(await askOften('/voice/gather')).toEqual(new Set(['200 r1', '200 r2', '200 r3']));
  }, 60_000);

  it('brings everything of one call to the same replica, also when others come', async () => {
    await Promise.all([1, 2, 3, 4].map(replica));
    await inFrontOf(1, 2, 3);
    const servers = async (): Promise<(string | null)[]> => {
      const answers: (string | null)[] = [];
      for (let call = 0; call < 40; call += 1) answers.push(await ask('/voice/gather', call));
      return answers;
    };
    const before = await servers();
    expect(await servers()).toEqual(before);
    names.set(NAME, [4, 3, 2, 1].map(addressOf));
    await untilCount('UP', 4);
    const after = await servers();
    const moved = after.filter((server, call) => server !== before[call]);
    expect(new Set(moved)).toEqual(new Set(['200 r4']));
  }, 60_000);

  it('keeps its replicas and their streams while DNS is away', async () => {
    await Promise.all([1, 2].map(replica));
    await inFrontOf(1, 2);
    const { socket } = await stream();
    names.answers = false;
    await wait(DNS_AWAY_MS);
    expect(await count('UP')).toBe(2);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect(await askOften('/voice/gather')).toEqual(new Set(['200 r1', '200 r2']));
  }, 60_000);

  it(`has places for ${PLACES} replicas`, async () => {
    await Promise.all([1, PLACES].map(replica));
    const numbers = Array.from({ length: PLACES }, (_, index) => index + 1);
    names.set(NAME, numbers.map(addressOf));
    balancer = await startBalancer({ name: `${NAME}:${port}`, nameserver: names.address });
    // Nobody listens at the other addresses.
    await untilCount('DOWN', PLACES - 2);
    expect(await count('UP')).toBe(2);
    expect(await askOften('/voice')).toEqual(new Set(['200 r1', `200 r${PLACES}`]));
  }, 60_000);

  it('answers 503 on a connection that is kept when the last replica dies', async () => {
    const only = await replica(1);
    await inFrontOf(1);
    expect(await ask('/voice', 1)).toBe('200 r1');
    only.answers = false;
    const under = ask('/voice', 1);
    await until(() => only.asked.length === 2, { what: 'the second request' });
    await gone(1);
    expect(await under).toBe('503');
    for (let call = 0; call < 5; call += 1) expect(await ask('/voice', call)).toBe('503');
    await untilCount('DOWN', 1);
    expect(await ask('/voice', 1)).toBe('503');
    await replica(1);
    await untilCount('UP', 1);
    expect(await ask('/voice', 1)).toBe('200 r1');
  }, 60_000);
});
