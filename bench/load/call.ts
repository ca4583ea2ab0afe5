import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { nowUs } from '../wire/clock.js';
import { clientFrame, FrameReader, maskKey, OPCODE } from '../wire/frames.js';
import { openWebSocket } from '../wire/handshake.js';
import { missing, readStamp } from '../wire/stamp.js';
import type { Window } from '../wire/window.js';
import { ACCOUNT_SID, Caller, type Arrival } from './arrival.js';
import { MediaFrames } from './media-frame.js';
import { speaks } from './script.js';
import { Speaker } from './speaker.js';

/** Position of the event's name in what a system sends, and the letters that tell them apart. */
const NAME_AT = '{"event":"'.length;
const CLEAR = 'c'.charCodeAt(0);
const MARK = 'a'.charCodeAt(0);
const MEDIA = 'e'.charCodeAt(0);
const QUOTE = 0x22;
const EQUALS = 0x3d;
const PAYLOAD = Buffer.from('"payload":"');
const MARK_NAME = Buffer.from('"name":"');
const BYTES_PER_MS = 8;
/** `start` was the first message with a number. */
const FIRST_SEQUENCE = 2;
const CLOSE = Buffer.from([0x03, 0xe8]);

/** One call: 50 frames a second out, and a phone that plays what comes back. */
export class LoadCall {
  private readonly streamSid = `MZ${randomBytes(16).toString('hex')}`;
  private readonly key = maskKey();
  private readonly speaker = new Speaker();
  private readonly frames: MediaFrames;
  private readonly startedMs = performance.now();
  private marksSent = 0;
  private lastSequence: number | null = null;
  private greeted = false;
  private state: 'open' | 'closed' | 'broken' = 'open';

  private constructor(
    private readonly number: number,
    private readonly caller: Caller,
    private readonly socket: Socket,
    private readonly window: Window,
    parameters: Readonly<Record<string, string>>,
    private readonly broken: () => void,
  ) {
    this.frames = new MediaFrames(number, this.streamSid, FIRST_SEQUENCE);
    const reader = new FrameReader((opcode, payload) => this.receive(opcode, payload));
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.closed());
    this.start(parameters);
  }

  /** Rings, opens the stream and starts it. Rejects when the system does not take the call. */
  static async open(
    number: number,
    arrival: Arrival,
    window: Window,
    broken: () => void,
  ): Promise<LoadCall> {
    const caller = new Caller(arrival, number);
    const { url, headers, parameters } = await caller.arrive();
    const { socket } = await openWebSocket(url, headers);
    return new LoadCall(number, caller, socket, window, parameters, broken);
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** Sends the next 20 ms and the marks that are due. */
  tick(): void {
    if (this.state !== 'open') return;
    const nowMs = performance.now();
    const voiced = speaks(nowMs - this.startedMs);
    this.socket.write(this.frames.next(nowUs(), voiced, this.marksSent));
    this.returnMarks(nowMs);
  }

  /** Twilio's orderly end: `stop`, the close, the report. */
  async hangUp(): Promise<void> {
    if (this.state === 'open') {
      this.state = 'closed';
      const stop = { accountSid: ACCOUNT_SID, callSid: this.caller.callSid };
      this.send(JSON.stringify({ event: 'stop', stop, streamSid: this.streamSid }));
      this.socket.end(clientFrame(OPCODE.close, CLOSE, this.key).bytes);
    }
    await this.caller.hungUp();
  }

  private start(customParameters: Readonly<Record<string, string>>): void {
    const { streamSid } = this;
    this.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    this.send(
      JSON.stringify({
        event: 'start',
        sequenceNumber: '1',
        start: {
          accountSid: ACCOUNT_SID,
          streamSid,
          callSid: this.caller.callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters,
        },
        streamSid,
      }),
    );
  }

  private receive(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) {
      this.socket.write(clientFrame(OPCODE.pong, payload, this.key).bytes);
    } else if (opcode === OPCODE.text) {
      const first = payload[NAME_AT];
      if (first === CLEAR) this.clear();
      else if (payload[NAME_AT + 1] === MEDIA) this.media(payload);
      else if (payload[NAME_AT + 1] === MARK) this.mark(payload);
    }
  }

  private media(message: Buffer): void {
    const receivedUs = nowUs();
    const at = message.indexOf(PAYLOAD) + PAYLOAD.length;
    const end = message.indexOf(QUOTE, at);
    this.speaker.play(durationMs(message, at, end), performance.now());
    const stamp = readStamp(message, at);
    // Fillers are the system's own and bear no stamp.
    if (stamp === null) return;
    this.window.arrived(receivedUs - stamp.sentUs, missing(this.lastSequence, stamp.sequence));
    this.lastSequence = stamp.sequence;
    if (this.greeted) return;
    this.greeted = true;
    const sinceStartUs = Math.round((performance.now() - this.startedMs) * 1e3);
    this.window.greeted({ call: this.number, us: sinceStartUs });
  }

  private mark(message: Buffer): void {
    const at = message.indexOf(MARK_NAME) + MARK_NAME.length;
    const name = message.toString('latin1', at, message.indexOf(QUOTE, at));
    this.speaker.mark(name, performance.now());
  }

  private clear(): void {
    this.window.interrupted({ call: this.number, us: nowUs() });
    this.speaker.clear();
    this.returnMarks(performance.now());
  }

  private returnMarks(nowMs: number): void {
    for (let name = this.speaker.due(nowMs); name !== null; name = this.speaker.due(nowMs)) {
      this.marksSent += 1;
      const { streamSid } = this;
      const text = `{"event":"mark","streamSid":"${streamSid}","mark":{"name":"${name}"}}`;
      this.send(text);
    }
  }

  private send(text: string): void {
    this.socket.write(clientFrame(OPCODE.text, Buffer.from(text), this.key).bytes);
  }

  private closed(): void {
    if (this.state !== 'open') return;
    this.state = 'broken';
    this.broken();
  }
}

function durationMs(message: Buffer, from: number, to: number): number {
  let padding = 0;
  while (padding < 2 && message[to - 1 - padding] === EQUALS) padding += 1;
  return (((to - from) / 4) * 3 - padding) / BYTES_PER_MS;
}
