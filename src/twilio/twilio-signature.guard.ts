import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import type { RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import { AppConfig } from '../config/app-config.js';
import { LocalCallers } from './local-callers.js';
import { PhoneDoor } from './phone/phone-door.js';
import { TwilioSignature } from './twilio-signature.js';
import { TwilioMetrics } from './twilio.metrics.js';

/**
 * Lets only Twilio's own requests through, or only those of this machine while signatures are not
 * validated, and those of an operator's phone page; anything else is answered 403 without a reason.
 */
@Injectable()
export class TwilioSignatureGuard implements CanActivate {
  private readonly logger = new Logger(TwilioSignatureGuard.name);

  constructor(
    private readonly config: AppConfig,
    private readonly signature: TwilioSignature,
    private readonly locals: LocalCallers,
    private readonly phone: PhoneDoor,
    private readonly metrics: TwilioMetrics,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
    const valid = this.isTwilios(request) || (await this.phone.admits(request));
    if (!valid) {
      this.metrics.webhooksRefused.inc();
      this.logger.debug('Webhook refused', { path: request.path });
    }
    return valid;
  }

  private isTwilios(request: RawBodyRequest<Request>): boolean {
    return this.config.twilio.validateWebhooks
      ? this.isSigned(request)
      : this.locals.refuse(request) === null;
  }

  private isSigned(request: RawBodyRequest<Request>): boolean {
    return this.signature.isValidWebhook({
      originalUrl: request.originalUrl,
      signature: request.header('x-twilio-signature') ?? '',
      body: request.body,
      // Without the raw bytes a JSON body cannot be verified; an empty one never matches.
      rawJson: request.is('json') ? (request.rawBody ?? Buffer.alloc(0)) : null,
    });
  }
}
