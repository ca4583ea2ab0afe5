import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { WebSocket, WebSocketServer } from 'ws';
import { MaskedFrames } from './masked-frames.js';

const ASCII = fc.string({
  unit: fc.constantFrom(...'abcXYZ019+/={}":,\\ '.split('')),
  maxLength: 90,
});

describe('MaskedFrames', () => {
  let server: WebSocketServer;
  let client: WebSocket;
  let stream: NodeJS.WritableStream;
  const heard: string[] = [];

  beforeAll(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    server.on('connection', (socket) =>
      socket.on('message', (data: Buffer, isBinary) =>
        heard.push(isBinary ? 'binary' : data.toString('latin1')),
      ),
    );
    client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.on('upgrade', ({ socket }) => (stream = socket));
    await once(client, 'open');
  });

  afterAll(() => {
    client.terminate();
    server.close();
  });

  /** What the server's library reads of these messages. */
  async function read(write: () => number): Promise<readonly string[]> {
    heard.length = 0;
    const count = write();
    while (heard.length < count) await new Promise(setImmediate);
    return heard.slice();
  }

  it('are read by a server as what was written, whatever their length', async () => {
    const payload = fc.oneof(
      fc.base64String({ maxLength: 300 }),
      fc.integer({ min: 0, max: 64_000 }).map((length) => 'A'.repeat(length)),
    );
    await fc.assert(
      fc.asyncProperty(ASCII, ASCII, fc.array(payload), async (head, tail, payloads) => {
        const frames = new MaskedFrames(head, tail);
        const got = await read(() => {
          for (const each of payloads) stream.write(frames.frame(each));
          return payloads.length;
        });
        expect(got).toEqual(payloads.map((each) => `${head}${each}${tail}`));
      }),
      { numRuns: 60 },
    );
  });

  it('can stand between messages and signs of life of the library', async () => {
    const frames = new MaskedFrames('<', '>');
    const got = await read(() => {
      client.send('one');
      stream.write(frames.frame('two'));
      client.ping();
      stream.write(frames.frame('three'));
      client.send('four');
      return 4;
    });
    expect(got).toEqual(['one', '<two>', '<three>', 'four']);
  });

  it('keep their bytes while others are made', () => {
    const frames = new MaskedFrames('', '');
    const kept = frames.frame('A'.repeat(1_000));
    const before = Buffer.from(kept);
    for (let more = 0; more < 500; more += 1) frames.frame('B'.repeat(1_000));
    expect(kept.equals(before)).toBe(true);
  });

  it('have keys that differ', () => {
    const frames = new MaskedFrames('', '');
    const keys = Array.from({ length: 5_000 }, () => frames.frame('AAAA').readUInt32LE(2));
    expect(new Set(keys).size).toBeGreaterThan(4_990);
  });

  it('refuses what does not fit into one', () => {
    const frames = new MaskedFrames('12345', '678');
    expect(frames.longestPayload).toBe(65_527);
    expect(frames.frame('A'.repeat(65_527))).toHaveLength(65_543);
    expect(() => frames.frame('A'.repeat(65_528))).toThrow(RangeError);
  });
});
