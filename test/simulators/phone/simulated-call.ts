import { speak } from '../speech/speak.js';
import {
  completedParameters,
  standardParameters,
  type CallSetup,
  type HearOptions,
  type WaitOptions,
} from './call-setup.js';
import { runnerOf } from './call-runner.js';
import { CallRecord, type CallOutcome, type ObeyedTwiml } from './call-record.js';
import type { CalleeLeg } from './callee-leg.js';
import { Gathering } from './gathering.js';
import { Heard, type Silence, type Span } from './heard.js';
import { throughLine } from './line-sound.js';
import type { MediaStream } from './media-stream.js';
import { Microphone } from './microphone.js';
import { PhoneClock } from './phone-clock.js';
import type { Clear } from './playback.js';
import type { TwimlRunner } from './twiml-runner.js';
import { Watch } from './watch.js';

/** Between two keys of one `press`. */
const KEY_GAP_MS = 120;

/**
 * One phone call as the caller and Twilio live it. Times are clock milliseconds (see
 * {@link PhoneClock}). Waits reject when their limit is reached, and, where they can no longer be
 * fulfilled, as soon as the call is over.
 */
export class SimulatedCall {
  readonly callSid: string;
  readonly clock: PhoneClock;
  /** What came out of the receiver. */
  readonly heard: Heard;
  /** Every stream of the call, oldest first. */
  readonly streams: MediaStream[] = [];
  /** Every dialled leg of the call, oldest first; see `PhoneOptions.dialling`. */
  readonly legs: CalleeLeg[] = [];
  readonly startedAt: number;
  /** Undefined while the call is up. */
  endedAt: number | undefined;

  readonly #record = new CallRecord();
  /** Documents obeyed, oldest first. */
  readonly twiml: readonly ObeyedTwiml[] = this.#record.twiml;
  /** Texts of `<Say>`, oldest first. */
  readonly said: readonly string[] = this.#record.said;
  /** URLs of `<Play>`, oldest first. */
  readonly playedUrls: readonly string[] = this.#record.played;
  readonly dialled: readonly string[] = this.#record.dialled;
  /** Urls of recorded voicemails, oldest first. */
  readonly recordings: readonly string[] = this.#record.recordings;
  readonly violations: readonly string[] = this.#record.violations;
  /** Requests that nobody answered. */
  readonly unreachable: readonly string[] = this.#record.unreachable;

  readonly #gathering: Gathering;
  readonly #microphone: Microphone;
  readonly #runner: TwimlRunner;
  readonly #watch: Watch;
  #answered = false;
  #lastSaidAt = -Infinity;
  #callerActedAt = -Infinity;
  #over: Promise<void> = Promise.resolve();
  #done = false;

  constructor(private readonly setup: CallSetup) {
    this.callSid = setup.callSid;
    this.clock = new PhoneClock(setup.speed);
    this.startedAt = this.clock.now();
    this.heard = new Heard(this.clock);
    this.#watch = new Watch(this.clock, () => this.#describe());
    const changed = (): void => this.#watch.changed();
    this.#gathering = new Gathering(changed);
    this.#microphone = new Microphone(this.clock, (frame) =>
      this.stream?.sendFrame(throughLine(frame, setup.sound, this.heard, this.clock.now())),
    );
    this.#runner = runnerOf({
      setup,
      clock: this.clock,
      heard: this.heard,
      record: this.#record,
      gathering: this.#gathering,
      streams: this.streams,
      legs: this.legs,
      parameters: () => this.#parameters(),
      said: (text) => this.#hearSay(text),
      changed,
    });
  }

  /** Undefined while the call is up. */
  get outcome(): CallOutcome | undefined {
    return this.#record.outcome;
  }

  /** The newest stream. */
  get stream(): MediaStream | undefined {
    return this.streams.at(-1);
  }

  /** True while a `<Gather>` listens. */
  get gathering(): boolean {
    return this.#gathering.open;
  }

  /** Raw frames of the server on the newest stream, the newest 2,000. */
  get messages(): readonly string[] {
    return this.stream?.messages ?? [];
  }

  get marksPending(): number {
    return this.stream?.playback.marksPending ?? 0;
  }

  /** Milliseconds of audio heard in all. */
  get playedMs(): number {
    return this.heard.totalMs;
  }

  /** Played on this stream since its buffer was last empty. */
  get playedSinceEmptyMs(): number {
    return this.stream?.playback.playedSinceEmptyMs ?? 0;
  }

  /** Every `clear` of the call, oldest first, with what had been played by then. */
  get clears(): readonly Clear[] {
    return this.streams.flatMap(({ playback }) => playback.clears);
  }

  /** When the caller spoke, oldest first. */
  get spoken(): readonly Span[] {
    return this.#microphone.spoken;
  }

  heardMsBetween(from: number, to: number): number {
    return this.heard.betweenMs(from, to);
  }

  /** Milliseconds heard after `time`, such as that of a clear. */
  heardAfter(time: number): number {
    return this.heard.betweenMs(time, Infinity);
  }

  /** The longest time with neither assistant nor caller to be heard; the whole call by default. */
  longestSilenceMs(from = this.startedAt, to = this.clock.now()): number {
    return this.longestSilence(from, to).durationMs;
  }

  /** The same with the moment at which that silence began. */
  longestSilence(from = this.startedAt, to = this.clock.now()): Silence {
    return this.heard.longestSilence(from, to, this.spoken);
  }

  /** Starts the call; resolves when the first TwiML is there, or the call is over already. */
  async begin(): Promise<void> {
    this.#microphone.start();
    const url = this.setup.publicUrl + this.setup.voicePath;
    this.#over = this.#runner.run(url).then((outcome) => this.#finish(outcome));
    const answered = (): boolean => this.twiml.length > 0 || this.#done;
    await this.#until('the call was answered with TwiML', {}, answered);
  }

  /** Resolves when a media stream has sent `start`. */
  async untilStreaming(options: WaitOptions = {}): Promise<MediaStream> {
    return this.#until('a media stream is up', options, () => {
      this.#rejectIfOver();
      return this.stream?.live === true && this.stream;
    });
  }

  /** Resolves when a `<Gather>` listens. */
  async untilGathering(options: WaitOptions = {}): Promise<void> {
    await this.#until('a <Gather> listens', options, () => {
      this.#rejectIfOver();
      return this.#gathering.open;
    });
  }

  /** Speaks mu-law audio into the stream; resolves when the last frame has left. */
  async speak(muLaw: Buffer, options: WaitOptions = {}): Promise<Span> {
    await this.untilStreaming(options);
    let said: Span | undefined;
    this.#microphone.speak(muLaw, (span) => {
      said = span;
      this.#callerActedAt = span.endedAt;
      this.#watch.changed();
    });
    const limitMs = this.#limit(options) + muLaw.length / 8 / this.clock.speed;
    return this.#until('the caller had finished speaking', { limitMs }, () => {
      if (said === undefined) this.#rejectIfOver();
      return said;
    });
  }

  /** Says a sentence: into the stream as audio, or to a listening `<Gather>` as recognised text. */
  async say(text: string, options: WaitOptions = {}): Promise<Span> {
    if ((await this.#untilListening(options)) === 'stream') {
      return this.speak(await speak(text, 'caller'), options);
    }
    return this.#answerGather(() => this.#gathering.speech(text));
  }

  /** Presses keys, into the stream or a listening `<Gather>`; resolves after the last. */
  async press(digits: string, options: WaitOptions = {}): Promise<Span> {
    if ((await this.#untilListening(options)) === 'gather') {
      return this.#answerGather(() => this.#gathering.keys(digits));
    }
    const startedAt = this.clock.now();
    for (let index = 0; index < digits.length; index += 1) {
      if (index > 0) await this.clock.sleep(KEY_GAP_MS);
      this.stream?.sendDigit(digits.charAt(index));
    }
    this.#callerActedAt = this.clock.now();
    return { startedAt, endedAt: this.#callerActedAt };
  }

  /** The caller says nothing: a listening `<Gather>` times out at once. */
  keepSilent(): void {
    this.#gathering.silence();
  }

  /** Resolves when assistant audio has been heard; says since when. */
  async hearsSpeech(options: HearOptions = {}): Promise<{ readonly startedAt: number }> {
    return { startedAt: await this.#untilHeard('assistant speech was heard', false, options) };
  }

  /** Resolves when the caller's last words were answered, by speech or by a new `<Gather>`. */
  async untilAnswered(options: HearOptions = {}): Promise<void> {
    await this.#untilHeard('the caller was answered', true, options);
  }

  /** Resolves when `durationMs` of assistant audio have been heard: the moment to barge in. */
  async untilHearing(durationMs: number, options: HearOptions = {}): Promise<void> {
    const since = options.since ?? this.#callerActedAt;
    await this.#until(
      `${durationMs} ms of the assistant were heard`,
      options,
      () => {
        if (this.heard.betweenMs(since, Infinity) >= durationMs) return true;
        this.#rejectIfOver();
        return false;
      },
      () => this.heard.reachesAt(since, durationMs),
    );
  }

  /**
   * Resolves when the assistant has been quiet for `quietMs` (buffer empty, nothing new), or
   * when the call is over. The limit counts from the end of what is buffered now. It does not wait for an answer to begin: see `hearsSpeech`.
   */
  async untilQuiet(quietMs: number, options: WaitOptions = {}): Promise<void> {
    const quietAt = (): number => {
      const { emptyAt = 0, lastAudioAt = 0 } = this.stream?.playback ?? {};
      return Math.max(this.startedAt, this.#lastSaidAt, emptyAt, lastAudioAt) + quietMs;
    };
    const quiet = (): boolean => this.#done || this.clock.now() >= quietAt();
    const bufferedMs = (this.stream?.playback.bufferedMs ?? 0) / this.clock.speed;
    const limitMs = this.#limit(options) + bufferedMs;
    await this.#until(`the assistant was quiet for ${quietMs} ms`, { limitMs }, quiet, quietAt);
  }

  /** Resolves when the call is over and Twilio's last callback was sent. */
  async untilEnded(options: WaitOptions = {}): Promise<CallOutcome> {
    return this.#until('the call is over', options, () => this.#done && this.outcome);
  }

  /**
   * Resolves with the first answer of `check` that is not undefined, null or false; it is looked
   * at whenever anything happens on the call. `what` completes "waited until …".
   */
  async until<T>(
    what: string,
    check: (call: this) => T | undefined | null | false,
    options: WaitOptions = {},
  ): Promise<T> {
    return this.#until(what, options, () => check(this));
  }

  /** The caller hangs up. */
  async hangUp(): Promise<void> {
    this.end('caller-hung-up');
    await this.#over;
  }

  /** Ends the call for another reason, without waiting. */
  end(outcome: CallOutcome): void {
    this.#runner.interrupt({ outcome });
  }

  /** Other TwiML takes over, as Twilio's REST API can order. */
  redirect(twiml: string): void {
    this.#runner.interrupt({ twiml });
  }

  /** The media line breaks without `stop`; the call itself goes on with the TwiML. */
  cutLine(): void {
    this.stream?.cut();
  }

  /** The network loses `count` frames of the caller: timestamps jump. */
  loseFrames(count: number): void {
    this.stream?.loseFrames(count);
  }

  #untilHeard(what: string, orGather: boolean, options: HearOptions): Promise<number> {
    const since = options.since ?? this.#callerActedAt;
    const check = (): number | undefined => {
      const startedAt = this.heard.firstAfter(since);
      if (startedAt !== undefined) return startedAt;
      this.#rejectIfOver();
      return orGather && this.gathering ? this.clock.now() : undefined;
    };
    return this.#until(what, options, check, () => this.heard.nextStartAt());
  }

  async #finish(outcome: CallOutcome): Promise<void> {
    this.#record.outcome = outcome;
    this.endedAt = this.clock.now();
    this.#microphone.stop();
    await this.stream?.stop();
    const { statusPath, publicUrl } = this.setup;
    if (statusPath !== null) {
      await this.#runner.callback('POST', publicUrl + statusPath, {
        ...this.#parameters(),
        ...completedParameters(this.clock.now() - this.startedAt),
      });
    }
    this.#done = true;
    this.#watch.changed();
  }

  #parameters(): Record<string, string> {
    const up = this.#answered ? 'in-progress' : 'ringing';
    this.#answered = true;
    return {
      ...standardParameters(this.setup),
      CallSid: this.callSid,
      CallStatus: this.outcome === undefined ? up : this.setup.finalStatus,
      ...this.setup.parameters,
    };
  }

  #hearSay(text: string): void {
    this.#record.said.push(text);
    this.#lastSaidAt = this.clock.now();
    this.heard.addInstant(this.#lastSaidAt);
    this.#watch.changed();
  }

  async #untilListening(options: WaitOptions): Promise<'stream' | 'gather'> {
    return this.#until('the caller could be heard', options, () => {
      this.#rejectIfOver();
      if (this.#gathering.open) return 'gather' as const;
      return this.stream?.live === true && ('stream' as const);
    });
  }

  #answerGather(give: () => void): Span {
    give();
    this.#callerActedAt = this.clock.now();
    return { startedAt: this.#callerActedAt, endedAt: this.#callerActedAt };
  }

  #until<T>(
    what: string,
    options: WaitOptions,
    check: () => T | undefined | null | false,
    retryAt?: () => number | undefined,
  ): Promise<T> {
    return this.#watch.until({ what, check, ...(retryAt && { retryAt }) }, this.#limit(options));
  }

  #limit(options: WaitOptions): number {
    return options.limitMs ?? this.setup.waitLimitMs;
  }

  #rejectIfOver(): void {
    if (this.outcome !== undefined) throw new Error(`The call is over. ${this.#describe()}`);
  }

  #describe(): string {
    const { outcome, violations, unreachable } = this.#record;
    return [
      `Call ${this.callSid}: ${outcome ?? 'up'}, ${this.twiml.length} documents`,
      `${this.streams.length} streams (${this.stream?.end?.error ?? this.stream?.end?.closeReason ?? 'no error'})`,
      `${Math.round(this.playedMs)} ms heard`,
      `violations ${JSON.stringify(violations)}`,
      `unreachable ${JSON.stringify(unreachable)}.`,
    ].join(', ');
  }
}
