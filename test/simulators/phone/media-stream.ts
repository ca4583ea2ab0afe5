import { randomBytes } from 'node:crypto';

import { WebSocket, type RawData } from 'ws';

import { FrameNetwork } from './frame-network.js';
import type { Heard } from './heard.js';
import type { PhoneClock } from './phone-clock.js';
import { Playback, type EchoDelay } from './playback.js';
import { readServerMessage } from './server-message.js';

/** Twilio's error 31901: nobody answered the handshake for so long. */
const HANDSHAKE_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 1_000;
const MAX_KEPT_MESSAGES = 2_000;

/** Everything a stream needs to know of its call. */
export interface StreamSetup {
  /** Where the socket really goes. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly accountSid: string;
  readonly callSid: string;
  readonly customParameters: Readonly<Record<string, string>>;
  readonly echoDelay: EchoDelay;
  /** False: marks are taken and never returned. */
  readonly returnsMarks: boolean;
}

/** What a stream tells its call. */
export interface StreamEvents {
  /** Something changed that a test may be waiting for. */
  changed(): void;
  violation(text: string): void;
}

/** How a stream ended, in the words of Twilio's status callback. */
export interface StreamEnd {
  readonly by: 'server' | 'phone' | 'error';
  /** With Twilio's code first, for `error`. */
  readonly error: string | null;
  readonly closeCode: number | null;
  readonly closeReason: string;
}

/**
 * One `<Connect><Stream>`: Twilio's end of the media WebSocket. Sends exactly Twilio's messages
 * and accepts nothing but the three that Twilio accepts.
 */
export class MediaStream {
  readonly streamSid = `MZ${randomBytes(16).toString('hex')}`;
  readonly playback: Playback;
  /** Carries the frames of the caller. */
  readonly network = new FrameNetwork((message) => this.#send(message));
  /** The newest frames of the server, raw. */
  readonly messages: string[] = [];
  /** Settles with true after `start`, or with false when the stream ends before. */
  readonly started: Promise<boolean>;
  /** Settles when the stream is over, never rejects. */
  readonly ended: Promise<StreamEnd>;
  startedAt: number | undefined;
  endedAt: number | undefined;
  end: StreamEnd | undefined;

  readonly #socket: WebSocket;
  #sequence = 0;
  #chunks = 0;
  #timestampMs = 0;
  #framesToLose = 0;
  #settleStarted!: (up: boolean) => void;
  #settle!: (end: StreamEnd) => void;

  constructor(
    private readonly setup: StreamSetup,
    private readonly clock: PhoneClock,
    heard: Heard,
    private readonly events: StreamEvents,
  ) {
    this.playback = new Playback(clock, heard, setup.echoDelay, (name) => this.#echo(name));
    this.started = new Promise((resolve) => (this.#settleStarted = resolve));
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.#socket = new WebSocket(setup.url, {
      headers: setup.headers,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_LIMIT_MS,
      // The certificate belongs to the public name; this connects to the local address.
      rejectUnauthorized: false,
    });
    this.#listen();
  }

  /** True from `start` to the end. */
  get live(): boolean {
    return this.startedAt !== undefined && this.end === undefined;
  }

  /** Sends 20 ms of the caller, or loses it while a gap lasts. */
  sendFrame(frame: Buffer): void {
    if (!this.live) return;
    const timestamp = this.#timestampMs;
    this.#timestampMs += 20;
    if (this.#framesToLose > 0) {
      this.#framesToLose -= 1;
      return;
    }
    this.#chunks += 1;
    this.network.carry({
      event: 'media',
      sequenceNumber: this.#nextSequence(),
      media: {
        track: 'inbound',
        chunk: String(this.#chunks),
        timestamp: String(timestamp),
        payload: frame.toString('base64'),
      },
      streamSid: this.streamSid,
    });
  }

  sendDigit(digit: string): void {
    this.#send({
      event: 'dtmf',
      streamSid: this.streamSid,
      sequenceNumber: this.#nextSequence(),
      dtmf: { track: 'inbound_track', digit },
    });
  }

  /** The network loses the next `count` frames: the timestamps jump. */
  loseFrames(count: number): void {
    this.#framesToLose += count;
  }

  /** Sends any text as is: for what Twilio would never send. */
  sendRaw(text: string): void {
    this.#socket.send(text);
  }

  /** Twilio's orderly end: `stop`, then the close. */
  async stop(): Promise<void> {
    if (this.live) {
      this.#send({
        event: 'stop',
        sequenceNumber: this.#nextSequence(),
        stop: { accountSid: this.setup.accountSid, callSid: this.setup.callSid },
        streamSid: this.streamSid,
      });
    }
    this.#finish({ by: 'phone', error: null, closeCode: null, closeReason: '' });
    await this.#close();
  }

  /** The line breaks: no `stop`, no closing handshake. */
  cut(): void {
    this.#finish({
      by: 'error',
      error: '31903 Stream - broken pipe',
      closeCode: null,
      closeReason: '',
    });
    this.#socket.terminate();
  }

  #listen(): void {
    let refusal: string | null = null;
    this.#socket.on('open', () => this.#start());
    this.#socket.on('message', (data, binary) => this.#receive(data, binary));
    this.#socket.on('unexpected-response', (request, response) => {
      refusal = `31920 Stream - handshake error: status ${response.statusCode}`;
      response.resume();
      request.destroy();
      this.#socket.terminate();
    });
    this.#socket.on('error', (error) => {
      refusal ??= `31902 Stream - ${error.message}`;
    });
    this.#socket.on('close', (code, reason) => {
      const failed = this.startedAt === undefined || code === 1006;
      this.#finish({
        by: failed ? 'error' : 'server',
        error: failed ? (refusal ?? '31903 Stream - broken pipe') : null,
        closeCode: this.startedAt === undefined ? null : code,
        closeReason: reason.toString(),
      });
    });
  }

  #start(): void {
    const { accountSid, callSid, customParameters } = this.setup;
    this.#send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.#send({
      event: 'start',
      sequenceNumber: this.#nextSequence(),
      start: {
        accountSid,
        streamSid: this.streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters,
      },
      streamSid: this.streamSid,
    });
    this.startedAt = this.clock.now();
    this.#settleStarted(true);
    this.events.changed();
  }

  #receive(data: RawData, binary: boolean): void {
    if (this.end !== undefined) return;
    const frame = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    if (this.messages.length === MAX_KEPT_MESSAGES) this.messages.shift();
    this.messages.push(frame.toString('utf8'));
    const message = readServerMessage(frame, binary, this.streamSid);
    switch (message.kind) {
      case 'media':
        this.playback.play(message.audio);
        break;
      case 'mark':
        this.playback.mark(message.name);
        break;
      case 'clear':
        this.playback.clear();
        break;
      case 'violation':
        this.events.violation(message.reason);
        break;
    }
    this.events.changed();
  }

  #echo(name: string): void {
    if (this.setup.returnsMarks) {
      this.#send({
        event: 'mark',
        sequenceNumber: this.#nextSequence(),
        streamSid: this.streamSid,
        mark: { name },
      });
    }
    this.events.changed();
  }

  #nextSequence(): string {
    this.#sequence += 1;
    return String(this.#sequence);
  }

  #send(message: object): void {
    if (this.end === undefined && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #finish(end: StreamEnd): void {
    if (this.end !== undefined) return;
    this.end = end;
    this.playback.stop();
    this.endedAt = this.clock.now();
    this.#settleStarted(false);
    this.#settle(end);
    this.events.changed();
  }

  async #close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => this.#socket.terminate(), CLOSE_LIMIT_MS);
      this.#socket.once('close', () => (clearTimeout(limit), resolve()));
      this.#socket.close(1000);
    });
  }
}
