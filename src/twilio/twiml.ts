import { Injectable } from '@nestjs/common';
import twilio from 'twilio';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import { MenuService } from '../menu/menu.service.js';

type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>;
type SayAttributes = Parameters<VoiceResponse['say']>[0];

/** Longest message a caller may leave, in seconds. */
const VOICEMAIL_SECONDS = 120;
/** Silence that ends a message, in seconds. */
const VOICEMAIL_SILENCE_SECONDS = 5;

/** The TwiML documents that steer a call. Words come from the voice script. */
@Injectable()
export class Twiml {
  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    private readonly menu: MenuService,
  ) {}

  /** Greets the caller and opens the media stream. */
  welcome(token: string): string {
    const response = this.saying(this.script.welcome);
    this.connectStream(response, token);
    return response.toString();
  }

  /** Opens another stream of a call; the assistant itself tells the caller that it is back. */
  resume(token: string): string {
    const response = new twilio.twiml.VoiceResponse();
    this.connectStream(response, token);
    return response.toString();
  }

  /** What `BUSY_POLICY` says for a call that is not let in. */
  busy(): string {
    const policy = this.config.limits.busyPolicy;
    switch (policy.kind) {
      case 'say':
        return this.lastWords(this.script.busy);
      case 'voicemail':
        return this.voicemail();
      case 'dial': {
        const response = new twilio.twiml.VoiceResponse();
        this.dial(response, policy.number);
        return response.toString();
      }
    }
  }

  /** The last rung of the ladder: dials the human number, otherwise apologises and hangs up. */
  lastRung(): string {
    const { humanNumber } = this.config.twilio;
    return humanNumber === null ? this.apology() : this.transfer(humanNumber);
  }

  /** Apologises and hangs up. */
  apology(): string {
    return this.lastWords(this.script.apology);
  }

  /** Announces the transfer and dials. */
  transfer(number: string): string {
    const response = this.saying(this.script.transferring);
    this.dial(response, number);
    return response.toString();
  }

  /** Says goodbye and hangs up. */
  goodbye(): string {
    return this.lastWords(this.script.goodbye);
  }

  /** Hangs up without a word. */
  hangUp(): string {
    const response = new twilio.twiml.VoiceResponse();
    response.hangup();
    return response.toString();
  }

  private voicemail(): string {
    const response = this.saying(this.script.voicemailPrompt);
    response.record({
      action: this.url('/voice/next'),
      method: 'POST',
      maxLength: VOICEMAIL_SECONDS,
      timeout: VOICEMAIL_SILENCE_SECONDS,
      finishOnKey: '#',
      playBeep: true,
    });
    // Reached only when nothing was recorded; otherwise the action takes over.
    this.say(response, this.script.goodbye);
    response.hangup();
    return response.toString();
  }

  private lastWords(words: string): string {
    const response = this.saying(words);
    response.hangup();
    return response.toString();
  }

  /**
   * Has no `track` attribute, which Twilio refuses on `<Connect>` (31941). The parameters
   * `track` and `statusCallback` configure nothing and only come back in `start`.
   */
  private connectStream(response: VoiceResponse, token: string): void {
    const statusCallback = this.url('/stream/status');
    const stream = response.connect({ action: this.url('/voice/next'), method: 'POST' }).stream({
      url: this.config.http.mediaStreamUrl,
      statusCallback,
      statusCallbackMethod: 'POST',
    });
    stream.parameter({ name: 'token', value: token });
    stream.parameter({ name: 'track', value: 'both_tracks' });
    stream.parameter({ name: 'statusCallback', value: statusCallback });
  }

  private dial(response: VoiceResponse, number: string): void {
    response.dial({ action: this.url('/voice/next'), method: 'POST' }, number);
  }

  private saying(words: string): VoiceResponse {
    const response = new twilio.twiml.VoiceResponse();
    this.say(response, words);
    return response;
  }

  private say(response: VoiceResponse, words: string): void {
    // The SDK's list of voices and languages trails Twilio's; the script names any of them.
    const voice = { voice: this.script.sayVoice, language: this.script.language } as SayAttributes;
    response.say(voice, this.script.render(words, { restaurant: this.menu.restaurantName }));
  }

  private url(path: string): string {
    return this.config.http.publicUrl + path;
  }
}
