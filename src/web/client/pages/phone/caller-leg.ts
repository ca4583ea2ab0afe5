import { getJson, send } from '../../live/api.js';
import type { FromLine } from './audio/line-messages.js';
import { beep, keyTone } from './audio/tones.js';
import { wavOf } from './audio/wav.js';
import { TurnTaking } from './caller/turn-taking.js';
import { dialPerson, type DialChoice } from './dialled-person.js';
import { type LegSetup, PageLeg } from './page-leg.js';
import { type Message, Recording } from './recording.js';
import { sleep } from './sleep.js';
import { CallStream, type StreamEnd } from './stream/media-stream.js';
import { type SpokenEntry, SpokenWords } from './stream/spoken-words.js';
import type { DialResult, Fields } from './twiml/twiml-player.js';
import type { Verb } from './twiml/verb.js';
import { type PageCall, streamAddress } from './webhooks.js';

/** Level meters are drawn so often: each fifth frame. */
const FRAMES_A_LOOK = 5;

/** `GET /calls/:callSid`, as far as it is read here. */
interface Transcript {
  readonly transcript: readonly SpokenEntry[];
}

/** The caller's leg: all that a call on this page can do. */
export class CallerLeg extends PageLeg {
  /** It is the sample caller's turn. */
  onTurn: () => void = () => undefined;
  private media: CallStream | null = null;
  private words: SpokenWords | null = null;
  private recording: Recording | null = null;
  private readonly turns = new TurnTaking();
  private frames = 0;
  private isSaying = false;
  private choose: (choice: DialChoice) => void = () => undefined;
  private dialled = new AbortController();

  constructor(setup: LegSetup, fields: () => Fields) {
    super(setup, fields, []);
    setup.audio.onMessage = (message) => this.hear(message);
  }

  /** Says a sentence into the call. */
  speak(text: string, mulaw: Uint8Array): void {
    this.isSaying = true;
    this.words?.say(text);
    this.turns.reset();
    this.setup.audio.tell({ kind: 'say', bytes: mulaw });
  }

  /** The server knows more of what was said. */
  refreshWords(): void {
    void this.words?.refresh();
  }

  /** A key for the stream or the recording. */
  press(digit: string): void {
    keyTone(this.setup.audio.context, digit);
    this.media?.press(digit);
    this.recording?.key(digit);
  }

  /** What a dialled phone does. */
  answerDial(choice: DialChoice): void {
    this.choose(choice);
  }

  /** The dialled person hangs up. */
  endDial(): void {
    this.dialled.abort();
  }

  override async stream(verb: Verb, stop: AbortSignal): Promise<void> {
    const { view, call, audio } = this.setup;
    const streamSid = `MZ${crypto.randomUUID().replaceAll('-', '')}`;
    const customParameters = Object.fromEntries(
      verb.children.map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']),
    );
    const { token = '' } = customParameters;
    const url = streamAddress(call, verb.attributes['url'] ?? '', token);
    if (url === null) {
      const error = '31902 The stream is not of this server.';
      return this.report(verb, streamSid, { StreamEvent: 'stream-error', StreamError: error });
    }
    this.turns.reset();
    const words = new SpokenWords(
      async () => (await getJson<Transcript>(`/calls/${call.callSid}`)).transcript,
      (lines) => (view.spoken.value = lines),
    );
    this.words = words;
    const media = new CallStream({
      url,
      names: { accountSid: call.accountSid, callSid: call.callSid, streamSid },
      customParameters,
      play: (message) => audio.tell(message),
      started: () => {
        view.state.value = { kind: 'talking' };
        void this.report(verb, streamSid, { StreamEvent: 'stream-started' });
      },
      fault: (text) => view.note('note', text),
    });
    this.media = media;
    const hangUp = (): void => media.stop();
    stop.addEventListener('abort', hangUp, { once: true });
    const end = await media.ended;
    stop.removeEventListener('abort', hangUp);
    this.media = null;
    this.words = null;
    words.end();
    view.keepSpoken();
    audio.tell({ kind: 'clear' });
    await this.report(verb, streamSid, this.endFields(end));
  }

  override async dial(verb: Verb, stop: AbortSignal): Promise<DialResult> {
    this.dialled = new AbortController();
    const choice = new Promise<DialChoice>((resolve) => (this.choose = resolve));
    const makeCall = (): Promise<PageCall> => send<PageCall>('POST', '/phone/calls');
    const controls = { choice, hungUp: this.dialled.signal };
    return dialPerson(verb, stop, this.setup, makeCall, controls);
  }

  override async record(verb: Verb, stop: AbortSignal): Promise<Fields | null> {
    const { view, audio, call } = this.setup;
    if (verb.attributes['playBeep'] !== 'false') {
      beep(audio.context, 0.5);
      await sleep(500, stop);
    }
    if (stop.aborted) return null;
    view.state.value = { kind: 'recording' };
    const message = await new Promise<Message | null>((resolve) => {
      const recording = new Recording(verb, resolve);
      this.recording = recording;
      stop.addEventListener('abort', () => recording.hangUp(), { once: true });
    });
    this.recording = null;
    if (message === null) {
      view.note('note', 'Nothing was said after the tone.');
      return null;
    }
    const file = new Blob([wavOf(message.audio)], { type: 'audio/wav' });
    view.note('caller', `Your message, ${message.seconds} s`, { audio: URL.createObjectURL(file) });
    const sid = `RE${crypto.randomUUID().replaceAll('-', '')}`;
    const base = `https://api.twilio.com/2010-04-01/Accounts/${call.accountSid}`;
    return { ...message.fields, RecordingSid: sid, RecordingUrl: `${base}/Recordings/${sid}` };
  }

  private endFields(end: StreamEnd): Fields {
    const { view } = this.setup;
    switch (end.kind) {
      case 'stopped-here':
        return { StreamEvent: 'stream-stopped' };
      case 'closed-there':
        if (end.code !== 1000) view.note('note', `Stream closed: ${end.code} ${end.reason}`);
        return { StreamEvent: 'stream-stopped' };
      case 'failed':
        view.note('note', `Stream failed: ${end.error}`);
        return { StreamEvent: 'stream-error', StreamError: end.error };
    }
  }

  /** Twilio's status callback of a stream. */
  private async report({ attributes }: Verb, streamSid: string, fields: Fields): Promise<void> {
    const { statusCallback: url, statusCallbackMethod: method, name } = attributes;
    if (url === undefined) return;
    const names = { StreamSid: streamSid, StreamName: name ?? streamSid };
    const form = { ...names, Timestamp: new Date().toISOString(), ...fields };
    await this.ask(method === 'GET' ? 'GET' : 'POST', url, form).catch(() => undefined);
  }

  private hear(message: FromLine): void {
    const { view } = this.setup;
    switch (message.kind) {
      case 'frame':
        this.media?.send(message.bytes, performance.now());
        this.recording?.hear(message.bytes, message.callerLevel);
        return this.look(message);
      case 'mark':
        view.count({ marks: view.figures.value.marks + 1 });
        return this.media?.returnMark(message.name);
      case 'cleared': {
        if (this.media === null) return;
        const { clears } = view.figures.value;
        return view.count({ clears: clears + 1, droppedMs: message.droppedMs });
      }
      case 'said':
        this.isSaying = false;
    }
  }

  private look(frame: Extract<FromLine, { kind: 'frame' }>): void {
    const { view } = this.setup;
    const { callerLevel, heardLevel, bufferedMs, gaps } = frame;
    const quiet = this.turns.look(callerLevel, heardLevel, bufferedMs);
    if (quiet && this.media !== null && !this.isSaying) {
      this.turns.reset();
      this.onTurn();
    }
    this.frames += 1;
    if (this.frames % FRAMES_A_LOOK !== 0) return;
    view.levels.value = { caller: callerLevel, heard: heardLevel };
    if (this.media === null) return;
    const { framesIn, framesOut, lost, jitterMs } = this.media;
    view.count({ framesIn, framesOut, lost, jitterMs, bufferedMs, gaps });
  }
}
