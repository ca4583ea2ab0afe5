import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { AppConfig } from '../config/app-config.js';
import { LocalCallers } from './local-callers.js';
import { TwilioSignature } from './twilio-signature.js';

/** The HTTP status of a refused upgrade. */
export type UpgradeRefusal = 403 | 503;

/** Decides, before the 101, whether a media stream may be opened. */
@Injectable()
export class UpgradeGate {
  private readonly logger = new Logger(UpgradeGate.name);

  constructor(
    private readonly config: AppConfig,
    private readonly signature: TwilioSignature,
    private readonly locals: LocalCallers,
    private readonly calls: CallsService,
  ) {}

  /**
   * Null admits: signed by Twilio, or from this machine while signatures are not validated (403
   * otherwise), and neither draining nor full (503).
   */
  refuse(request: IncomingMessage): UpgradeRefusal | null {
    const genuine = this.config.twilio.validateWebhooks
      ? this.isSigned(request)
      : this.locals.admit(request);
    if (!genuine) return 403;
    return this.calls.acceptsStreams() ? null : 503;
  }

  private isSigned(request: IncomingMessage): boolean {
    const header = request.headers['x-twilio-signature'];
    const form = typeof header === 'string' ? this.signature.matchUpgrade(header) : null;
    // Which form Twilio really signs is not documented; the log lets the list be cut down.
    this.logger.debug('Stream signature checked', { form });
    return form !== null;
  }
}
