import { sleep } from './sleep.js';
import type { LineAudio } from './audio/line-audio.js';
import { heardOf, speak, speechOf } from './audio/speech.js';
import { keyTone } from './audio/tones.js';
import { recognise } from './caller/recognition.js';
import type { PhoneView } from './phone-state.js';
import type { GatherEntry } from './twiml/gather-entry.js';
import { parseTwiml } from './twiml/parse-twiml.js';
import type { TwimlDocument } from './twiml/read-twiml.js';
import type { DialResult, Fields, Handset, WebhookAnswer } from './twiml/twiml-player.js';
import type { Verb } from './twiml/verb.js';
import { askWebhook, ownPath, type PageCall } from './webhooks.js';

/** What every leg shares. */
export interface LegSetup {
  readonly call: PageCall;
  readonly view: PhoneView;
  readonly audio: LineAudio;
  /** Whether the browser's recognition listens to a `<Gather>`. */
  readonly recognises: () => boolean;
  /** A `<Gather>` of this leg listens, or none any longer. */
  readonly listening: (entry: GatherEntry | null) => void;
}

/** Between two keys of `<Play digits>`, ms; a `w` in them is a pause of 500 ms. */
const KEY_MS = 200;

/** One leg of a call on this page, as far as it speaks and listens: a dialled person's can do no more. */
export class PageLeg implements Handset {
  private stopRecognition: () => void = () => undefined;

  constructor(
    protected readonly setup: LegSetup,
    private readonly fields: () => Fields,
    private readonly forbidden: readonly string[] = ['Dial', 'Connect', 'Record'],
  ) {}

  ask(method: 'GET' | 'POST', url: string, fields: Fields): Promise<WebhookAnswer> {
    return askWebhook(this.setup.call, method, url, { ...this.fields(), ...fields });
  }

  read(xml: string): TwimlDocument {
    const secure = this.setup.call.publicUrl.startsWith('https:');
    return parseTwiml(xml, { secure, forbidden: this.forbidden });
  }

  received(url: string, xml: string, faults: readonly string[]): void {
    const { documents } = this.setup.view;
    const path = ownPath(url, this.setup.call) ?? url;
    documents.value = [...documents.value, { path, xml, faults }];
  }

  async say({ text, attributes }: Verb, signal: AbortSignal): Promise<void> {
    const { view, audio } = this.setup;
    if (view.state.value.kind !== 'listening') view.state.value = { kind: 'saying' };
    const speech = await speechOf(text, attributes['language'] ?? 'en-US');
    if (signal.aborted) return;
    view.note('line', text, heardOf(speech));
    await speak(audio.context, speech, signal);
  }

  async play({ text, attributes }: Verb, signal: AbortSignal): Promise<void> {
    const { digits } = attributes;
    if (digits !== undefined) return this.playKeys(digits, signal);
    const path = ownPath(text, this.setup.call);
    if (path === null)
      return this.setup.view.note('note', `Not played, as it is elsewhere: ${text}`);
    const sound = new Audio(path);
    const over = new AbortController();
    sound.onended = sound.onerror = () => over.abort();
    await sound.play().catch(() => over.abort());
    await sleep(Infinity, AbortSignal.any([signal, over.signal]));
    sound.pause();
  }

  pause(ms: number, signal: AbortSignal): Promise<void> {
    return sleep(ms, signal);
  }

  listen(entry: GatherEntry | null, partial: (text: string) => void): void {
    const { view, listening, recognises } = this.setup;
    this.stopRecognition();
    this.stopRecognition = () => undefined;
    listening(entry);
    if (entry === null) {
      view.state.value = { kind: 'waiting' };
      return;
    }
    view.state.value = { kind: 'listening', settings: entry.settings };
    if (!recognises()) return;
    this.stopRecognition = recognise(entry, partial, (text, confidence) => {
      if (entry.words(text, confidence)) view.note('caller', text);
    });
  }

  stream(_verb: Verb, _signal: AbortSignal): Promise<void> {
    return Promise.resolve();
  }

  dial(_verb: Verb, _signal: AbortSignal): Promise<DialResult> {
    return Promise.resolve({ DialCallStatus: 'failed' });
  }

  record(_verb: Verb, _signal: AbortSignal): Promise<Fields | null> {
    return Promise.resolve(null);
  }

  private async playKeys(digits: string, signal: AbortSignal): Promise<void> {
    for (const digit of digits) {
      if (signal.aborted) return;
      if (digit !== 'w') keyTone(this.setup.audio.context, digit);
      await sleep(digit === 'w' ? 500 : KEY_MS, signal);
    }
  }
}
