import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { OpenAccess } from '../ops/open-access.js';
import { callSidOf, fieldOf, type TwilioWebhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';

/** Takes note of what Twilio reports about streams and calls; the order does not matter. */
@Controller()
@OpenAccess()
@UseGuards(TwilioSignatureGuard)
export class StatusController {
  constructor(private readonly calls: CallsService) {}

  @Post('stream/status')
  @HttpCode(204)
  stream(@Body() webhook: TwilioWebhook): void {
    this.calls.streamEvent(callSidOf(webhook), {
      streamSid: fieldOf(webhook, 'StreamSid') ?? '',
      event: fieldOf(webhook, 'StreamEvent') ?? '',
      error: fieldOf(webhook, 'StreamError'),
    });
  }

  @Post('call/status')
  @HttpCode(204)
  call(@Body() webhook: TwilioWebhook): void {
    const sequence = Number(fieldOf(webhook, 'SequenceNumber') ?? Number.NaN);
    this.calls.statusEvent(
      callSidOf(webhook),
      fieldOf(webhook, 'CallStatus') ?? '',
      Number.isSafeInteger(sequence) ? sequence : null,
    );
  }
}
