import { Controller, Header, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import type { IvrInput } from '../ivr/ivr-state.js';
import { OpenAccess } from '../ops/open-access.js';
import { GatherTurns } from './gather-turns.js';
import { TwilioWebhook, Webhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';

/** Takes what a caller said or keyed at a `<Gather>` and answers with the next one. */
@Controller()
@OpenAccess()
@UseGuards(TwilioSignatureGuard)
export class GatherController {
  constructor(private readonly turns: GatherTurns) {}

  /**
   * `turn` tells a repeated request from the next one; without it, as from a number that was
   * configured by hand, the request is for the turn that is asked. `wait`: it follows a filler and
   * carries nothing. `/process-speech` is the name of the original guide.
   */
  @Post(['voice/gather', 'process-speech'])
  @HttpCode(200)
  @Header('Content-Type', 'text/xml; charset=utf-8')
  gather(
    @Webhook() webhook: TwilioWebhook,
    @Query('turn') turn: unknown,
    @Query('wait') wait: unknown,
  ): Promise<string> {
    const input = wait === undefined ? inputOf(webhook) : null;
    return this.turns.answer(webhook.caller, { turn: turnOf(turn), input });
  }
}

function turnOf(turn: unknown): number | null {
  return typeof turn === 'string' && /^\d{1,6}$/.test(turn) ? Number(turn) : null;
}

function inputOf(webhook: TwilioWebhook): IvrInput {
  const speech = webhook.field('SpeechResult');
  const digits = webhook.field('Digits');
  if (speech === null && digits === null) return { nothing: true };
  return { ...(speech !== null && { speech }), ...(digits !== null && { digits }) };
}
