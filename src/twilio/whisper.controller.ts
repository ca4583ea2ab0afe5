import {
  applyDecorators,
  Controller,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { DIAL_REASONS } from '../calls/call/transfer.js';
import { CallsService } from '../calls/calls.service.js';
import { CallControl } from '../calls/ownership/call-control.js';
import { withinOrNull } from '../common/time-limit.js';
import { VoiceScript } from '../config/voice-script.js';
import { MenuService } from '../menu/menu.service.js';
import { OpenAccess } from '../ops/open-access.js';
import { legOf } from './dial-verb.js';
import { FinalStatusInterceptor } from './final-status.interceptor.js';
import { AfterFault, LastRungInterceptor } from './last-rung.interceptor.js';
import { callSidIn, TwilioWebhook, Webhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';
import { Twiml } from './twiml.js';
import { AnswersTwiml, TwilioWebhooks } from './webhook-docs.js';
import { whisperWords } from './whisper-words.js';

/** How long an answer may wait for the state of the call. */
const STATE_LIMIT_MS = 300;
const ACCEPT_KEY = '1';

const NamesDial = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'call', type: String, description: 'The call of the caller' }),
    ApiQuery({ name: 'reason', enum: DIAL_REASONS, required: false, description: 'Why it rings' }),
    ApiQuery({ name: 'leg', type: 'integer', required: false, description: 'Which number it is' }),
  );

/**
 * What a dialled person hears before being joined with the caller. These requests are of the
 * person's call, a child of the caller's, which their signed URLs name.
 */
@Controller('voice/whisper')
@OpenAccess()
@TwilioWebhooks()
@UseGuards(TwilioSignatureGuard)
// The dialled person is not the caller, whose call goes on at `/voice/next`.
@AfterFault('hang-up')
@UseInterceptors(LastRungInterceptor, FinalStatusInterceptor)
export class WhisperController {
  constructor(
    private readonly calls: CallsService,
    private readonly control: CallControl,
    private readonly twiml: Twiml,
    private readonly script: VoiceScript,
    private readonly menu: MenuService,
  ) {}

  /** The person has answered. Without a key the person's call is hung up. */
  @Post()
  @AnswersTwiml({ summary: 'A dialled person has answered' }, 'ParentCallSid')
  @NamesDial()
  async announce(
    @Query('call') call: unknown,
    @Query('reason') reason: unknown,
    @Query('leg') leg: unknown,
  ): Promise<string> {
    const callSid = callSidIn(call);
    const dialled = legOf(reason, leg);
    const briefing = await withinOrNull(this.calls.brief(callSid), STATE_LIMIT_MS);
    const { script, menu } = this;
    const words = whisperWords(briefing, dialled.reason, script, menu.restaurantName);
    return this.twiml.whisper(words, callSid, dialled);
  }

  /** The person has pressed a key: one takes the call, any other declines it. */
  @Post('key')
  @AnswersTwiml({ summary: 'A dialled person has pressed a key' }, 'ParentCallSid', 'Digits')
  @NamesDial()
  async answer(@Webhook() webhook: TwilioWebhook, @Query('call') call: unknown): Promise<string> {
    if (webhook.field('Digits') !== ACCEPT_KEY) return this.twiml.hangUp();
    await withinOrNull(this.control.accepted(callSidIn(call)), STATE_LIMIT_MS);
    return this.twiml.accepted();
  }
}
