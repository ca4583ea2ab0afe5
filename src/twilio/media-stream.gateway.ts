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

/** The door for Twilio's media streams: one connection object a socket, nothing else. */
@WebSocketGateway<ServerOptions & { closeTimeout: number }>({
  path: '/ws/media',
  maxPayload: MAX_FRAME_BYTES,
  perMessageDeflate: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
})
export class MediaStreamGateway implements OnGatewayConnection<WebSocket> {
  private readonly logger = new Logger(MediaStreamGateway.name);
  private readonly services: MediaStreamServices;

  constructor(
    config: AppConfig,
    calls: CallsService,
    tokens: StreamTokens,
    telephony: TelephonyApi,
    metrics: TwilioMetrics,
  ) {
    this.services = { config, calls, tokens, telephony, metrics };
  }

  /** Never throws: an exception here would end the process with every live call. */
  handleConnection(socket: WebSocket): void {
    try {
      new MediaStreamConnection(socket, this.services);
      this.logger.log('WebSocket connection accepted');
    } catch (error) {
      this.logger.error('Media stream could not be opened', errorFields(error));
      socket.close(INTERNAL_ERROR);
    }
  }
}
