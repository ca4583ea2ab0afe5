import { chunksOf } from '../../audio/payload-chunks.js';
import type { CallEffect } from '../../menu/tools/tool.js';
import type { CallVoice, CallVoiceListener, RecoveryStep } from '../../realtime/call-voice.js';
import type { ProviderError } from '../../common/provider-error.js';
import { TurnState } from '../../realtime/turn-state.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { TurnDone } from '../../realtime/voice-provider.js';
import { OutboundAudio } from './outbound-audio.js';
import type { Call, CallOutcome } from '../call/call.js';
import { InboundAudio } from './inbound-audio.js';
import { CallerKeys } from './caller-keys.js';
import { Answers } from './answers.js';
import { Closing } from './closing.js';
import { StreamCare } from './stream-care.js';
import { StreamQuality } from './stream-quality.js';
import { StreamWatch } from './stream-watch.js';
import type { PhoneLeg } from './phone-leg.js';
import { CallReplay } from './call-replay.js';
import type { SessionServices, SessionToolOutcome, SessionView } from './session-services.js';
import { ToolRunner } from './tool-runner.js';
import { TurnStopwatch } from '../call/turn-latency.js';

/**
 * One stream of one call: where the caller and the assistant meet. Owns the turn; the ledger
 * of what was heard is `Playback`'s, what was said and done `Conversation`'s, the order the
 * order room's. Method calls come from two sockets and from timers; none of them throws.
 */
export class CallSession implements CallVoiceListener {
  private readonly startedAt = new Date().toISOString();
  private readonly inbound: InboundAudio;
  private readonly outbound: OutboundAudio;
  private readonly stopwatch = new TurnStopwatch();
  private readonly tools: ToolRunner;
  private readonly keys: CallerKeys;
  private readonly closing: Closing;
  readonly answers: Answers;
  private readonly watch: StreamWatch;
  private readonly voice: CallVoice | null;
  private readonly quality: StreamQuality;
  private readonly care: StreamCare;
  private readonly turn: TurnState;
  private readonly replay: CallReplay;
  /** How the stream ends once it is left, unless the call was on its way out; see `exit`. */
  private exitsWith: CallOutcome = 'left-stream';

  constructor(
    readonly call: Call,
    readonly streamSid: string,
    private readonly phone: PhoneLeg,
    private readonly services: SessionServices,
  ) {
    const now = performance.now();
    const turn = new TurnState(call.conversation.begun);
    this.turn = turn;
    this.watch = new StreamWatch(services, now, call.silentMs);
    this.watch.awaits(now);
    this.outbound = new OutboundAudio(phone, call);
    this.inbound = new InboundAudio(
      (payload, durationMs) => this.voice?.hear(payload, durationMs),
      (ms) => services.latencies.frame('in', ms),
    );
    this.tools = new ToolRunner(call, (toolCall) => this.ran(toolCall), {
      started: (at) => this.stopwatch.toolStarted(at),
      ended: (at) => this.stopwatch.toolEnded(at),
      says: (text, clip) => this.says(text, clip),
      answered: (callId, output, effect) => this.toolAnswered(callId, output, effect),
    });
    this.replay = new CallReplay(call, services, turn);
    const provider = this.replay.resumed ? call.provider : null;
    this.voice = services.openVoice({ provider, turn, replay: () => this.replay.read() }, this);
    this.closing = new Closing({
      call,
      turn,
      services,
      say: (name) => this.answers.say(name),
      unplayedMs: () => this.outbound.unplayedMs,
      hush: () => this.hush(),
      leave: (outcome) => void this.leave(outcome),
    });
    const { voice, inbound, outbound, tools, watch, closing } = this;
    this.answers = new Answers({ call, turn, voice, outbound, watch, closing, services });
    this.keys = new CallerKeys({ call, turn, voice, outbound, watch, farewell: closing.farewell });
    this.quality = new StreamQuality({ call, inbound, outbound, listener: services.audio });
    this.care = new StreamCare(watch, {
      call,
      turn,
      voice,
      inbound,
      outbound,
      tools,
      closing,
      answers: this.answers,
      quality: this.quality,
      fillers: services.fillers,
      isOurs: () => this.isOurs(),
      leave: () => void this.leave(closing.farewell.outcomeUnsaid ?? this.exitsWith),
    });
    this.begin();
  }

  /** Notes on the call that it is on a stream, and with which provider. */
  private begin(): void {
    const { call, streamSid, services } = this;
    call.state = 'active';
    call.outcome = null;
    call.provider = this.voice?.provider ?? null;
    call.streamBegan(streamSid);
    this.closing.begin();
    services.changed('call');
    // The gateway gets its session before the session may ask it to end.
    if (!this.voice) queueMicrotask(() => void this.leave('left-stream'));
  }

  /** What passed so far, level and losses of the caller's audio, and what waits to be played. */
  view(): SessionView {
    const { startedAt, inbound, outbound } = this;
    const audio = { ...this.quality.report(), bufferedOutMs: outbound.unplayedMs };
    return { startedAt, ...inbound.counts(), ...outbound.counts(), audio };
  }

  /** One frame of the caller, base64 mu-law. The media path. */
  hear(payload: string, timestampMs: number, durationMs: number, chunk: number | null): void {
    if (!this.over) this.inbound.hear(payload, timestampMs, durationMs, chunk);
  }

  /** The phone played everything up to this mark, or dropped it after a `clear`. */
  marked(name: string): void {
    if (this.over) return;
    this.outbound.marked(name, performance.now());
    this.answers.played();
  }

  pressed(digit: string): void {
    if (this.over) return;
    const now = performance.now();
    this.callerActive(now);
    this.keys.press(digit, now);
  }

  /** The stream is gone, or the whole call is and its stream with it. Idempotent. */
  phoneGone(reason: string): void {
    if (this.over) return;
    this.call.note('stream-ended', { reason });
    void this.finish().then(() => this.phone.end());
  }

  /**
   * The stream is ended from outside: by an operator, a drain, another stream that goes on.
   * Resolves when any replica can go on with the call.
   */
  release(outcome: 'finished' | 'transferred' | 'handed-over', by: string): Promise<void> {
    if (!this.over) this.call.note('released', { outcome, by });
    return this.leave(outcome);
  }

  private get over(): boolean {
    return this.turn.stream === 'over';
  }

  /** True while neither side speaks and nothing is owed: the call can move without a word lost. */
  get betweenTurns(): boolean {
    return (
      this.turn.quiet &&
      !this.tools.running &&
      !this.closing.farewell.begun &&
      this.outbound.idle &&
      this.call.conversation.standing() === 'settled'
    );
  }

  ready(): void {
    this.call.note('provider-ready', { provider: this.call.provider });
  }

  recovering(step: RecoveryStep): void {
    if (this.over) return;
    // Of an answer that was lost on its way no report comes.
    if (this.turn.assistant !== 'quiet') this.closing.unreported();
    this.turn.recovering();
    if (step.kind === 'next-provider') this.turn.nextProvider();
    this.watch.awaits(performance.now());
    const { kind, ...details } = step;
    this.call.note(kind, { from: this.call.provider, ...details });
    this.services.changed('call');
  }

  reconnected(provider: string): void {
    if (this.over) return;
    this.call.provider = provider;
    // The next session may be waiting for a caller who has nothing to add.
    if (this.call.conversation.standing() === 'settled') {
      this.recovered();
      this.turn.nothingOwed();
      this.watch.settled();
    }
    this.services.changed('call');
  }

  /** The call goes on: something is heard again, or nothing was owed. */
  private recovered(): void {
    if (this.turn.stream !== 'recovering') return;
    this.call.note('recovered', { provider: this.call.provider });
  }

  leaveStream(provider: string, code: string): void {
    this.call.note('next-provider', { from: this.call.provider, provider, code });
    this.exit('left-stream');
  }

  lost(error: ProviderError): void {
    const { code, retryable } = error;
    const { callSid, provider } = this.call;
    this.services.logger.warn('Provider lost', { callSid, provider, code, retryable });
    this.call.note('provider-lost', { provider, code });
    this.exit('lost');
  }

  audio(itemId: string, payload: string, durationMs: number): void {
    if (this.over || !this.isOurs() || this.closing.farewell.complete) return;
    const receivedAt = performance.now();
    if (!this.outbound.play(itemId, payload, durationMs, receivedAt)) return;
    const sentAt = performance.now();
    this.recovered();
    const first = this.turn.audio();
    this.closing.farewell.sending();
    this.watch.awaits(sentAt);
    this.watch.progress(sentAt);
    this.services.latencies.frame('out', sentAt - receivedAt);
    if (first) {
      this.replay.begun();
      this.services.logger.debug('Forwarded audio to Twilio', { callSid: this.call.callSid });
    }
    const latency = this.stopwatch.audioSent(receivedAt, sentAt);
    if (latency) {
      this.call.measured(latency);
      this.services.latencies.answered(latency);
    }
    this.services.latencies.waited(this.call.talk.takeWait(), 'stream');
  }

  speechStarted(replayed: boolean): void {
    if (this.over) return;
    const now = performance.now();
    // Speech that is heard again is no interruption of the filler that plays meanwhile.
    const parts = replayed && !this.outbound.answering ? [] : this.outbound.interrupt(now);
    if (parts.length > 0) {
      this.voice?.interrupt(parts);
      this.call.note('barge-in', { heardMs: Math.round(parts[0]?.heardMs ?? 0) });
      this.services.changed('turn');
    }
    this.call.callerBegan(replayed);
    this.services.logger.log('Speech started', { callSid: this.call.callSid });
    this.turn.callerBegan();
    if (!replayed) this.care.callerBegan(now);
    this.watch.settled();
    this.stopwatch.speechStarted();
    this.callerActive(now);
    this.closing.farewell.callerBegan();
  }

  speechStopped(turnId: string): void {
    if (this.over) return;
    const now = performance.now();
    this.turn.callerEnded();
    this.stopwatch.speechEnded(now);
    this.callerActive(now);
    this.watch.awaits(now);
    this.closing.farewell.callerEnded(turnId);
    this.call.callerEnded(turnId, this.inbound.quietMs(now));
  }

  callerSaid(turnId: string, text: string): void {
    if (this.over) return;
    if (text === '') this.stopwatch.speechStarted(); // A noise: no answer is timed from it.
    this.call.callerSaid(turnId, text);
    this.closing.farewell.callerSaid(turnId, text);
    this.services.changed('turn');
  }

  transcriptionFailed(turnId: string, code: string): void {
    if (this.over) return;
    this.call.conversation.notUnderstood(turnId);
    this.call.note('transcription-failed', { code });
    this.services.transcriptionFailed();
  }

  assistantSaid(itemId: string, text: string): void {
    if (!this.over) this.answers.said(itemId, text);
  }

  toolCall(toolCall: ToolCall): void {
    if (this.over || !this.isOurs()) return;
    this.watch.progress(performance.now());
    this.watch.acted();
    this.tools.add(toolCall);
  }

  turnDone(turn: TurnDone): void {
    if (this.over) return;
    this.answers.done(turn);
    this.services.changed('turn');
  }

  /** The model is told of another language before it answers the tool that has changed it. */
  private async ran(toolCall: ToolCall): Promise<SessionToolOutcome> {
    const outcome = await this.services.tools.run(toolCall);
    if (outcome.language !== undefined) this.voice?.rebrief();
    return outcome;
  }

  private toolAnswered(callId: string, output: string, effect: CallEffect | null): void {
    if (this.over) return;
    this.watch.progress(performance.now());
    this.voice?.answerTool(callId, output);
    this.closing.toolRan(effect);
    this.services.changed('turn');
  }

  /**
   * Says a text in the place of the model, unless the caller speaks. Without a voice for it the
   * order line goes on, where there is one: it says what it is given.
   */
  private says(text: string, clip: Uint8Array | undefined): boolean {
    if (this.over || this.turn.caller === 'speaking' || !this.isOurs()) return false;
    if (clip === undefined) {
      if (this.services.orderLineUsable()) {
        this.voice?.close();
        this.leaveStream('ivr', 'misread');
      }
      return false;
    }
    const itemId = `aloud-${Date.now()}`;
    for (const { payload, durationMs } of chunksOf(clip)) this.audio(itemId, payload, durationMs);
    this.answers.said(itemId, text);
    this.call.conversation.turnDone();
    this.call.note('read-aloud');
    return true;
  }

  /** Cuts off what the assistant says, at the phone and at the provider. */
  private hush(): void {
    this.turn.stopped();
    this.voice?.stop(this.outbound.interrupt(performance.now()));
    this.call.note('answer-cut');
  }

  private callerActive(now: number): void {
    this.call.callerActive();
    this.watch.callerActive(now);
  }

  /** A replica that was stopped and has lost the call speaks and does nothing more. */
  private isOurs(): boolean {
    if (this.services.owner.owns(this.call)) return true;
    void this.release('handed-over', 'lost ownership');
    return false;
  }

  /** Nobody can speak on the stream any more: it is left once the caller has ended their words. */
  private exit(outcome: CallOutcome): void {
    if (this.over) return;
    this.turn.recovering();
    this.exitsWith = outcome;
    this.closing.stop();
    this.watch.leaves(performance.now());
  }

  /** Writes the outcome where every replica sees it, then lets the phone go. */
  private async leave(outcome: CallOutcome): Promise<void> {
    if (this.over) return;
    const ours = this.services.owner.owns(this.call);
    this.call.outcome = outcome;
    await this.finish();
    if (outcome === 'finished' && ours) this.phone.hangUp();
    else this.phone.end();
  }

  private finish(): Promise<void> {
    this.turn.ended();
    this.care.stop();
    this.closing.stop();
    this.keys.stop();
    this.outbound.cutOff(performance.now());
    this.call.conversation.sessionLost();
    this.voice?.close();
    return this.services.ended();
  }
}
