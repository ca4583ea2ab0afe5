import type { ToLine } from '../audio/line-messages.js';
import { CallerMessages, readServerMessage, type StreamNames } from './messages.js';

/** How a stream ended. */
export type StreamEnd =
  | { readonly kind: 'stopped-here' }
  | { readonly kind: 'closed-there'; readonly code: number; readonly reason: string }
  /** With Twilio's number first. */
  | { readonly kind: 'failed'; readonly error: string };

/** What a stream needs around it. */
export interface StreamSetup {
  readonly url: string;
  readonly names: StreamNames;
  readonly customParameters: Readonly<Record<string, string>>;
  /** The audio that the server has sent, in order. */
  readonly play: (message: ToLine) => void;
  readonly started: () => void;
  readonly fault: (text: string) => void;
}

/** Milliseconds of a frame of the caller. */
const FRAME_MS = 20;
/** Unsent bytes beyond which frames are lost, as on a line that is too slow: about one second. */
const MAX_BACKLOG_BYTES = 20_000;
/** Share of a new measure in the mean of jitter, as RTP has it (RFC 3550). */
const JITTER_WEIGHT = 1 / 16;

/** One `<Connect><Stream>`: Twilio's end of the media WebSocket. */
export class CallStream {
  framesOut = 0;
  framesIn = 0;
  /** Frames that could not be sent. */
  lost = 0;
  /** How far frames are sent from every 20 ms, mean, ms. */
  jitterMs = 0;
  /** Settles when the stream is over, never rejects. */
  readonly ended: Promise<StreamEnd>;
  private readonly socket: WebSocket;
  private readonly messages: CallerMessages;
  private timestampMs = 0;
  private lastFrameAt: number | null = null;
  private isStarted = false;
  private settle: (end: StreamEnd) => void = () => undefined;

  constructor(private readonly setup: StreamSetup) {
    this.messages = new CallerMessages(setup.names);
    this.ended = new Promise((resolve) => (this.settle = resolve));
    this.socket = new WebSocket(setup.url);
    this.socket.onopen = () => this.start();
    this.socket.onmessage = ({ data }: MessageEvent<unknown>) => this.take(data);
    this.socket.onclose = ({ code, reason }) => {
      this.settle(
        this.isStarted && code !== 1006
          ? { kind: 'closed-there', code, reason }
          : { kind: 'failed', error: this.isStarted ? '31903 Broken pipe' : '31920 Handshake' },
      );
    };
  }

  /** 20 ms of the caller. */
  send(frame: Uint8Array, now: number): void {
    if (!this.isStarted || this.socket.readyState !== WebSocket.OPEN) return;
    const timestampMs = this.timestampMs;
    this.timestampMs += FRAME_MS;
    if (this.lastFrameAt !== null) {
      const off = Math.abs(now - this.lastFrameAt - FRAME_MS);
      this.jitterMs += (off - this.jitterMs) * JITTER_WEIGHT;
    }
    this.lastFrameAt = now;
    if (this.socket.bufferedAmount > MAX_BACKLOG_BYTES) {
      this.lost += 1;
      return;
    }
    this.framesOut += 1;
    this.socket.send(this.messages.media(frame, timestampMs));
  }

  /** All audio before this mark was played, or dropped by a `clear`. */
  returnMark(name: string): void {
    if (this.isOpen()) this.socket.send(this.messages.mark(name));
  }

  press(digit: string): void {
    if (this.isOpen()) this.socket.send(this.messages.dtmf(digit));
  }

  /** The caller has hung up. */
  stop(): void {
    if (this.isOpen()) this.socket.send(this.messages.stop());
    this.settle({ kind: 'stopped-here' });
    this.socket.close(1000);
  }

  private isOpen(): boolean {
    return this.isStarted && this.socket.readyState === WebSocket.OPEN;
  }

  private start(): void {
    this.socket.send(this.messages.connected());
    this.socket.send(this.messages.start(this.setup.customParameters));
    this.isStarted = true;
    this.setup.started();
  }

  private take(data: unknown): void {
    const message = readServerMessage(data, this.setup.names.streamSid);
    switch (message.kind) {
      case 'media':
        this.framesIn += 1;
        return this.setup.play({ kind: 'play', bytes: message.bytes });
      case 'mark':
        return this.setup.play(message);
      case 'clear':
        return this.setup.play(message);
      case 'fault':
        return this.setup.fault(message.fault);
    }
  }
}
