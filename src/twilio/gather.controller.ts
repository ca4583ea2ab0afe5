import { Body, Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { IvrInput } from '../menu/ivr/ivr-state.js';
import { OpenAccess } from '../ops/open-access.js';
import { GatherLine } from './gather-line.js';
import { callSidOf, fieldOf, type TwilioWebhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';

/** Takes what a caller said or keyed at a `<Gather>` and answers with the next one. */
@Controller()
@OpenAccess()
@UseGuards(TwilioSignatureGuard)
export class GatherController {
  constructor(private readonly line: GatherLine) {}

  /** `/process-speech` is the name of the original guide. */
  @Post(['voice/gather', 'process-speech'])
  @HttpCode(200)
  @Header('Content-Type', 'text/xml; charset=utf-8')
  gather(@Body() webhook: TwilioWebhook): Promise<string> {
    const callSid = callSidOf(webhook);
    const from = fieldOf(webhook, 'From') ?? '';
    return this.line.answer({ callSid, from }, inputOf(webhook));
  }
}

function inputOf(webhook: TwilioWebhook): IvrInput {
  const speech = fieldOf(webhook, 'SpeechResult');
  const digits = fieldOf(webhook, 'Digits');
  if (speech === null && digits === null) return { nothing: true };
  return { ...(speech !== null && { speech }), ...(digits !== null && { digits }) };
}
