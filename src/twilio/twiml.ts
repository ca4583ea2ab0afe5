import { Inject, Injectable } from '@nestjs/common';
import type { DialLeg } from '../calls/call/transfer.js';
import type { Caller } from '../calls/ownership/owned-calls.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import { MenuService } from '../menu/menu.service.js';
import { dial, dialUrl, type Dialling } from './dial-verb.js';
import { voiceResponse, type VoiceResponse } from './voice-response.js';

type SayAttributes = Exclude<Parameters<VoiceResponse['say']>[0], string>;

/** Longest message a caller may leave, in seconds. */
const VOICEMAIL_SECONDS = 120;
/** Silence that ends a message, in seconds. */
const VOICEMAIL_SILENCE_SECONDS = 5;
/** How long a person may take for the key that takes a call, in seconds. */
const KEY_SECONDS = 5;

/** The TwiML documents that steer a call. Words come from the voice script. */
@Injectable()
export class Twiml {
  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
    @Inject(MenuService) private readonly menu: Pick<MenuService, 'restaurantName'>,
  ) {}

  /** The same in another language by its code; null: in that of the voice file. */
  in(language: string | null): Twiml {
    return new Twiml(this.config, this.script.in(language), this.menu);
  }

  /** Greets the caller and opens the media stream. */
  welcome(token: string): string {
    const response = this.saying(this.script.welcome);
    this.connectStream(response, token);
    return response.toString();
  }

  /** Opens another stream of a call; the assistant itself tells the caller that it is back. */
  resume(token: string): string {
    const response = voiceResponse();
    this.connectStream(response, token);
    return response.toString();
  }

  /** Tells a caller that the line is busy, and hangs up. */
  busyWords(): string {
    return this.lastWords(this.script.busy);
  }

  /** Lets the caller hear a busy tone: Twilio does not answer such a call and charges nothing. */
  busyTone(): string {
    const response = voiceResponse();
    response.reject({ reason: 'busy' });
    return response.toString();
  }

  /** What `BUSY_POLICY` says for a call that is not let in. */
  busy(caller: Caller): string {
    const policy = this.config.limits.busyPolicy;
    switch (policy.kind) {
      case 'say':
        return this.busyWords();
      case 'voicemail':
        return this.record(this.script.voicemailPrompt);
      case 'dial': {
        const response = voiceResponse();
        const leg = { reason: 'busy', index: 0 } as const;
        dial(response, this.config.http.publicUrl, { caller, leg, number: policy.number });
        return response.toString();
      }
    }
  }

  /** The last rung of the ladder: dials a person, otherwise apologises and hangs up. */
  lastRung(caller: Caller): string {
    const [number] = this.config.twilio.humanNumbers;
    if (number === undefined) return this.apology();
    return this.transfer({ caller, leg: { reason: 'fault', index: 0 }, number });
  }

  /** Apologises and hangs up. */
  apology(): string {
    return this.lastWords(this.script.apology);
  }

  /** Announces the transfer where it begins, and dials. */
  transfer(dialling: Dialling): string {
    const response = voiceResponse();
    if (dialling.leg.index === 0) this.say(response, this.script.transferring);
    dial(response, this.config.http.publicUrl, dialling);
    return response.toString();
  }

  /** Tells a dialled person of the call, who takes it by a key; without one hangs up on them. */
  whisper(words: string, callSid: string, leg: DialLeg): string {
    const response = voiceResponse();
    const gather = response.gather({
      input: ['dtmf'],
      action: dialUrl(this.url('/voice/whisper/key'), callSid, leg),
      method: 'POST',
      timeout: KEY_SECONDS,
      numDigits: 1,
      finishOnKey: '',
    });
    gather.say(this.voice, words);
    response.hangup();
    return response.toString();
  }

  /** Thanks the person who has taken the call; the end of the document joins the two. */
  accepted(): string {
    return this.saying(this.script.whisper.accepted).toString();
  }

  /** Takes a message for a call back: no person has taken the call, and nothing can go on with it. */
  message(): string {
    return this.record(this.script.messagePrompt);
  }

  /** Says goodbye and hangs up. */
  goodbye(): string {
    return this.lastWords(this.script.goodbye);
  }

  /** Hangs up without a word. */
  hangUp(): string {
    const response = voiceResponse();
    response.hangup();
    return response.toString();
  }

  private record(prompt: string): string {
    const response = this.saying(prompt);
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

  private saying(words: string): VoiceResponse {
    const response = voiceResponse();
    this.say(response, words);
    return response;
  }

  private say(response: VoiceResponse, words: string): void {
    response.say(this.voice, this.script.render(words, { restaurant: this.menu.restaurantName }));
  }

  /** The SDK's list of voices and languages trails Twilio's; the script names any of them. */
  private get voice(): SayAttributes {
    return { voice: this.script.sayVoice, language: this.script.language } as SayAttributes;
  }

  private url(path: string): string {
    return this.config.http.publicUrl + path;
  }
}
