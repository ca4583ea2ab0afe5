import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { CallControl } from '../calls/ownership/call-control.js';
import { OpenAccess } from '../ops/open-access.js';
import { callSidOf, fieldOf, type TwilioWebhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';

/** Takes note of what Twilio reports about streams and calls; the order does not matter. */
@Controller()
@OpenAccess()
@UseGuards(TwilioSignatureGuard)
export class StatusCallbacksController {
  constructor(private readonly control: CallControl) {}

  @Post('stream/status')
  @HttpCode(204)
  async stream(@Body() webhook: TwilioWebhook): Promise<void> {
    await this.control.streamEvent(callSidOf(webhook), {
      streamSid: fieldOf(webhook, 'StreamSid') ?? '',
      event: fieldOf(webhook, 'StreamEvent') ?? '',
      error: fieldOf(webhook, 'StreamError'),
    });
  }

  @Post('call/status')
  @HttpCode(204)
  async call(@Body() webhook: TwilioWebhook): Promise<void> {
    const sequence = Number(fieldOf(webhook, 'SequenceNumber') ?? Number.NaN);
    await this.control.statusEvent(
      callSidOf(webhook),
      fieldOf(webhook, 'CallStatus') ?? '',
      Number.isSafeInteger(sequence) ? sequence : null,
    );
  }
}
