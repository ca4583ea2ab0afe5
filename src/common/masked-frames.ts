import { randomFillSync } from 'node:crypto';

const FIN_TEXT = 0x81;
const MASKED = 0x80;
/** A length that says: the next two bytes are the length. */
const LENGTH_16 = 126;
const LONGEST = 0xff_ff;
const WORD_BYTES = 4;
/** Frames are cut from slabs, which costs less than a buffer for each. */
const SLAB_BYTES = 64 * 1024;
const KEY_POOL_WORDS = 2_048;

let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let words = new Int32Array(slab.buffer);
let used = 0;
const keys = new Int32Array(KEY_POOL_WORDS);
let nextKey = KEY_POOL_WORDS;

/**
 * Text messages of one shape as whole frames of a WebSocket's client (RFC 6455, 5.2 and 5.3), masked
 * with a key of their own: fixed text around a payload, all of it ASCII.
 */
export class MaskedFrames {
  private readonly head: Buffer;
  private readonly tail: Buffer;
  /** Longest payload that fits into a frame of this kind, characters. */
  readonly longestPayload: number;

  constructor(head: string, tail: string) {
    this.head = Buffer.from(head, 'latin1');
    this.tail = Buffer.from(tail, 'latin1');
    this.longestPayload = LONGEST - this.head.length - this.tail.length;
  }

  /**
   * The frame with this payload; its memory is nobody else's. @throws RangeError for a payload that
   * is too long.
   */
  frame(payload: string): Buffer {
    if (payload.length > this.longestPayload) throw new RangeError('too long for one frame');
    const { head, tail } = this;
    const length = head.length + payload.length + tail.length;
    const short = length < LENGTH_16;
    // The text begins at a whole word, so that words are masked and not bytes.
    const lead = short ? 2 : 0;
    const headerBytes = short ? 6 : 8;
    const from = room(lead + headerBytes + length) + lead;
    const text = from + headerBytes;
    const end = text + length;
    slab[from] = FIN_TEXT;
    if (short) {
      slab[from + 1] = MASKED | length;
    } else {
      slab[from + 1] = MASKED | LENGTH_16;
      slab[from + 2] = length >> 8;
      slab[from + 3] = length & 0xff;
    }
    slab.set(head, text);
    slab.write(payload, text + head.length, 'latin1');
    slab.set(tail, end - tail.length);
    mask(text / WORD_BYTES, Math.ceil(end / WORD_BYTES));
    return slab.subarray(from, end);
  }
}

/** Where so many bytes begin that nothing else uses, at a whole word. */
function room(bytes: number): number {
  // Masking may touch the rest of the last word.
  const size = Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
  if (used + size > slab.length) {
    slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, size));
    words = new Int32Array(slab.buffer);
    used = 0;
  }
  const from = used;
  used += size;
  return from;
}

/** Writes a key in front of the words from here to there, and lays it over them. */
function mask(from: number, to: number): void {
  if (nextKey === KEY_POOL_WORDS) {
    randomFillSync(keys);
    nextKey = 0;
  }
  const key = keys[nextKey] ?? 0;
  nextKey += 1;
  words[from - 1] = key;
  for (let at = from; at < to; at += 1) words[at] = (words[at] ?? 0) ^ key;
}
