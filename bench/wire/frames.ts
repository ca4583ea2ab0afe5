import { randomFillSync } from 'node:crypto';

/** Opcodes of RFC 6455 that the bench knows. */
export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const KEY_BYTES = 4;
const NOTHING = Buffer.alloc(0);

/** A whole frame of one text or control message, and where its payload begins. */
export interface Frame {
  readonly bytes: Buffer;
  readonly payloadStart: number;
}

/** A frame as a server sends it, without a mask. */
export function serverFrame(opcode: number, payload: Buffer): Frame {
  const head = header(opcode, payload.length, false);
  return { bytes: Buffer.concat([head, payload]), payloadStart: head.length };
}

/** A frame as a client sends it, masked with `key`. */
export function clientFrame(opcode: number, payload: Buffer, key: Buffer): Frame {
  const head = header(opcode, payload.length, true);
  const bytes = Buffer.concat([head, key, payload]);
  const payloadStart = head.length + KEY_BYTES;
  unmask(bytes.subarray(payloadStart), key);
  return { bytes, payloadStart };
}

/** A key that is not zero: with a zero one servers would skip work that real calls cost. */
export function maskKey(): Buffer {
  const key = randomFillSync(Buffer.alloc(KEY_BYTES));
  for (const [index, byte] of key.entries()) key[index] = byte | 1;
  return key;
}

function header(opcode: number, length: number, masked: boolean): Buffer {
  const mask = masked ? MASKED : 0;
  if (length < LENGTH_16) return Buffer.from([FIN | opcode, mask | length]);
  if (length < 65_536) {
    return Buffer.from([FIN | opcode, mask | LENGTH_16, length >> 8, length & 0xff]);
  }
  const head = Buffer.alloc(10);
  head[0] = FIN | opcode;
  head[1] = mask | LENGTH_64;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** Lays a key over bytes in place; twice gives the bytes back. */
export function unmask(bytes: Buffer, key: Buffer): void {
  const [a = 0, b = 0, c = 0, d = 0] = key;
  let at = 0;
  for (; at + 3 < bytes.length; at += 4) {
    bytes[at] = (bytes[at] ?? 0) ^ a;
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ b;
    bytes[at + 2] = (bytes[at + 2] ?? 0) ^ c;
    bytes[at + 3] = (bytes[at + 3] ?? 0) ^ d;
  }
  for (; at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (key[at & 3] ?? 0);
}

/** Told of each whole message; `payload` is valid only during the call. */
export type OnMessage = (opcode: number, payload: Buffer) => void;

/**
 * Cuts a byte stream into messages. Takes what `ws` and this bench send, which is never
 * fragmented and never compressed.
 */
export class FrameReader {
  private rest: Buffer = NOTHING;

  constructor(private readonly onMessage: OnMessage) {}

  push(chunk: Buffer): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (;;) {
      const end = this.read(data, at);
      if (end < 0) break;
      at = end;
    }
    this.rest = at === data.length ? NOTHING : data.subarray(at);
  }

  /** End of the frame that begins at `at`; -1 when it is not whole yet. */
  private read(data: Buffer, at: number): number {
    if (at + 2 > data.length) return -1;
    const second = data[at + 1] ?? 0;
    let length = second & 0x7f;
    let start = at + 2;
    if (length === LENGTH_16) {
      if (start + 2 > data.length) return -1;
      length = data.readUInt16BE(start);
      start += 2;
    } else if (length === LENGTH_64) {
      if (start + 8 > data.length) return -1;
      length = Number(data.readBigUInt64BE(start));
      start += 8;
    }
    const masked = (second & MASKED) !== 0;
    const payloadStart = masked ? start + KEY_BYTES : start;
    const end = payloadStart + length;
    if (end > data.length) return -1;
    const payload = data.subarray(payloadStart, end);
    if (masked) unmask(payload, data.subarray(start, payloadStart));
    this.onMessage((data[at] ?? 0) & 0x0f, payload);
    return end;
  }
}
