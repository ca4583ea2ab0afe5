import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { RawData, WebSocket } from 'ws';
import type { CallSession } from '../calls/session/call-session.js';
import type { Call } from '../calls/call/call.js';
import type { CallsService } from '../calls/calls.service.js';
import type { TelephonyApi } from '../calls/telephony-api.js';
import type { AppConfig } from '../config/app-config.js';
import { errorFields } from '../common/error-fields.js';
import { readFrame, type StartFrame } from './media-frames.js';
import type { DropReason, TwilioMetrics } from './twilio.metrics.js';
import type { StreamTokens } from './stream-tokens.js';
import { TwilioPhoneLeg } from './twilio-phone-leg.js';

/** From the upgrade until the call is connected, the token's check included. */
const START_LIMIT_MS = 10_000;
/** What is no use of a stream, in a row: bad frames, pings, `connected`. */
const MAX_USELESS_IN_A_ROW = 50;
/** Frames that may still come after the stream is over; a peer that goes on is cut off. */
const MAX_LATE_FRAMES = 500;
/** Frames kept while the token is checked: 4 s of caller audio. */
const MAX_KEPT_FRAMES = 200;

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const CLOSE = { normal: 1000, unsupported: 1003, policy: 1008, internal: 1011 } as const;

/** What every connection works with; the same for all. */
export interface MediaStreamServices {
  readonly config: AppConfig;
  readonly calls: CallsService;
  readonly tokens: StreamTokens;
  readonly telephony: TelephonyApi;
  readonly metrics: TwilioMetrics;
}

/**
 * One media stream's socket from upgrade to close: admits its `start`, hands each frame to
 * the call's session and sees that the session learns of the end exactly once. An exception
 * ends neither the stream nor the process and is never written to the socket.
 */
export class MediaStreamConnection {
  private static readonly logger = new Logger(MediaStreamConnection.name);

  private stage: 'waiting' | 'checking' | 'live' | 'over' = 'waiting';
  private session: CallSession | null = null;
  private callSid: string | null = null;
  private streamSid = '';
  private kept: Buffer[] = [];
  private uselessInARow = 0;
  private late = 0;
  private faults = 0;
  private lastFrameAtMs = 0;
  /** The limit for `start`, later the watch for silence of the link. */
  private timer: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly services: MediaStreamServices,
    private readonly onLive: () => void = () => undefined,
  ) {
    this.timer = setTimeout(() => this.close(CLOSE.policy, 'no start'), START_LIMIT_MS).unref();
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    // They are answered by the library.
    for (const event of ['ping', 'pong'] as const) socket.on(event, () => this.receiveUseless());
    socket.on('close', () => this.finish('closed'));
    socket.on('error', (error) => this.drop(isOversize(error) ? 'oversize' : 'protocol'));
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.stage === 'over') return this.countLate();
    this.lastFrameAtMs = performance.now();
    try {
      if (isBinary || !Buffer.isBuffer(data)) this.drop('binary');
      else if (this.stage === 'checking') this.keep(data);
      else this.handle(data);
    } catch (error) {
      this.fault(error);
    }
  }

  private handle(data: Buffer): void {
    const frame = readFrame(data);
    if (frame.kind === 'bad') return this.drop(frame.reason);
    if (frame.kind === 'start') {
      return this.stage === 'waiting' ? this.start(frame) : this.drop('unexpected');
    }
    if (frame.kind === 'connected') return this.countUseless();
    if (this.session === null) return this.drop('unexpected');
    if (frame.streamSid !== this.streamSid) return this.drop('stream');

    this.uselessInARow = 0;
    switch (frame.kind) {
      case 'media':
        return this.session.hear(frame.payload, frame.timestampMs, frame.durationMs, frame.chunk);
      case 'mark':
        return this.session.marked(frame.name);
      case 'dtmf':
        return this.session.pressed(frame.digit);
      case 'stop':
        this.finish('stop');
        return this.socket.close(CLOSE.normal);
    }
  }

  private start(frame: StartFrame): void {
    const { validateWebhooks, accountSid } = this.services.config.twilio;
    if (frame.format === 'unsupported' || (validateWebhooks && frame.format === 'absent')) {
      return this.close(CLOSE.unsupported, 'only audio/x-mulaw, 8000 Hz, 1 channel');
    }
    const otherAccount = accountSid !== null && frame.accountSid !== accountSid;
    if (validateWebhooks && (frame.callSid === null || otherAccount)) {
      return this.close(CLOSE.policy, 'start refused');
    }
    this.stage = 'checking';
    this.streamSid = frame.streamSid;
    const callSid = frame.callSid ?? `local-${randomUUID()}`;
    this.callSid = callSid;
    this.admit(frame, callSid).catch((error: unknown) => {
      this.fault(error);
      this.close(CLOSE.internal, 'start failed');
    });
  }

  private async admit(frame: StartFrame, callSid: string): Promise<void> {
    const { tokens, calls, config } = this.services;
    const token = frame.parameters.get('token');
    // Without validation a token is not needed, yet one from `/voice` is used up.
    const consumed = token !== undefined && (await tokens.consume(token, callSid));
    if (this.stage !== 'checking') return;
    if (!consumed && config.twilio.validateWebhooks) {
      return this.close(CLOSE.policy, 'start refused');
    }
    const from = frame.parameters.get('from') ?? 'unknown';
    const to = frame.parameters.get('to') ?? 'unknown';
    const call = await calls.claim({ callSid, from, to }, consumed);
    if (this.stage !== 'checking') return;
    if (call === null) return this.close(CLOSE.policy, 'call is over');
    this.connect(frame.streamSid, call);
  }

  private connect(streamSid: string, call: Call): void {
    const { callSid } = call;
    const { calls, telephony } = this.services;
    const leg = new TwilioPhoneLeg(this.socket, streamSid, callSid, telephony);
    this.session = calls.open(call, streamSid, leg);

    clearTimeout(this.timer);
    this.stage = 'live';
    this.uselessInARow = 0;
    this.onLive();
    MediaStreamConnection.logger.log('Starting media stream', { callSid, streamSid });
    this.watch();

    const kept = this.kept;
    this.kept = [];
    for (const data of kept) this.receive(data, false);
  }

  private keep(data: Buffer): void {
    if (this.kept.length < MAX_KEPT_FRAMES) this.kept.push(data);
    else this.drop('overflow');
  }

  /** Ends the stream when no frame has come for the configured time. */
  private watch(): void {
    const leftMs =
      this.services.config.limits.mediaTimeoutMs - (performance.now() - this.lastFrameAtMs);
    if (leftMs > 0) {
      this.timer = setTimeout(() => this.watch(), Math.ceil(leftMs)).unref();
      return;
    }
    MediaStreamConnection.logger.warn('Audio stopped, media stream timed out', {
      callSid: this.callSid,
    });
    this.finish('timeout');
    this.socket.close(CLOSE.policy, 'no frame');
  }

  private drop(reason: DropReason): void {
    this.services.metrics.badFrames.inc({ reason });
    this.countUseless();
  }

  private receiveUseless(): void {
    if (this.stage === 'over') this.countLate();
    else this.countUseless();
  }

  private countUseless(): void {
    this.uselessInARow += 1;
    if (this.uselessInARow >= MAX_USELESS_IN_A_ROW) this.close(CLOSE.policy, 'too many bad frames');
  }

  private countLate(): void {
    this.late += 1;
    if (this.late >= MAX_LATE_FRAMES) this.socket.terminate();
  }

  /** Logs the first of a connection, counts all: one bug at 50 frames a second is one log line. */
  private fault(error: unknown): void {
    this.services.metrics.handlerFaults.inc();
    this.faults += 1;
    if (this.faults > 1) return;
    MediaStreamConnection.logger.error('Media stream handler failed', {
      callSid: this.callSid,
      ...errorFields(error),
    });
  }

  private close(code: number, reason: string): void {
    if (this.stage === 'over') return;
    MediaStreamConnection.logger.warn('Media stream refused', {
      callSid: this.callSid,
      code,
      reason,
    });
    this.finish(reason);
    this.socket.close(code, reason);
  }

  /** The outcome is the session's first, then the socket goes. Later calls change nothing. */
  private finish(reason: string): void {
    this.stage = 'over';
    clearTimeout(this.timer);
    this.kept = [];
    const session = this.session;
    this.session = null;
    try {
      session?.phoneGone(reason);
    } catch (error) {
      this.fault(error);
    }
  }
}

function isOversize(error: NodeJS.ErrnoException): boolean {
  return error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
}
