import { Logger } from '@nestjs/common';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import type { ServerOptions, WebSocket } from 'ws';
import { CallsService } from '../calls/calls.service.js';
import { TelephonyApi } from '../calls/telephony-api.js';
import { AppConfig } from '../config/app-config.js';
import { errorFields } from '../common/error-fields.js';
import { MediaStreamConnection, type MediaStreamServices } from './media-stream-connection.js';
import { TwilioMetrics } from './twilio.metrics.js';
import { StreamTokens } from './stream-tokens.js';

/** Twilio's frames are under 1 KiB; a larger one than this closes the stream with 1009. */
const MAX_FRAME_BYTES = 64 * 1024;
/** How long the peer may take to answer a close. */
const CLOSE_TIMEOUT_MS = 5_000;
const INTERNAL_ERROR = 1011;
/** Parts of a frame that arrive one by one: Twilio's come in one or two. */
const MAX_CHUNKS = 256;
/** Frames of one message; Twilio sends one. */
const MAX_FRAGMENTS = 16;
/** Sockets without a call that are kept at least, however few calls there may be. */
const MIN_WAITING = 100;

/** What the types of `ws` do not know yet. */
interface MediaServerOptions extends ServerOptions {
  readonly closeTimeout: number;
  readonly maxBufferedChunks: number;
  readonly maxFragments: number;
}

/**
 * The door for Twilio's media streams: one connection object a socket. Sockets that have no call
 * are limited to twice the calls that there may be: for one more, the one that has waited longest
 * goes. Twilio's `start` comes with the socket, so that no caller's waits for long.
 */
@WebSocketGateway<MediaServerOptions>({
  path: '/ws/media',
  maxPayload: MAX_FRAME_BYTES,
  maxBufferedChunks: MAX_CHUNKS,
  maxFragments: MAX_FRAGMENTS,
  perMessageDeflate: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
})
export class MediaStreamGateway implements OnGatewayConnection<WebSocket> {
  private readonly logger = new Logger(MediaStreamGateway.name);
  private readonly services: MediaStreamServices;
  /** Sockets without a call, the one that has waited longest first. */
  private readonly waiting = new Set<WebSocket>();
  private readonly mostWaiting: number;

  constructor(
    config: AppConfig,
    calls: CallsService,
    tokens: StreamTokens,
    telephony: TelephonyApi,
    metrics: TwilioMetrics,
  ) {
    this.mostWaiting = Math.max(MIN_WAITING, 2 * config.limits.maxConcurrentCalls);
    this.services = { config, calls, tokens, telephony, metrics };
  }

  /** Never throws: an exception here would end the process with every live call. */
  handleConnection(socket: WebSocket): void {
    try {
      this.wait(socket);
      new MediaStreamConnection(socket, this.services, () => this.waiting.delete(socket));
      this.logger.log('WebSocket connection accepted');
    } catch (error) {
      this.logger.error('Media stream could not be opened', errorFields(error));
      socket.close(INTERNAL_ERROR);
    }
  }

  private wait(socket: WebSocket): void {
    this.waiting.add(socket);
    socket.once('close', () => this.waiting.delete(socket));
    if (this.waiting.size <= this.mostWaiting) return;
    const [longest] = this.waiting;
    if (longest !== undefined) this.waiting.delete(longest);
    longest?.terminate();
  }
}
