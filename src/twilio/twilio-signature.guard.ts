import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import type { RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import type { Counter } from 'prom-client';
import { Metrics } from '../ops/metrics.js';
import { TwilioSignature } from './twilio-signature.js';

/** Lets only Twilio's own requests through; anything else is answered 403 without a reason. */
@Injectable()
export class TwilioSignatureGuard implements CanActivate {
  private readonly logger = new Logger(TwilioSignatureGuard.name);
  private readonly refused: Counter;

  constructor(
    private readonly signature: TwilioSignature,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter(
      'webhooks_refused_total',
      'Webhooks without a valid Twilio signature.',
    );
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
    const valid = this.signature.isValidWebhook({
      originalUrl: request.originalUrl,
      signature: request.header('x-twilio-signature') ?? '',
      body: request.body,
      // Without the raw bytes a JSON body cannot be verified; an empty one never matches.
      rawJson: request.is('json') ? (request.rawBody ?? Buffer.alloc(0)) : null,
    });
    if (!valid) {
      this.refused.inc();
      this.logger.debug('Webhook refused', { path: request.path });
    }
    return valid;
  }
}
