import { Controller, Logger, Post, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { DIAL_REASONS, type DialLeg } from '../calls/call/transfer.js';
import { CallsService, type NextStep } from '../calls/calls.service.js';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { OpenAccess } from '../ops/open-access.js';
import { legOf } from './dial-verb.js';
import { errorFields } from '../common/error-fields.js';
import { FinalStatusInterceptor } from './final-status.interceptor.js';
import { GatherTurns } from './gather-turns.js';
import { LastRungInterceptor } from './last-rung.interceptor.js';
import { StreamTokens } from './stream-tokens.js';
import { TwilioWebhook, Webhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';
import { Twiml } from './twiml.js';
import { AnswersTwiml, TwilioWebhooks } from './webhook-docs.js';

/** How long an answer may wait for the state of the call. */
const STATE_LIMIT_MS = 300;

/** Answers the voice webhooks with TwiML. */
@Controller('voice')
@OpenAccess()
@TwilioWebhooks()
@UseGuards(TwilioSignatureGuard)
@UseInterceptors(LastRungInterceptor, FinalStatusInterceptor)
export class VoiceController {
  private readonly logger = new Logger(VoiceController.name);

  constructor(
    private readonly calls: CallsService,
    private readonly tokens: StreamTokens,
    private readonly twiml: Twiml,
    private readonly gather: GatherTurns,
    private readonly config: AppConfig,
  ) {}

  /** A call comes in. May be asked again for the same call. */
  @Post()
  @AnswersTwiml({ summary: 'A call comes in' }, 'From', 'To')
  arrive(@Webhook() { caller }: TwilioWebhook): Promise<string> {
    const { callSid } = caller;
    return this.inTime(caller, async () => {
      const arrival = await this.calls.arrive(caller);
      switch (arrival.kind) {
        case 'stream':
          return this.twiml.welcome(this.tokens.mint(callSid));
        case 'busy':
          return this.twiml.busy(caller);
        case 'busy-words':
          return this.twiml.busyWords();
        case 'busy-tone':
          return this.twiml.busyTone();
        case 'ivr':
          return this.gather.open(caller, { resumed: false });
        case 'no-provider':
          return this.twiml.lastRung(caller);
        case 'over':
          return this.twiml.hangUp();
      }
    });
  }

  /** The stream, a dialled call or a recording has ended; says what follows. */
  @Post('next')
  @AnswersTwiml(
    { summary: 'A stream, a dialled call or a recording has ended' },
    'From',
    'To',
    'DialCallStatus',
    'DialBridged',
    'RecordingUrl',
    'RecordingSid',
    'RecordingDuration',
  )
  @ApiQuery({ name: 'reason', enum: DIAL_REASONS, required: false, description: 'Why it dialled' })
  @ApiQuery({
    name: 'leg',
    type: 'integer',
    required: false,
    description: 'Which number it dialled',
  })
  next(
    @Webhook() webhook: TwilioWebhook,
    @Query('reason') reason?: unknown,
    @Query('leg') leg?: unknown,
  ): Promise<string> {
    const { caller } = webhook;
    const { callSid } = caller;
    const status = webhook.field('DialCallStatus');
    if (status !== null) return this.afterDial(webhook, legOf(reason, leg), status);
    const proceed = async (): Promise<string> => {
      const recordingUrl = webhook.field('RecordingUrl');
      if (recordingUrl !== null) {
        this.noteVoicemail(callSid, recordingUrl, webhook);
        return this.wordsFor(caller).goodbye();
      }

      return this.obey(caller, await this.calls.next(caller));
    };
    // A stream needs no state to begin; the outcome of the call is looked at when it starts.
    return this.inTime(caller, proceed, () => this.twiml.resume(this.tokens.mint(callSid)));
  }

  /**
   * Twilio's fallback URL: asked when another webhook could not be reached, and by calls that were
   * never let in. A person if there is one, otherwise, and for callers who have rung too many, the
   * line that needs nothing but this process.
   */
  @Post('fallback')
  @AnswersTwiml({ summary: 'Another webhook could not be reached' }, 'From', 'ErrorCode')
  fallback(@Webhook() webhook: TwilioWebhook): Promise<string> {
    const { caller } = webhook;
    const { callSid } = caller;
    this.logger.warn('Fallback asked', { callSid, errorCode: webhook.field('ErrorCode') });
    return this.inTime(caller, async () => {
      const person = this.config.twilio.humanNumbers.length > 0;
      return person && (await this.calls.mayCost(caller))
        ? this.twiml.lastRung(caller)
        : this.gather.open(caller, { resumed: false });
    });
  }

  /** Never dials the last rung: it would ring at a person who has just not taken the call. */
  private async afterDial(webhook: TwilioWebhook, leg: DialLeg, status: string): Promise<string> {
    const { caller } = webhook;
    const bridged = webhook.field('DialBridged');
    const report = { status, bridged: bridged === null ? null : bridged === 'true' };
    const follow = async (): Promise<string> =>
      this.obey(caller, await this.calls.afterDial(caller, leg, report));
    try {
      return await within(follow(), STATE_LIMIT_MS);
    } catch (error) {
      this.logger.error('What follows a dial is not known', {
        callSid: caller.callSid,
        ...errorFields(error),
      });
      const late = error instanceof TimeLimitError && leg.reason !== 'busy';
      return late
        ? this.twiml.resume(this.tokens.mint(caller.callSid))
        : this.wordsFor(caller).message();
    }
  }

  private async obey(caller: Caller, step: NextStep): Promise<string> {
    switch (step.kind) {
      case 'hangup':
        return this.twiml.hangUp();
      case 'transfer':
        return this.wordsFor(caller).transfer({ caller, leg: step.leg, number: step.number });
      case 'stream':
        return this.twiml.resume(this.tokens.mint(caller.callSid));
      case 'ivr':
        return this.gather.open(caller, { resumed: true });
      case 'ivr-missed':
        return this.gather.openMissed(caller);
      case 'message':
        return (await this.calls.mayCost(caller))
          ? this.wordsFor(caller).message()
          : this.wordsFor(caller).apology();
      case 'lost':
        return this.wordsFor(caller).lastRung(caller);
    }
  }

  /** In the language of the call, as far as it is known here. */
  private wordsFor({ callSid }: Caller): Twiml {
    return this.twiml.in(this.calls.languageOf(callSid));
  }

  /** Runs behind the answer: Twilio keeps the message even when its reference cannot be stored. */
  private noteVoicemail(callSid: string, url: string, webhook: TwilioWebhook): void {
    const recordingSid = webhook.field('RecordingSid');
    const duration = webhook.field('RecordingDuration') ?? '';
    const seconds = /^\d{1,5}$/.test(duration) ? Number(duration) : null;
    this.calls.noteVoicemail(callSid, { recordingSid, url, seconds }).catch((error: unknown) => {
      const fields = { callSid, recordingSid, ...errorFields(error) };
      this.logger.error('Voicemail could not be noted', fields);
    });
  }

  /** @param late what is answered when the state of the call is not known in time. */
  private async inTime(
    caller: Caller,
    answer: () => Promise<string>,
    late = (): string => this.wordsFor(caller).lastRung(caller),
  ): Promise<string> {
    try {
      return await within(answer(), STATE_LIMIT_MS);
    } catch (error) {
      if (!(error instanceof TimeLimitError)) throw error;
      this.logger.error('Voice webhook late', { callSid: caller.callSid });
      return late();
    }
  }
}
