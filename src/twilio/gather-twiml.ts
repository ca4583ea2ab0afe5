import { Injectable } from '@nestjs/common';
import { truncate } from '../common/truncate.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import type { AnswerKind } from '../ivr/answer-kind.js';
import { recognition } from './recognition.js';
import { dial, type Dialling } from './dial-verb.js';
import { voiceResponse, type VoiceResponse } from './voice-response.js';

type GatherAttributes = NonNullable<Parameters<VoiceResponse['gather']>[0]>;
type SayAttributes = Exclude<Parameters<VoiceResponse['say']>[0], string>;

/** Silence after which Twilio ends the `<Gather>`, in seconds. */
const PATIENCE_SECONDS = 5;

/** Longest text of one `<Say>`; Twilio refuses more than 4,096 characters. */
const MAX_SAY_LENGTH = 3_000;

/** A question to the caller and the input it expects. */
export interface Question {
  readonly prompt: string;
  /** Where in `prompt` the caller may answer; what is before it is said to its end. */
  readonly listensFrom: number;
  /** The number of the turn that the answer begins; its request carries it. */
  readonly asks: number;
  readonly expects: 'speech dtmf' | 'dtmf';
  /** Phrases for speech recognition, separated by commas; may be empty. */
  readonly hints: string;
  readonly answer: AnswerKind;
}

/** The TwiML of the order line without AI: `<Gather>` with Twilio's speech recognition and keypad. */
@Injectable()
export class GatherTwiml {
  constructor(
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
  ) {}

  /** The same in another language by its code; null: in that of the voice file. */
  in(language: string | null): GatherTwiml {
    return new GatherTwiml(this.config, this.script.in(language));
  }

  /**
   * Asks and listens. The caller may answer before the end, but not before `listensFrom`: what is
   * said outside of the `<Gather>` takes neither words nor keys. One key is one answer, `#` and `*`
   * among them, hence `numDigits` and the empty `finishOnKey`. Silence is an answer, too.
   */
  ask({ prompt, listensFrom, asks, expects, hints, answer }: Question): string {
    const response = voiceResponse();
    if (listensFrom > 0) this.say(response, prompt.slice(0, listensFrom));
    const speech = expects === 'dtmf' ? {} : this.speech(hints, answer);
    const gather = response.gather({
      input: expects.split(' ') as NonNullable<GatherAttributes['input']>,
      action: this.url(`/voice/gather?turn=${asks}`),
      method: 'POST',
      timeout: PATIENCE_SECONDS,
      numDigits: 1,
      finishOnKey: '',
      actionOnEmptyResult: true,
      ...speech,
    });
    const asked = prompt.slice(listensFrom).trim();
    if (asked !== '') this.say(gather, asked);
    return response.toString();
  }

  /**
   * Requests the answer of a turn that is still running again, after a filler or at once.
   *
   * @param looks how many requests have waited for it, those before the last filler left out.
   */
  bridge(words: string | null, turn: number, looks: number): string {
    const response = voiceResponse();
    if (words !== null) this.say(response, words);
    response.redirect({ method: 'POST' }, this.url(`/voice/gather?turn=${turn}&wait=${looks}`));
    return response.toString();
  }

  /** Says the last words and hangs up. */
  hangUp(prompt: string): string {
    const response = voiceResponse();
    this.say(response, prompt);
    response.hangup();
    return response.toString();
  }

  /** Says the prompt and dials the number. */
  transfer(prompt: string, dialling: Dialling): string {
    const response = voiceResponse();
    this.say(response, prompt);
    dial(response, this.config.http.publicUrl, dialling);
    return response.toString();
  }

  private say(verb: Pick<VoiceResponse, 'say'>, text: string): void {
    for (const part of parts(text)) verb.say(this.voice, part);
  }

  /** Words that Twilio takes for profane would come as stars. */
  private speech(hints: string, answer: AnswerKind): GatherAttributes {
    const language = this.script.language as NonNullable<GatherAttributes['language']>;
    return {
      language,
      ...recognition(answer, this.script.language),
      profanityFilter: false,
      ...(hints !== '' && { hints }),
    };
  }

  /** The SDK's list of voices and languages trails Twilio's; the script names any of them. */
  private get voice(): SayAttributes {
    return { voice: this.script.sayVoice, language: this.script.language } as SayAttributes;
  }

  private url(path: string): string {
    return this.config.http.publicUrl + path;
  }
}

/** The prompt in pieces that one `<Say>` can hold, cut after a sentence or between words. */
function parts(prompt: string): readonly string[] {
  const pieces: string[] = [];
  let rest = prompt;
  while (rest.length > MAX_SAY_LENGTH) {
    const start = truncate(rest, MAX_SAY_LENGTH);
    const sentence = Math.max(start.lastIndexOf('. '), start.lastIndexOf('; '));
    const word = Math.max(start.lastIndexOf(' '), 0);
    const end = sentence > 0 ? sentence + 1 : word || start.length;
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...pieces, rest];
}
