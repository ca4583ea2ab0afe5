import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Whom the hostile peers attack. */
export interface Target {
  readonly port: number;
  /** Of the upgrade of `/ws/media`: some of the peers have got hold of it. */
  readonly signature: string;
  readonly accountSid: string;
}

/** How the attack went. */
export interface AttackReport {
  /** Connections that were made, and of them those that the server has closed by now. */
  readonly made: number;
  readonly closed: number;
  /** Connections that could not be made. */
  readonly refused: number;
  /** Statuses that were answered, with how often; 101 for an upgrade. */
  readonly answers: Readonly<Record<string, number>>;
}

/** One way to be a nuisance, on a connection that has just been made. */
type Nuisance = (socket: Socket, target: Target) => void;

const HOST = 'Host: localhost\r\n';
const POST = `POST /voice HTTP/1.1\r\n${HOST}Content-Type: application/x-www-form-urlencoded\r\n`;
/** Pause between two bytes of a slow peer, ms. */
const DRIP_MS = 700;

function upgrade({ signature }: Target, more = ''): string {
  return (
    `GET /ws/media HTTP/1.1\r\n${HOST}Upgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
    `X-Twilio-Signature: ${signature}\r\n${more}\r\n`
  );
}

/** A frame of a client; `first` is its first byte: FIN, RSV and opcode. */
function frame(body: string | Buffer, first = 0x81, masked = true): Buffer {
  const payload = Buffer.from(body);
  const head = payload.length < 126 ? Buffer.alloc(2) : Buffer.alloc(10);
  head[0] = first;
  if (payload.length < 126) head[1] = payload.length;
  else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  if (!masked) return Buffer.concat([head, payload]);
  head[1] = (head[1] ?? 0) | 0x80;
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

function start({ accountSid }: Target): string {
  const streamSid = `MZ${randomBytes(16).toString('hex')}`;
  const callSid = `CA${randomBytes(16).toString('hex')}`;
  const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
  const customParameters = { token: randomBytes(24).toString('base64url') };
  const about = { accountSid, streamSid, callSid, mediaFormat, customParameters };
  return JSON.stringify({ event: 'start', streamSid, start: about });
}

/** Writes a byte at a time for as long as the connection lasts. */
function drip(socket: Socket, bytes: Buffer | string): void {
  const rest = Buffer.from(bytes);
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= rest.length) clearInterval(timer);
    else socket.write(rest.subarray(at, (at += 1)));
  }, DRIP_MS);
}

/** Upgrades, and sends this once it was let in. */
const upgraded =
  (act: Nuisance, more?: string): Nuisance =>
  (socket, target) => {
    socket.write(upgrade(target, more));
    socket.once('data', () => act(socket, target));
  };

const flood = (one: Buffer, count: number): Nuisance =>
  upgraded((socket) => socket.write(Buffer.concat(Array.from({ length: count }, () => one))));

const NUISANCES: Readonly<Record<string, Nuisance>> = {
  'half open': () => undefined,
  'slow headers': (socket) => drip(socket, POST.repeat(10)),
  'slow body': (socket) => {
    socket.write(`${POST}Content-Length: 1000\r\n\r\n`);
    drip(socket, 'CallSid='.repeat(100));
  },
  'huge headers': (socket) => socket.write(`${POST}X-Much: ${'x'.repeat(64 * 1024)}\r\n\r\n`),
  'many headers': (socket) => socket.write(`${POST}${'A: b\r\n'.repeat(2_400)}\r\n`),
  'huge body': (socket) => {
    socket.write(`${POST}Content-Length: 10000000\r\n\r\n`);
    socket.write(Buffer.alloc(200_000, 0x61));
  },
  'a body without an end': (socket) => {
    socket.write(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
    drip(socket, '1\r\na\r\n'.repeat(100));
  },
  'unfinished upgrade': (socket, target) => socket.write(upgrade(target).slice(0, -2)),
  'upgrade without signature': (socket, target) =>
    socket.write(upgrade({ ...target, signature: '' })),
  'upgrade to nowhere': (socket, target) =>
    socket.write(upgrade(target).replace('/ws/media', '/x')),
  'silent stream': upgraded(() => undefined),
  'slow start': upgraded((socket, target) => drip(socket, frame(start(target)))),
  'oversize frame': upgraded((socket) => socket.write(frame(Buffer.alloc(100_000, 0x61)))),
  'bad frames': flood(frame('{"event":"dance"}'), 200),
  'wrong token': upgraded((socket, target) => socket.write(frame(start(target)))),
  'unmasked frame': upgraded((socket) => socket.write(frame('{}', 0x81, false))),
  'flood of pings, never read': upgraded((socket) => {
    socket.pause();
    socket.write(Buffer.concat(Array.from({ length: 1_000 }, () => frame('x'.repeat(100), 0x89))));
  }),
  'flood of connected': flood(frame('{"event":"connected"}'), 500),
  'fragments without an end': upgraded((socket) => {
    socket.write(frame('', 0x01));
    socket.write(Buffer.concat(Array.from({ length: 500 }, () => frame('', 0x00))));
  }),
  'compressed frame': upgraded(
    (socket) => socket.write(frame(Buffer.alloc(100, 0xff), 0xc1)),
    'Sec-WebSocket-Extensions: permessage-deflate\r\n',
  ),
  'requests, never read': (socket) => {
    socket.pause();
    socket.write(`GET /health HTTP/1.1\r\n${HOST}\r\n`.repeat(20));
  },
  'no HTTP': (socket) => socket.write(randomBytes(200)),
  'reset in the middle': (socket, target) => {
    socket.write(upgrade(target));
    socket.once('data', () => socket.resetAndDestroy());
  },
};

/** Many connections that mean no good, in as many ways as there are, each equally often. */
export class HostilePeers {
  private readonly sockets = new Set<Socket>();
  private readonly counts = { made: 0, closed: 0, refused: 0 };
  private readonly answers: Record<string, number> = {};

  constructor(private readonly target: Target) {}

  /**
   * Makes so many connections in about the time; all stay until the server closes them. Those that
   * the machine has lost on their way are made again.
   */
  async attack(count: number, withinMs: number): Promise<void> {
    const nuisances = Object.values(NUISANCES);
    const startedAt = performance.now();
    for (let made = 0; made < count; made += 1) {
      this.open(nuisances[made % nuisances.length] ?? (() => undefined));
      const aheadMs = (made / count) * withinMs - (performance.now() - startedAt);
      if (aheadMs > 5) await wait(aheadMs);
    }
    for (let more = 0; this.counts.made < count; more += 1) {
      this.open(nuisances[more % nuisances.length] ?? (() => undefined));
      await wait(10);
    }
  }

  /** How it went so far. */
  report(): AttackReport {
    return { ...this.counts, answers: { ...this.answers } };
  }

  private open(nuisance: Nuisance): void {
    const socket = connect({ port: this.target.port, host: '127.0.0.1' });
    this.sockets.add(socket);
    let connected = false;
    socket.once('connect', () => {
      connected = true;
      this.counts.made += 1;
      socket.on('data', () => undefined);
      nuisance(socket, this.target);
    });
    socket.once('data', (data: Buffer) => {
      const [, status = 'none'] = /^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1')) ?? [];
      this.answers[status] = (this.answers[status] ?? 0) + 1;
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.sockets.delete(socket);
      this.counts[connected ? 'closed' : 'refused'] += 1;
    });
  }
}
