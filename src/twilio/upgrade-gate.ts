import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { AppConfig } from '../config/app-config.js';
import { Lifecycle } from '../ops/lifecycle.js';
import { PacedLog } from '../ops/paced-log.js';
import { LocalCallers } from './local-callers.js';
import { TwilioMetrics, type UpgradeRefusalReason } from './twilio.metrics.js';
import { PhoneDoor } from './phone/phone-door.js';
import { TwilioSignature } from './twilio-signature.js';

/** What a refused upgrade is answered. */
export interface UpgradeRefusal {
  readonly status: 403 | 503;
  readonly reason: UpgradeRefusalReason;
  readonly detail: string;
}

/** Decides, before the 101, whether a media stream may be opened. */
@Injectable()
export class UpgradeGate {
  private readonly logger = new Logger(UpgradeGate.name);
  private readonly paced = new PacedLog(this.logger);

  constructor(
    private readonly config: AppConfig,
    private readonly signature: TwilioSignature,
    private readonly locals: LocalCallers,
    private readonly phone: PhoneDoor,
    private readonly calls: CallsService,
    private readonly lifecycle: Lifecycle,
    private readonly metrics: TwilioMetrics,
  ) {}

  /** Counts and logs an upgrade that was not made. */
  refused(reason: UpgradeRefusalReason): void {
    this.metrics.upgradesRefused.inc({ reason });
    this.paced.warn(reason, 'WebSocket upgrade refused', { reason });
  }

  /**
   * Null admits: signed by Twilio, from this machine while signatures are not validated, or of an
   * operator's phone page (403 otherwise), and neither draining nor full (503).
   */
  refuse(request: IncomingMessage): UpgradeRefusal | null {
    const { validateWebhooks } = this.config.twilio;
    const detail = validateWebhooks ? this.unsigned(request) : this.locals.refuse(request);
    const stranger = validateWebhooks ? 'signature' : 'stranger';
    if (detail !== null && !this.phone.admitsUpgrade(request)) {
      return { status: 403, reason: stranger, detail };
    }
    if (this.calls.acceptsStreams()) return null;
    const reason = this.lifecycle.state === 'draining' ? 'draining' : 'full';
    return { status: 503, reason, detail: 'No further stream is taken now.' };
  }

  private unsigned(request: IncomingMessage): string | null {
    const header = request.headers['x-twilio-signature'];
    const form = typeof header === 'string' ? this.signature.matchUpgrade(header) : null;
    // Which form Twilio really signs is not documented; the log lets the list be cut down.
    this.logger.debug('Stream signature checked', { form });
    return form === null ? 'Forbidden resource' : null;
  }
}
