import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { catchError, type Observable, of } from 'rxjs';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { errorFields } from '../common/error-fields.js';
import { TwilioMetrics } from './twilio.metrics.js';
import { TwilioWebhook } from './twilio-webhook.js';
import { Twiml } from './twiml.js';

/** What a webhook is answered after an exception, where that is not the last rung. */
export const AfterFault = Reflector.createDecorator<'hang-up' | 'nothing'>();

/**
 * Answers Twilio after an exception in a webhook: with the last rung of the ladder, which is a
 * person if there is one, otherwise an apology and the end of the call. A 500 would end the call
 * without a word. The order stays as it is; what follows the dialled person is asked as ever.
 * A request that is refused (4xx) stays refused.
 */
@Injectable()
export class LastRungInterceptor implements NestInterceptor {
  private readonly logger = new Logger(LastRungInterceptor.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly twiml: Twiml,
    private readonly metrics: TwilioMetrics,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answered = catchError((error: unknown) => {
      if (error instanceof HttpException && error.getStatus() < 500) throw error;
      return of(this.answer(context, error));
    });
    return next.handle().pipe(answered);
  }

  private answer(context: ExecutionContext, error: unknown): string | undefined {
    const { caller } = new TwilioWebhook(context.switchToHttp().getRequest<Request>().body);
    const { callSid } = caller;
    const { name } = context.getHandler();
    this.metrics.webhookFaults.inc();
    this.logger.error('Webhook failed', { callSid, handler: name, ...errorFields(error) });
    const targets = [context.getHandler(), context.getClass()];
    switch (this.reflector.getAllAndOverride(AfterFault, targets)) {
      case 'nothing':
        return undefined;
      case 'hang-up':
        return this.twiml.hangUp();
      default:
        return this.lastRung(caller);
    }
  }

  /** Hangs up where the last rung fails as well: the fault may be in the making of TwiML. */
  private lastRung(caller: Caller): string {
    try {
      return this.twiml.lastRung(caller);
    } catch (error) {
      this.logger.error('Last rung failed', { callSid: caller.callSid, ...errorFields(error) });
      return this.twiml.hangUp();
    }
  }
}
