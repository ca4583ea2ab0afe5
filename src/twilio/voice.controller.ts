import { Body, Controller, Header, HttpCode, Logger, Post, UseGuards } from '@nestjs/common';
import { CallsService } from '../calls/calls.service.js';
import { TimeLimitError, within } from '../common/time-limit.js';
import { AppConfig } from '../config/app-config.js';
import { OpenAccess } from '../ops/open-access.js';
import { faultFields } from './fault-fields.js';
import { GatherTurns } from './gather-turns.js';
import { StreamTokens } from './stream-tokens.js';
import { callSidOf, fieldOf, type TwilioWebhook } from './twilio-webhook.js';
import { TwilioSignatureGuard } from './twilio-signature.guard.js';
import { Twiml } from './twiml.js';

/** How long an answer may wait for the directory and the tokens. */
const DIRECTORY_LIMIT_MS = 300;
const TWIML = 'text/xml; charset=utf-8';

/** Answers Twilio's questions about a call with TwiML. Whatever fails, the caller hears words. */
@Controller('voice')
@OpenAccess()
@UseGuards(TwilioSignatureGuard)
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
  @HttpCode(200)
  @Header('Content-Type', TWIML)
  voice(@Body() webhook: TwilioWebhook): Promise<string> {
    const callSid = callSidOf(webhook);
    const from = fieldOf(webhook, 'From') ?? '';
    const to = fieldOf(webhook, 'To') ?? '';
    return this.orLastRung(callSid, async () => {
      const arrival = await this.calls.arrive({ callSid, from, to });
      switch (arrival.kind) {
        case 'stream':
          return this.twiml.welcome(this.tokens.mint(callSid));
        case 'busy':
          return this.twiml.busy();
        case 'ivr':
          return this.gather.open({ callSid, from }, { resumed: false });
        case 'no-provider':
          return this.twiml.lastRung();
        case 'over':
          return this.twiml.hangUp();
      }
    });
  }

  /** The stream, a dialled number or a recording has ended; what follows. */
  @Post('next')
  @HttpCode(200)
  @Header('Content-Type', TWIML)
  next(@Body() webhook: TwilioWebhook): Promise<string> {
    const callSid = callSidOf(webhook);
    const from = fieldOf(webhook, 'From') ?? '';
    const proceed = async (): Promise<string> => {
      const dialled = fieldOf(webhook, 'DialCallStatus');
      if (dialled !== null) return this.afterDial(dialled);
      const recordingUrl = fieldOf(webhook, 'RecordingUrl');
      if (recordingUrl !== null) {
        this.noteVoicemail(callSid, recordingUrl, webhook);
        return this.twiml.goodbye();
      }

      const step = await this.calls.next({ callSid, from, to: fieldOf(webhook, 'To') ?? '' });
      switch (step.kind) {
        case 'hangup':
          return this.twiml.hangUp();
        case 'transfer':
          return this.twiml.transfer(step.number);
        case 'stream':
          return this.twiml.resume(this.tokens.mint(callSid));
        case 'ivr':
          return this.gather.open({ callSid, from }, { resumed: true });
        case 'lost':
          return this.twiml.lastRung();
      }
    };
    // A stream needs nothing to begin, and what has become of the call is decided at its start.
    return this.orLastRung(callSid, proceed, () => this.twiml.resume(this.tokens.mint(callSid)));
  }

  /**
   * Twilio's fallback URL: asked when another webhook could not be reached. A person if there is
   * one, otherwise the line that needs nothing but this process.
   */
  @Post('fallback')
  @HttpCode(200)
  @Header('Content-Type', TWIML)
  fallback(@Body() webhook: TwilioWebhook): Promise<string> {
    const callSid = callSidOf(webhook);
    const from = fieldOf(webhook, 'From') ?? '';
    this.logger.warn('Fallback asked', { callSid, errorCode: fieldOf(webhook, 'ErrorCode') });
    return this.orLastRung(callSid, () =>
      this.config.twilio.humanNumber === null
        ? this.gather.open({ callSid, from }, { resumed: false })
        : Promise.resolve(this.twiml.lastRung()),
    );
  }

  private afterDial(status: string): string {
    return status === 'completed' || status === 'answered'
      ? this.twiml.hangUp()
      : this.twiml.apology();
  }

  /** Nobody waits for it: the caller has left the message, and Twilio keeps it, whatever happens. */
  private noteVoicemail(callSid: string, url: string, webhook: TwilioWebhook): void {
    const recordingSid = fieldOf(webhook, 'RecordingSid');
    const duration = fieldOf(webhook, 'RecordingDuration') ?? '';
    const seconds = /^\d{1,5}$/.test(duration) ? Number(duration) : null;
    this.calls.noteVoicemail(callSid, { recordingSid, url, seconds }).catch((error: unknown) => {
      const fields = { callSid, recordingSid, ...faultFields(error) };
      this.logger.error('Voicemail could not be noted', fields);
    });
  }

  /** @param late what is answered when nobody knows in time. */
  private async orLastRung(
    callSid: string,
    answer: () => Promise<string>,
    late = (): string => this.twiml.lastRung(),
  ): Promise<string> {
    try {
      return await within(answer(), DIRECTORY_LIMIT_MS);
    } catch (error) {
      this.logger.error('Voice webhook failed', { callSid, ...faultFields(error) });
      return error instanceof TimeLimitError ? late() : this.twiml.lastRung();
    }
  }
}
