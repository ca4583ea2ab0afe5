import { Logger } from '@nestjs/common';
import { WebSocket } from 'ws';
import type { PhoneLeg } from '../calls/session/phone-leg.js';
import type { TelephonyApi } from '../calls/telephony-api.js';
import { TwilioMessages } from './media-frames.js';

/** Unsent bytes beyond which the link is dead; 1 MiB is more than a minute of speech. */
const MAX_BACKLOG_BYTES = 1024 * 1024;
/** How long a hang-up may take before the stream is closed regardless. */
const HANG_UP_LIMIT_MS = 5_000;
const NORMAL_CLOSURE = 1000;

/** The caller's side of one call, on the media stream's socket. Nothing throws. */
export class TwilioPhoneLeg implements PhoneLeg {
  private static readonly logger = new Logger(TwilioPhoneLeg.name);
  private readonly messages: TwilioMessages;
  private hangingUp = false;

  constructor(
    private readonly socket: WebSocket,
    streamSid: string,
    private readonly callSid: string,
    private readonly telephony: TelephonyApi,
  ) {
    this.messages = new TwilioMessages(streamSid);
  }

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  play(payload: string): void {
    this.send(this.messages.media(payload));
  }

  mark(name: string): void {
    this.send(this.messages.mark(name));
  }

  clear(): void {
    this.send(this.messages.clear);
  }

  end(): void {
    this.socket.close(NORMAL_CLOSURE);
  }

  hangUp(): void {
    if (this.hangingUp) return;
    this.hangingUp = true;
    const limit = setTimeout(() => this.end(), HANG_UP_LIMIT_MS).unref();
    void this.telephony.hangUp(this.callSid).then(() => {
      clearTimeout(limit);
      this.end();
    });
  }

  private send(message: string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_BACKLOG_BYTES) {
      TwilioPhoneLeg.logger.warn('Phone link too slow', {
        callSid: this.callSid,
        backlogBytes: this.socket.bufferedAmount,
      });
      // A close frame would wait behind the backlog.
      this.socket.terminate();
      return;
    }
    this.socket.send(message);
  }
}
