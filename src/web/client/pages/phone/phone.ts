import { signal } from '@preact/signals';
import { ApiProblem, send } from '../../live/api.js';
import { LineAudio } from './audio/line-audio.js';
import { keyTone } from './audio/tones.js';
import { answerTo } from './caller/order-line-answers.js';
import { RECOGNISES } from './caller/recognition.js';
import { type SampleOrder, SAMPLE_ORDERS, type Sentence } from './caller/sample-orders.js';
import { CallerLeg } from './caller-leg.js';
import type { DialChoice } from './dialled-person.js';
import { type CallerKind, PhoneView } from './phone-state.js';
import { sleep } from './sleep.js';
import type { GatherEntry } from './twiml/gather-entry.js';
import { type CallEnd, TwimlPlayer } from './twiml/twiml-player.js';
import { askWebhook, type PageCall, standardFields } from './webhooks.js';

/** How long the sample caller thinks before an answer to the order line, ms. */
const THINKING_MS = 700;
/** Times that the sample caller says its last sentence again. */
const MOST_REPEATS = 2;
const NO_ASSISTANT =
  'No assistant answers, so your microphone is not heard. Type or press keys' +
  (RECOGNISES ? ', or tick “Recognise my speech” below. ' : '. ') +
  'An assistant answers when the server has OPENAI_API_KEY.';
const KEY = /^[0-9*#]$/;

/** `CallStatus` of a call that was not answered; every other one is completed. */
const FINAL_STATUS: Readonly<Partial<Record<CallEnd, string>>> = {
  busy: 'busy',
  rejected: 'no-answer',
  failed: 'failed',
};

/** The phone of the page: what a person does with it. */
export class Phone {
  readonly view = new PhoneView();
  readonly from = signal('+12125550147');
  readonly caller = signal<CallerKind>('microphone');
  readonly order = signal<SampleOrder>(SAMPLE_ORDERS[0]);
  /** The sample caller speaks by itself when it is its turn. */
  readonly speaksAlone = signal(true);
  readonly recognises = signal(false);
  readonly microphone = signal('');
  /** A `<Gather>` that listens. */
  readonly entry = signal<GatherEntry | null>(null);
  /** Sentences, and wishes of the order line, that the sample caller has said. */
  private said = 0;
  private wished = 0;
  private audio: LineAudio | null = null;
  private leg: CallerLeg | null = null;
  private hungUp = new AbortController();

  /** @param to the number that is rung. */
  constructor(
    private readonly worklet: string,
    private readonly to: string,
  ) {}

  /** Calls, and lasts for as long as the call does. */
  async dial(): Promise<void> {
    const { view } = this;
    if (view.isUp) return;
    view.problem.value = null;
    view.microphoneProblem.value = null;
    view.state.value = { kind: 'calling' };
    this.hungUp = new AbortController();
    this.said = 0;
    this.wished = 0;
    try {
      this.audio = await LineAudio.open(this.worklet);
      if (this.caller.value === 'microphone') void this.openMicrophone();
      await this.run(await send<PageCall>('POST', '/phone/calls'), this.audio);
    } catch (error) {
      view.problem.value = error instanceof ApiProblem ? error.detail : String(error);
      view.end('failed');
    } finally {
      await this.audio?.close();
      this.audio = null;
      this.leg = null;
    }
  }

  hangUp(): void {
    this.hungUp.abort();
  }

  /** A key of the keypad. */
  press(digit: string): void {
    const { audio, leg, view } = this;
    if (audio === null || leg === null) return;
    view.pressed.value = (view.pressed.value + digit).slice(-16);
    const entry = this.entry.value;
    if (entry === null) return leg.press(digit);
    keyTone(audio.context, digit);
    if (entry.key(digit)) view.note('caller', digit);
  }

  /** Typed words for a `<Gather>`. */
  type(text: string): void {
    if (this.entry.value?.words(text, 1) === true) this.view.note('caller', text);
  }

  /** Gives a person who types time. */
  holdEntry(): void {
    this.entry.value?.hold();
  }

  /** Lets the sample caller say a sentence now, even while the assistant speaks. */
  async say(sentence: Sentence): Promise<void> {
    const index = this.order.value.sentences.indexOf(sentence);
    this.said = Math.max(this.said, index) + 1;
    const bytes = new Uint8Array(await (await fetch(sentence.address)).arrayBuffer());
    this.leg?.speak(sentence.text, bytes);
  }

  /** Something was said, or understood, in a call of this server. */
  heardOf(callSid: unknown): void {
    if (callSid === this.view.callSid.value) this.leg?.refreshWords();
  }

  mute(muted: boolean): void {
    this.view.muted.value = muted;
    this.audio?.tell({ kind: 'mute', muted });
  }

  answerDial(choice: DialChoice): void {
    this.leg?.answerDial(choice);
  }

  endDial(): void {
    this.leg?.endDial();
  }

  /** Opens the chosen microphone; during a call in the place of the one before. */
  async openMicrophone(): Promise<void> {
    const problem = (await this.audio?.openMicrophone(this.microphone.value)) ?? null;
    this.view.microphoneProblem.value = problem;
  }

  private async run(call: PageCall, audio: LineAudio): Promise<void> {
    const { view } = this;
    const fields = standardFields(call, { from: this.from.value, to: this.to });
    let requests = 0;
    view.begin(call.callSid);
    const leg = new CallerLeg(
      {
        call,
        view,
        audio,
        recognises: () => this.recognises.value,
        listening: (entry) => this.listen(entry),
      },
      () => ({ ...fields, CallStatus: (requests += 1) === 1 ? 'ringing' : 'in-progress' }),
    );
    leg.onTurn = () => this.takeTurn();
    this.leg = leg;
    audio.tell({ kind: 'mute', muted: view.muted.value });
    const player = new TwimlPlayer(leg, this.hungUp.signal, `${call.publicUrl}/voice/fallback`);
    const end = await player.run(`${call.publicUrl}/voice`);
    this.entry.value = null;
    view.end(end);
    const final = {
      ...fields,
      CallStatus: FINAL_STATUS[end] ?? 'completed',
      CallDuration: String(Math.ceil((view.endedAt.value - view.startedAt.value) / 1000)),
      SequenceNumber: '0',
      Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
      CallbackSource: 'call-progress-events',
    };
    await askWebhook(call, 'POST', `${call.publicUrl}/call/status`, final).catch(() => undefined);
  }

  /** Tells once a call why the microphone is not heard. */
  private tellOfKeys(): void {
    if (this.view.transcript.value.some(({ text }) => text === NO_ASSISTANT)) return;
    this.view.note('note', NO_ASSISTANT);
  }

  private takeTurn(): void {
    if (this.caller.value !== 'sample' || !this.speaksAlone.value) return;
    const { sentences } = this.order.value;
    if (this.said >= sentences.length + MOST_REPEATS) return;
    const next = sentences[Math.min(this.said, sentences.length - 1)];
    if (next !== undefined) void this.say(next);
  }

  private listen(entry: GatherEntry | null): void {
    this.entry.value = entry;
    if (entry === null) return;
    if (this.caller.value === 'sample') void this.answerAlone(entry);
    else if (entry.settings.takesSpeech && !this.recognises.value) this.tellOfKeys();
  }

  /** The sample caller's answer to the order line, when its question is over. */
  private async answerAlone(entry: GatherEntry): Promise<void> {
    await entry.prompted;
    await sleep(THINKING_MS, this.hungUp.signal);
    if (this.entry.value !== entry || !this.speaksAlone.value) return;
    const lines = this.view.transcript.value;
    const asked = lines.slice(lines.findLastIndex(({ who }) => who === 'caller') + 1);
    const question = asked.map(({ text }) => text).join(' ');
    const { answer, isWish } = answerTo(question, this.order.value, this.wished);
    if (isWish) this.wished += 1;
    if (KEY.test(answer)) this.press(answer);
    else this.type(answer);
  }
}
