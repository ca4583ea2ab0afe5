import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { type Observable, of } from 'rxjs';
import { CallControl, isFinalStatus } from '../calls/ownership/call-control.js';
import { withinOrNull } from '../common/time-limit.js';
import { TwilioWebhook } from './twilio-webhook.js';
import { Twiml } from './twiml.js';

/** How long the answer may wait for the end of the call; the end goes on behind it. */
const END_LIMIT_MS = 300;

/**
 * Ends the call of a webhook with a final `CallStatus` (protocol A1.1): the caller is gone, and no
 * answer is obeyed any more. The handler is asked only when the webhook brings a recording, which
 * has to be kept all the same.
 */
@Injectable()
export class FinalStatusInterceptor implements NestInterceptor {
  constructor(
    private readonly control: CallControl,
    private readonly twiml: Twiml,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const webhook = new TwilioWebhook(context.switchToHttp().getRequest<Request>().body);
    const status = webhook.field('CallStatus') ?? '';
    if (!isFinalStatus(status)) return next.handle();
    const ended = this.control.statusEvent(webhook.caller.callSid, status, null);
    await withinOrNull(ended, END_LIMIT_MS);
    return webhook.field('RecordingUrl') === null ? of(this.twiml.hangUp()) : next.handle();
  }
}
