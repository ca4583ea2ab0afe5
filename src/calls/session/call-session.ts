import { keysNote } from '../../common/keys-note.js';
import type { CallEffect } from '../../menu/tools/tool.js';
import type { CallVoice, CallVoiceListener, RecoveryStep } from '../../realtime/call-voice.js';
import type { ProviderError } from '../../realtime/provider-error.js';
import { ANSWER_ALOUD, FINISH_ANSWER } from '../../realtime/steering.js';
import { TurnState } from '../../realtime/turn-state.js';
import type { ToolCall, TurnDone, VoiceUsage } from '../../realtime/voice-provider.js';
import { OutboundAudio } from './outbound-audio.js';
import { durationMs, type Call, type CallOutcome } from '../call/call.js';
import { addUsage, capReached } from '../call/call-usage.js';
import { InboundAudio } from './inbound-audio.js';
import { DigitCollector } from './digit-collector.js';
import { Farewell } from './farewell.js';
import { StreamCare } from './stream-care.js';
import { StreamWatch, type WatchedState } from './stream-watch.js';
import type { PhoneLeg } from './phone-leg.js';
import { CallReplay } from './call-replay.js';
import type { SessionServices, SessionText, SessionView } from './session-services.js';
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
  private readonly digits = new DigitCollector((digits) => this.keyed(digits));
  private readonly farewell: Farewell;
  private readonly watch: StreamWatch;
  private readonly voice: CallVoice | null;
  private readonly care: StreamCare;
  private readonly timeLimit: NodeJS.Timeout;
  private readonly turn: TurnState;
  private readonly replay: CallReplay;
  private callerBeganAt = 0;

  constructor(
    readonly call: Call,
    readonly streamSid: string,
    private readonly phone: PhoneLeg,
    private readonly services: SessionServices,
  ) {
    const { limits, fillers } = services;
    const now = performance.now();
    this.turn = new TurnState(call.conversation.begun);
    this.farewell = new Farewell(call, (outcome) => void this.leave(outcome));
    this.watch = new StreamWatch(limits.silenceHangupMs, now, Date.now() - call.callerActiveAt);
    this.watch.awaits(now);
    this.outbound = new OutboundAudio(phone, call.conversation);
    this.inbound = new InboundAudio(
      (payload, durationMs) => this.voice?.hear(payload, durationMs),
      (ms) => services.latencies.frame('in', ms),
    );
    this.tools = new ToolRunner(call, (toolCall) => services.tools.run(toolCall), {
      started: (at) => this.stopwatch.toolStarted(at),
      ended: (at) => this.stopwatch.toolEnded(at),
      answered: (callId, output, effect) => this.toolAnswered(callId, output, effect),
    });
    const { turn } = this;
    const replay = new CallReplay(call, services, turn);
    this.replay = replay;
    const provider = replay.resumed ? call.provider : null;
    this.voice = services.openVoice({ provider, turn, replay: () => replay.read() }, this);
    this.care = new StreamCare(this.watch, {
      call,
      voice: this.voice,
      outbound: this.outbound,
      fillers,
      look: (at) => this.watched(at),
      say: (name) => this.say(name),
      leaveInWords: (name, reason) => this.leaveInWords(name, reason),
    });
    const leftMs = Math.max(0, Date.parse(call.startedAt) + limits.maxCallMs - Date.now());
    this.timeLimit = setTimeout(() => this.leaveInWords('timeUp', 'time-up'), leftMs);
    this.begin();
  }

  /** Notes on the call that it is on a stream, and with which provider. */
  private begin(): void {
    const { call, streamSid, services } = this;
    call.state = 'active';
    call.outcome = null;
    call.provider = this.voice?.provider ?? null;
    call.note('stream-started', { streamSid, provider: call.provider });
    if (call.leaving) this.prepareToLeave(call.leaving);
    services.changed('call');
    // The gateway gets its session before the session may ask it to end.
    if (!this.voice) queueMicrotask(() => void this.leave('left-stream'));
  }

  /** What passed so far, level and losses of the caller's audio, and what waits to be played. */
  view(): SessionView {
    const { startedAt, inbound, outbound } = this;
    const audio = { ...inbound.report(), bufferedOutMs: outbound.unplayedMs };
    return { startedAt, ...inbound.counts(), ...outbound.counts(), audio };
  }

  /** One frame of the caller, base64 mu-law. The media path. */
  hear(payload: string, timestampMs: number, durationMs: number): void {
    if (!this.over) this.inbound.hear(payload, timestampMs, durationMs);
  }

  /** The phone played everything up to this mark, or dropped it after a `clear`. */
  marked(name: string): void {
    if (this.over) return;
    this.outbound.marked(name, performance.now());
    if (this.turn.assistant === 'quiet' && this.outbound.idle) this.farewell.said(true);
  }

  pressed(digit: string): void {
    if (this.over) return;
    this.callerActive(performance.now());
    this.digits.press(digit);
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
      !this.farewell.begun &&
      this.outbound.idle &&
      this.call.conversation.standing() === 'settled'
    );
  }

  ready(): void {
    this.call.note('provider-ready', { provider: this.call.provider });
  }

  recovering(step: RecoveryStep): void {
    if (this.over) return;
    this.turn.recovering();
    if (step.kind === 'next-provider') this.turn.nextProvider();
    this.watch.awaits(performance.now());
    const { kind, ...details } = step;
    this.call.note(kind, details);
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
    this.call.note('next-provider', { provider, code });
    void this.leave('left-stream');
  }

  lost(error: ProviderError): void {
    const { code, retryable } = error;
    const { callSid, provider } = this.call;
    this.services.logger.warn('Provider lost', { callSid, provider, code, retryable });
    this.call.note('provider-lost', { provider, code });
    void this.leave('lost');
  }

  audio(itemId: string, payload: string, durationMs: number): void {
    if (this.over || !this.isOurs()) return;
    const receivedAt = performance.now();
    if (!this.outbound.play(itemId, payload, durationMs, receivedAt)) return;
    const sentAt = performance.now();
    this.recovered();
    const first = this.turn.audio();
    this.farewell.said(false);
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
    this.services.logger.log('Speech started', { callSid: this.call.callSid });
    this.turn.callerBegan();
    this.callerBeganAt = now;
    this.watch.settled();
    this.stopwatch.speechStarted();
    this.callerActive(now);
    this.farewell.takeBack();
  }

  speechStopped(turnId: string): void {
    if (this.over) return;
    const now = performance.now();
    this.turn.callerEnded();
    this.stopwatch.speechEnded(now);
    this.callerActive(now);
    this.watch.awaits(now);
    this.call.conversation.callerTurn(turnId);
  }

  callerSaid(turnId: string, text: string): void {
    if (this.over) return;
    if (text === '') this.stopwatch.speechStarted(); // A noise: no answer is timed from it.
    this.call.conversation.callerSaid(turnId, text);
    this.services.changed('turn');
  }

  transcriptionFailed(code: string): void {
    if (this.over) return;
    this.call.note('transcription-failed', { code });
    this.services.transcriptionFailed();
  }

  assistantSaid(itemId: string, text: string): void {
    if (!this.over) this.call.conversation.assistantSaid(itemId, text);
  }

  toolCall(toolCall: ToolCall): void {
    if (this.over || !this.isOurs()) return;
    this.watch.progress(performance.now());
    this.tools.add(toolCall);
  }

  turnDone(turn: TurnDone): void {
    if (this.over) return;
    if (turn.usage) this.spend(turn.usage);
    const end = this.turn.done(turn, this.farewell.begun);
    if (turn.status === 'failed') this.call.note('response-failed', { reason: turn.reason });
    if (end === 'pending') {
      if (turn.awaitsTools) this.watch.progress(performance.now());
    } else if (end === 'settled') {
      this.settled(turn);
    } else {
      this.ungiven(end, turn);
    }
    this.services.changed('turn');
  }

  /** The caller has been answered, or speaks. */
  private settled({ status }: TurnDone): void {
    if (this.turn.assistant === 'owing') return; // For what the caller has said since.
    this.watch.settled();
    this.call.conversation.turnDone();
    if (status === 'completed') this.call.turnCompleted();
    this.farewell.said(this.outbound.idle);
  }

  /** The response has ended and the caller still waits for an answer, or for the rest of it. */
  private ungiven(end: 'again' | 'go-on' | 'give-up', { status, reason }: TurnDone): void {
    const { callSid, provider } = this.call;
    const event = end === 'go-on' ? 'broke-off' : 'gave-nothing';
    this.call.note(event, { provider, status, reason });
    this.services.logger.warn('Answer not given', { callSid, provider, status, reason });
    if (end === 'give-up') {
      this.voice?.giveUp('gave_nothing', false);
      return;
    }
    this.watch.progress(performance.now());
    this.voice?.note('system', end === 'go-on' ? FINISH_ANSWER : ANSWER_ALOUD, true);
  }

  private toolAnswered(callId: string, output: string, effect: CallEffect | null): void {
    if (this.over) return;
    this.watch.progress(performance.now());
    this.voice?.answerTool(callId, output);
    if (effect) this.prepareToLeave(effect.kind === 'transfer' ? 'transferred' : 'finished');
    this.services.changed('turn');
  }

  /** The next words are the last ones. */
  private prepareToLeave(outcome: CallOutcome): void {
    this.turn.owes();
    this.farewell.begin(outcome);
  }

  private say(name: SessionText): void {
    this.turn.owes();
    this.watch.awaits(performance.now());
    const instruction = `Say this to the caller now: "${this.services.text(name)}"`;
    this.voice?.note('system', instruction, true);
  }

  private leaveInWords(name: SessionText, reason: string): void {
    if (this.over || this.farewell.begun) return;
    this.call.note(reason);
    this.prepareToLeave('finished');
    this.say(name);
  }

  private spend(usage: VoiceUsage): void {
    this.call.usage = addUsage(this.call.usage, this.voice?.provider ?? 'unknown', usage);
    const { maxCallCostUsd } = this.services.limits;
    const spent = capReached(this.call.usage, maxCallCostUsd, durationMs(this.call));
    if (spent) this.leaveInWords('timeUp', 'cost-cap');
  }

  /** What the care of the stream has to know of it. */
  private watched(now: number): WatchedState | null {
    if (!this.isOurs()) return null;
    return {
      playing: !this.outbound.idle,
      answering: this.outbound.answering,
      callerSpeaking: this.turn.caller === 'speaking',
      // A short word may fall between two looks at the caller's audio.
      callerQuietMs: Math.min(this.inbound.quietMs(now), now - this.callerBeganAt),
      longestPauseMs: this.voice?.longestPauseMs ?? 0,
      assistantTurn: this.turn.assistant !== 'quiet',
      toolsRunning: this.tools.running,
      recovering: this.turn.stream === 'recovering',
      leaving: this.farewell.begun,
    };
  }

  private keyed(digits: string): void {
    this.call.note('keys', { count: digits.length });
    const text = keysNote(digits);
    this.call.conversation.callerSaid(`keys-${Date.now()}`, text);
    this.turn.owes();
    this.watch.awaits(performance.now());
    this.voice?.note('caller', text, true);
  }

  private callerActive(now: number): void {
    this.call.callerActiveAt = Date.now();
    this.watch.callerActive(now);
  }

  /** A replica that was stopped and has lost the call speaks and does nothing more. */
  private isOurs(): boolean {
    if (this.services.owner.owns(this.call)) return true;
    void this.release('handed-over', 'lost ownership');
    return false;
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
    clearTimeout(this.timeLimit);
    this.care.stop();
    this.farewell.stop();
    this.digits.stop();
    this.outbound.cutOff(performance.now());
    this.call.audio = this.inbound.report();
    this.call.conversation.sessionLost();
    this.voice?.close();
    return this.services.ended();
  }
}
