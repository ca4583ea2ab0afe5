import { clientFrame, maskKey, OPCODE, type Frame } from '../wire/frames.js';
import { STAMP_CHARACTERS, writeStamp } from '../wire/stamp.js';

/** Mu-law bytes of 20 ms (protocol A4.1). */
const FRAME_BYTES = 160;
const FRAME_MS = 20;
const ZERO = 48;
/** Bytes that a stamp takes of a frame. */
const STAMP_BYTES = (STAMP_CHARACTERS * 3) / 4;
/** Mu-law bytes of a quiet voice: their low bits vary, their loudness does not. */
const VOICE_BYTE = 0xa0;
const SILENCE_BYTE = 0xff;

interface Field {
  readonly at: number;
  readonly digits: number;
}

/**
 * Twilio's media messages of one stream, masked and framed: built once, then only the numbers and
 * the stamp are patched. Built anew when a number gets one digit more.
 */
export class MediaFrames {
  private readonly key = maskKey();
  private readonly voice = payloadOf(VOICE_BYTE, 0x0f);
  private readonly silence = payloadOf(SILENCE_BYTE, 0x01);
  private frames: { readonly voiced: Frame; readonly quiet: Frame };
  private fields: { sequence: Field; chunk: Field; timestamp: Field; payload: number };
  private chunk = 0;

  /**
   * @param call number of the call, for the stamps.
   * @param streamSid stream that the frames belong to.
   * @param firstSequence `sequenceNumber` of the first frame.
   */
  constructor(
    private readonly call: number,
    private readonly streamSid: string,
    private readonly firstSequence: number,
  ) {
    [this.frames, this.fields] = this.build(firstSequence, 1, 0);
  }

  /**
   * The next frame, stamped with `sentUs`, as a copy that a socket may keep.
   *
   * @param marks messages with a `sequenceNumber` that were sent between the frames so far.
   */
  next(sentUs: number, voiced: boolean, marks: number): Buffer {
    const timestamp = this.chunk * FRAME_MS;
    const sequence = this.firstSequence + this.chunk + marks;
    this.chunk += 1;
    const { fields } = this;
    if (
      !fits(sequence, fields.sequence) ||
      !fits(this.chunk, fields.chunk) ||
      !fits(timestamp, fields.timestamp)
    ) {
      [this.frames, this.fields] = this.build(sequence, this.chunk, timestamp);
    }
    const { bytes, payloadStart } = voiced ? this.frames.voiced : this.frames.quiet;
    const mask = { key: this.key, payloadStart };
    this.patch(bytes, payloadStart, this.fields.sequence, sequence);
    this.patch(bytes, payloadStart, this.fields.chunk, this.chunk);
    this.patch(bytes, payloadStart, this.fields.timestamp, timestamp);
    const stamp = { sentUs, call: this.call, sequence: this.chunk, voiced };
    writeStamp(bytes, payloadStart + this.fields.payload, stamp, mask);
    return Buffer.from(bytes);
  }

  private patch(bytes: Buffer, payloadStart: number, field: Field, value: number): void {
    let rest = value;
    for (let i = field.digits - 1; i >= 0; i -= 1) {
      const at = field.at + i;
      bytes[payloadStart + at] = (ZERO + (rest % 10)) ^ (this.key[at & 3] ?? 0);
      rest = Math.floor(rest / 10);
    }
  }

  private build(
    sequence: number,
    chunk: number,
    timestamp: number,
  ): [MediaFrames['frames'], MediaFrames['fields']] {
    const head = `{"event":"media","sequenceNumber":"`;
    const afterSequence = `${head}${sequence}","media":{"track":"inbound","chunk":"`;
    const afterChunk = `${afterSequence}${chunk}","timestamp":"`;
    const afterTimestamp = `${afterChunk}${timestamp}","payload":"`;
    const frame = (payload: string): Frame => {
      const text = `${afterTimestamp}${payload}"},"streamSid":"${this.streamSid}"}`;
      return clientFrame(OPCODE.text, Buffer.from(text), this.key);
    };
    return [
      { voiced: frame(this.voice), quiet: frame(this.silence) },
      {
        sequence: { at: head.length, digits: String(sequence).length },
        chunk: { at: afterSequence.length, digits: String(chunk).length },
        timestamp: { at: afterChunk.length, digits: String(timestamp).length },
        payload: afterTimestamp.length,
      },
    ];
  }
}

function fits(value: number, { digits }: Field): boolean {
  return value < 10 ** digits && (digits === 1 || value >= 10 ** (digits - 1));
}

function payloadOf(byte: number, varying: number): string {
  const audio = Buffer.alloc(FRAME_BYTES);
  for (let i = 0; i < FRAME_BYTES; i += 1) {
    audio[i] = byte ^ (i < STAMP_BYTES ? 0 : Math.floor(Math.random() * (varying + 1)));
  }
  return audio.toString('base64');
}
