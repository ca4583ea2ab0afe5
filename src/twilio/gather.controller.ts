import {
  applyDecorators,
  Controller,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { type ApiOperationOptions, ApiQuery } from '@nestjs/swagger';
import type { IvrInput } from '../ivr/ivr-state.js';
import { OpenAccess } from '../ops/open-access.js';
import { FinalStatusInterceptor } from './final-status.interceptor.js';
import { GatherTurns } from './gather-turns.js';
import { LastRungInterceptor } from './last-rung.interceptor.js';
import { TwilioWebhook, Webhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';
import { AnswersTwiml, TwilioWebhooks } from './webhook-docs.js';

const AnswersTurn = (operation: ApiOperationOptions): MethodDecorator =>
  applyDecorators(
    AnswersTwiml(operation, 'From', 'SpeechResult', 'Digits', 'Confidence'),
    ApiQuery({ name: 'turn', type: 'integer', required: false, description: 'Which turn it is' }),
    ApiQuery({
      name: 'wait',
      type: 'integer',
      required: false,
      description: 'How many have waited',
    }),
  );

/** Takes what a caller said or keyed at a `<Gather>` and answers with the next one. */
@Controller()
@OpenAccess()
@TwilioWebhooks()
@UseGuards(TwilioSignatureGuard)
@UseInterceptors(LastRungInterceptor, FinalStatusInterceptor)
export class GatherController {
  constructor(private readonly turns: GatherTurns) {}

  /**
   * `turn` tells a repeated request from the next one; without it, as from a number that was
   * configured by hand, the request is for the turn that is asked. `wait`: how many
   * requests have waited for its answer before; it carries nothing.
   */
  @Post('voice/gather')
  @AnswersTurn({ summary: 'The caller spoke, pressed keys or said nothing' })
  answer(
    @Webhook() webhook: TwilioWebhook,
    @Query('turn') turn: unknown,
    @Query('wait') wait: unknown,
  ): Promise<string> {
    const input = wait === undefined ? inputOf(webhook) : null;
    const looks = numberOf(wait) ?? 0;
    return this.turns.answer(webhook.caller, { turn: numberOf(turn), input, looks });
  }

  /** The name of the original guide for `/voice/gather`. */
  @Post('process-speech')
  @AnswersTurn({ summary: 'The same as /voice/gather', deprecated: true })
  processSpeech(
    @Webhook() webhook: TwilioWebhook,
    @Query('turn') turn: unknown,
    @Query('wait') wait: unknown,
  ): Promise<string> {
    return this.answer(webhook, turn, wait);
  }
}

function numberOf(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function inputOf(webhook: TwilioWebhook): IvrInput {
  const speech = webhook.field('SpeechResult');
  const digits = webhook.field('Digits');
  if (speech === null && digits === null) return { nothing: true };
  const confidence = Number(webhook.field('Confidence') ?? 0);
  return {
    ...(speech !== null && { speech }),
    ...(digits !== null && { digits }),
    // Twilio leaves it 0 where the recogniser tells none.
    ...(confidence > 0 && confidence <= 1 && { confidence }),
  };
}
