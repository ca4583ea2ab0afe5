import type { ToolOutcome } from '../menu/tool.js';
import type { CallVoice, CallVoiceListener, RecoveryStep, Replay } from '../realtime/call-voice.js';
import { base64Bytes } from '../realtime/held-audio.js';
import type { ProviderError } from '../realtime/provider-error.js';
import type { Opening, ToolCall, TurnDone } from '../realtime/voice-provider.js';
import { addUsage, type Call, type CallAudio, type CallOutcome } from './call.js';
import { CallerLine } from './caller-line.js';
import { DeadAirWatch } from './dead-air-watch.js';
import { DigitCollector } from './digit-collector.js';
import { Farewell } from './farewell.js';
import type { PhoneLeg } from './phone-leg.js';
import { Playback, type ItemHeard } from './playback.js';
import { replayOf } from './replay.js';
import type { SessionServices } from './session-services.js';
import { SilenceWatch } from './silence-watch.js';
import { StreamCounters, type StreamStats } from './stream-counters.js';
import { ToolRunner } from './tool-runner.js';
import { TurnStopwatch } from './turn-latency.js';

/** How often silence is looked at. */
const TICK_MS = 200;
/** Silence a caller is asked to bear: while a provider is replaced, a tool runs, else. */
const PATIENCE_MS = { recovery: 450, tool: 1_500, answer: 2_400 } as const;

/**
 * One stream of one call: where the caller and the assistant meet. Owns the turn; the ledger
 * of what was heard is `Playback`'s, what was said and done `Conversation`'s, the order the
 * order room's. Method calls come from two sockets and from timers; none of them throws.
 */
export class CallSession implements CallVoiceListener {
  private readonly counters = new StreamCounters();
  private readonly line: CallerLine;
  private readonly playback = new Playback();
  private readonly stopwatch = new TurnStopwatch();
  private readonly tools: ToolRunner;
  private readonly digits = new DigitCollector((digits) => this.keyed(digits));
  private readonly farewell = new Farewell((outcome) => this.leave(outcome));
  private readonly silence: SilenceWatch;
  private readonly deadAir = new DeadAirWatch(performance.now());
  private readonly voice: CallVoice | null;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly firstWords: Opening;
  /** The assistant has been heard on this stream. */
  private hasSpoken = false;
  private callerSpeaking = false;
  private assistantTurn = false;
  private recoveryUnderWay = false;
  private forwarding = false;
  private fillersPlayed = 0;
  private over = false;

  constructor(
    readonly call: Call,
    readonly streamSid: string,
    private readonly phone: PhoneLeg,
    private readonly services: SessionServices,
  ) {
    const { limits, script } = services;
    this.silence = new SilenceWatch(limits.silenceHangupMs, performance.now());
    this.line = new CallerLine(
      this.counters,
      (payload) => this.voice?.hear(payload),
      (ms) => services.frameTime('in', ms),
    );
    this.tools = new ToolRunner(call, (toolCall) => services.runTool(toolCall), {
      started: (now) => this.stopwatch.toolStarted(now),
      ended: (now) => this.stopwatch.toolEnded(now),
      answered: (callId, output, outcome) => this.toolAnswered(callId, output, outcome),
    });
    const resumed = call.conversation.replay().length > 0;
    const instruction = services.render(resumed ? script.resumed : script.greeting);
    this.firstWords = { kind: 'follow', instruction };
    this.voice = services.openVoice(
      {
        callSid: call.callSid,
        instructions: () => services.instructions(),
        tools: services.tools,
        replay: () => this.replay(),
      },
      this,
    );
    call.state = 'active';
    call.outcome = null;
    call.provider = this.voice?.provider ?? null;
    call.note('stream-started', { streamSid, provider: call.provider });
    this.deadAir.awaits(performance.now());
    const age = Date.now() - Date.parse(call.startedAt);
    this.timers.push(
      setTimeout(() => this.timeIsUp(), Math.max(0, limits.maxCallMs - age)),
      setInterval(() => this.tick(performance.now()), TICK_MS),
    );
    services.changed('call');
    // The gateway gets its session before the session may ask it to end.
    if (!this.voice) queueMicrotask(() => this.leave('left-stream'));
  }

  stats(): StreamStats & { readonly marksPending: number } {
    return { ...this.counters.report(), marksPending: this.playback.marksPending };
  }

  /** Level and losses of the caller's line, and what waits to be played. */
  lineQuality(): CallAudio & { readonly bufferedOutMs: number } {
    return { ...this.line.report(), bufferedOutMs: this.playback.unplayedMs };
  }

  // ---- from the phone -------------------------------------------------------------------

  /** One frame of the caller, base64 mu-law. The media path. */
  hear(payload: string, timestampMs: number): void {
    if (!this.over) this.line.hear(payload, timestampMs);
  }

  /** The phone played everything up to this mark, or dropped it after a `clear`. */
  marked(name: string): void {
    if (this.over) return;
    for (const item of this.playback.marked(name, performance.now())) this.noteHeard(item, false);
    if (this.everythingHeard) this.farewell.said(true);
  }

  pressed(digit: string): void {
    if (this.over) return;
    this.silence.callerActive(performance.now());
    this.digits.press(digit);
  }

  /** The stream is gone. Idempotent. */
  phoneGone(reason: string): void {
    if (this.over) return;
    this.call.note('stream-ended', { reason });
    this.finish();
  }

  /** Somebody else ends the stream: an operator, or another stream that goes on. */
  release(outcome: 'finished' | 'transferred' | 'handed-over', by: string): void {
    this.call.note('released', { outcome, by });
    this.leave(outcome);
  }

  // ---- from the provider ----------------------------------------------------------------

  ready(): void {
    this.call.note('provider-ready', { provider: this.call.provider });
  }

  recovering(step: RecoveryStep): void {
    if (this.over) return;
    this.recoveryUnderWay = true;
    this.assistantTurn = false;
    this.callerSpeaking = false;
    this.deadAir.awaits(performance.now());
    const { kind, ...details } = step;
    this.call.note(kind, details);
    this.services.changed('call');
  }

  recovered(provider: string): void {
    if (this.over) return;
    this.recoveryUnderWay = false;
    this.call.provider = provider;
    this.call.note('recovered', { provider });
    // The next session may be waiting for a caller who has nothing to add.
    if (this.call.conversation.standing() === 'settled') this.deadAir.settled();
    this.services.changed('call');
  }

  leaveStream(provider: string): void {
    this.call.note('next-provider', { provider });
    this.leave('left-stream');
  }

  lost(error: ProviderError): void {
    const { code, retryable } = error;
    const { callSid, provider } = this.call;
    this.services.logger.warn('Provider lost', { callSid, provider, code, retryable });
    this.call.note('provider-lost', { provider, code });
    this.leave('lost');
  }

  audio(itemId: string, payload: string): void {
    if (this.over) return;
    const receivedAt = performance.now();
    const durationMs = base64Bytes(payload) / 8;
    if (!this.play(itemId, payload, receivedAt)) return;
    const sentAt = performance.now();
    this.hasSpoken = true;
    this.assistantTurn = true;
    this.deadAir.settled();
    this.call.conversation.assistantAudio(itemId, durationMs);
    this.services.frameTime('out', sentAt - receivedAt);
    if (!this.forwarding) {
      this.forwarding = true;
      this.services.logger.debug('Forwarded audio to Twilio', { callSid: this.call.callSid });
    }
    const latency = this.stopwatch.audioSent(receivedAt, sentAt);
    if (latency) {
      this.call.measured(latency);
      this.services.answered(latency);
    }
  }

  speechStarted(): void {
    if (this.over) return;
    const now = performance.now();
    const parts = this.playback.interrupt(now);
    if (parts.length > 0) {
      this.phone.clear();
      this.voice?.interrupt(parts);
      for (const part of parts) this.noteHeard(part, true);
      this.call.note('barge-in', { heardMs: Math.round(parts[0]?.heardMs ?? 0) });
      this.services.changed('turn');
    }
    this.services.logger.log('Speech started', { callSid: this.call.callSid });
    this.callerSpeaking = true;
    this.deadAir.settled();
    this.stopwatch.speechStarted();
    this.silence.callerActive(now);
    this.farewell.takeBack();
  }

  speechStopped(turnId: string): void {
    if (this.over) return;
    const now = performance.now();
    this.callerSpeaking = false;
    this.stopwatch.speechEnded(now);
    this.silence.callerActive(now);
    this.deadAir.sound(now);
    this.deadAir.awaits(now);
    this.call.conversation.callerTurn(turnId);
  }

  callerSaid(turnId: string, text: string): void {
    if (this.over) return;
    this.call.conversation.callerSaid(turnId, text);
    this.services.changed('turn');
  }

  assistantSaid(itemId: string, text: string): void {
    if (!this.over) this.call.conversation.assistantSaid(itemId, text);
  }

  toolCall(toolCall: ToolCall): void {
    if (this.over) return;
    this.deadAir.awaits(performance.now());
    this.tools.add(toolCall);
  }

  turnDone(turn: TurnDone): void {
    if (this.over) return;
    this.forwarding = false;
    if (turn.usage) this.call.usage = addUsage(this.call.usage, turn.usage);
    if (turn.awaitsTools) {
      this.deadAir.awaits(performance.now());
    } else if (turn.status !== 'failed') {
      this.assistantTurn = false;
      this.deadAir.settled();
      this.call.conversation.turnDone();
      if (turn.status === 'completed') {
        this.call.turns += 1;
        this.call.resumes = 0;
      }
      this.farewell.said(this.everythingHeard);
    }
    this.services.changed('turn');
  }

  // ---- inside ---------------------------------------------------------------------------

  /** False when the phone has more waiting than anybody would listen to. */
  private play(itemId: string, payload: string, now: number): boolean {
    const bytes = base64Bytes(payload);
    if (!this.playback.accepts(bytes / 8)) return false;
    this.phone.play(payload);
    this.phone.mark(this.playback.sent(itemId, bytes / 8, now));
    this.counters.played(bytes);
    return true;
  }

  private toolAnswered(callId: string, output: string, { effect }: ToolOutcome): void {
    if (this.over) return;
    this.deadAir.awaits(performance.now());
    this.voice?.answerTool(callId, output);
    if (effect) this.prepareToLeave(effect.kind === 'transfer' ? 'transferred' : 'finished');
    this.services.changed('turn');
  }

  /** What a session that takes over has to know; waits until running tools have ended. */
  private async replay(): Promise<Replay> {
    await this.tools.settled;
    const { call, services, hasSpoken, callerSpeaking } = this;
    const orderText = call.order ? await services.orderText() : null;
    return replayOf(call.conversation, {
      orderText,
      firstWords: hasSpoken ? null : this.firstWords,
      callerSpeaking,
      goOn: services.render(services.script.continue),
    });
  }

  /** The next words are the last ones. */
  private prepareToLeave(outcome: CallOutcome): void {
    this.assistantTurn = true;
    this.farewell.begin(outcome);
  }

  private get everythingHeard(): boolean {
    return !this.assistantTurn && this.playback.idle;
  }

  private say(words: string): void {
    const spoken = this.services.render(words);
    this.deadAir.awaits(performance.now());
    this.voice?.note('system', `Say this to the caller now: "${spoken}"`, true);
  }

  private leaveInWords(words: string, reason: string): void {
    this.call.note(reason);
    this.prepareToLeave('finished');
    this.say(words);
  }

  private timeIsUp(): void {
    if (!this.over) this.leaveInWords(this.services.script.timeUp, 'time-up');
  }

  private tick(now: number): void {
    if (!this.playback.idle || this.callerSpeaking) this.deadAir.sound(now);
    this.fillDeadAir(now);
    if (!this.farewell.begun) this.checkSilence(now);
  }

  private fillDeadAir(now: number): void {
    const patienceMs = this.recoveryUnderWay
      ? PATIENCE_MS.recovery
      : this.tools.running
        ? PATIENCE_MS.tool
        : PATIENCE_MS.answer;
    const step = this.deadAir.check(now, patienceMs);
    if (step === 'give-up') {
      this.call.note('stuck', { provider: this.call.provider });
      this.voice?.giveUp('stuck');
    } else if (step === 'filler') {
      this.fillersPlayed += 1;
      this.call.note('filler');
      for (const chunk of this.services.fillers.next()) {
        this.play(`filler-${this.fillersPlayed}`, chunk, now);
      }
    }
  }

  private checkSilence(now: number): void {
    if (this.callerSpeaking) this.silence.callerActive(now);
    else if (this.assistantTurn || this.tools.running || !this.playback.idle) {
      this.silence.assistantActive(now);
    }
    const step = this.silence.check(now);
    if (step === 'prompt') {
      this.call.note('silence-prompt');
      this.say(this.services.script.stillThere);
    } else if (step === 'hang-up') {
      this.leaveInWords(this.services.script.silenceGoodbye, 'silence-hang-up');
    }
  }

  private keyed(digits: string): void {
    this.call.note('keys', { count: digits.length });
    const text = `[The caller pressed the keys ${digits.split('').join(' ')}.]`;
    this.call.conversation.callerSaid(`keys-${Date.now()}`, text);
    this.deadAir.awaits(performance.now());
    this.voice?.note('caller', text, true);
  }

  private noteHeard({ itemId, heardMs }: ItemHeard, interrupted: boolean): void {
    this.call.conversation.heard(itemId, heardMs, interrupted);
  }

  /** Writes the outcome, then lets the phone go: `/voice/next` may be asked at once. */
  private leave(outcome: CallOutcome): void {
    if (this.over) return;
    this.call.outcome = outcome;
    this.finish();
    if (outcome === 'finished') this.phone.hangUp();
    else this.phone.end();
  }

  private finish(): void {
    this.over = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.farewell.takeBack();
    this.digits.stop();
    for (const part of this.playback.interrupt(performance.now())) this.noteHeard(part, true);
    this.call.audio = this.line.report();
    this.voice?.close();
    this.services.ended();
  }
}
