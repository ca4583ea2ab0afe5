import { Controller, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { CallControl } from '../calls/ownership/call-control.js';
import { OpenAccess } from '../ops/open-access.js';
import { AfterFault, LastRungInterceptor } from './last-rung.interceptor.js';
import { TwilioWebhook, Webhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';
import { TakesReport, TwilioWebhooks } from './webhook-docs.js';

/** Passes Twilio's reports about streams and calls on; they may come late, twice and in any order. */
@Controller()
@OpenAccess()
@TwilioWebhooks()
@UseGuards(TwilioSignatureGuard)
@AfterFault('nothing')
@UseInterceptors(LastRungInterceptor)
export class StatusCallbacksController {
  constructor(private readonly control: CallControl) {}

  @Post('stream/status')
  @TakesReport({ summary: 'What happened to a stream' }, 'StreamSid', 'StreamEvent', 'StreamError')
  async stream(@Webhook() webhook: TwilioWebhook): Promise<void> {
    await this.control.streamEvent(webhook.caller.callSid, {
      streamSid: webhook.field('StreamSid') ?? '',
      event: webhook.field('StreamEvent') ?? '',
      error: webhook.field('StreamError'),
    });
  }

  @Post('call/status')
  @TakesReport({ summary: 'What happened to a call' }, 'CallStatus', 'SequenceNumber')
  async call(@Webhook() webhook: TwilioWebhook): Promise<void> {
    const sequence = Number(webhook.field('SequenceNumber') ?? Number.NaN);
    await this.control.statusEvent(
      webhook.caller.callSid,
      webhook.field('CallStatus') ?? '',
      Number.isSafeInteger(sequence) ? sequence : null,
    );
  }
}
