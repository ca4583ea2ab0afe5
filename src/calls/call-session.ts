import type { Logger } from '@nestjs/common';
import type { VoiceScript } from '../config/voice-script.js';
import type { ToolDefinition, ToolOutcome } from '../menu/tool.js';
import { base64Bytes } from '../realtime/held-audio.js';
import type { ProviderError } from '../realtime/provider-error.js';
import type {
  ToolCall,
  TurnDone,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceUsage,
} from '../realtime/voice-provider.js';
import { AudioQuality } from './audio-quality.js';
import type { Call, CallAudio, CallOutcome } from './call.js';
import { DigitCollector } from './digit-collector.js';
import { Farewell } from './farewell.js';
import { FrameClock, SILENT_FRAME, SILENT_FRAME_MS } from './frame-clock.js';
import type { PhoneLeg } from './phone-leg.js';
import { Playback, type ItemHeard } from './playback.js';
import { SilenceWatch } from './silence-watch.js';
import { StreamCounters, type StreamStats } from './stream-counters.js';
import { TurnStopwatch, type TurnLatency } from './turn-latency.js';

/** How often silence is looked at. */
const SILENCE_CHECK_MS = 500;
/** Every so many frames the samples are looked at (law 6 of ARCHITECTURE.md). */
const QUALITY_EVERY_FRAMES = 10;
/** Every so many frames the handling time is taken. */
const TIMING_EVERY_FRAMES = 50;

/** Everything a session asks of the rest of the product. */
export interface SessionServices {
  readonly tools: readonly ToolDefinition[];
  readonly script: VoiceScript;
  readonly limits: { readonly maxCallMs: number; readonly silenceHangupMs: number };
  readonly logger: Logger;
  /** Null when no provider can take the call. */
  openVoice(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession | null;
  instructions(): string;
  render(text: string): string;
  runTool(call: ToolCall): Promise<ToolOutcome>;
  /** A turn was completed, the order changed, or the state did. */
  changed(kind: 'call' | 'turn'): void;
  /** Time one frame spent here. */
  frameTime(direction: 'in' | 'out', ms: number): void;
  answered(latency: TurnLatency): void;
  /** The stream is over; `outcome` was written to the call before. */
  ended(): void;
}

/**
 * One stream of one call: where the caller and the assistant meet. Owns the turn; the ledger
 * of what was heard is `Playback`'s, what was said and done `Conversation`'s, the order the
 * order room's. Method calls come from two sockets and from timers; none of them throws.
 */
export class CallSession implements VoiceSessionListener {
  private readonly counters = new StreamCounters();
  private readonly farewell = new Farewell((outcome) => this.leave(outcome));
  private readonly playback = new Playback();
  private readonly frameClock = new FrameClock();
  private readonly quality = new AudioQuality();
  private readonly stopwatch = new TurnStopwatch();
  private readonly digits = new DigitCollector((digits) => this.keyed(digits));
  private readonly silence: SilenceWatch;
  private readonly voice: VoiceSession | null;
  private readonly timers: NodeJS.Timeout[] = [];
  /** Tools run one after the other, in the order the model asked. */
  private tools: Promise<void> = Promise.resolve();
  private runningTools = 0;
  private callerSpeaking = false;
  private assistantTurn = false;
  private forwarding = false;
  private over = false;

  constructor(
    readonly call: Call,
    readonly streamSid: string,
    private readonly phone: PhoneLeg,
    private readonly services: SessionServices,
  ) {
    const { limits } = services;
    this.silence = new SilenceWatch(limits.silenceHangupMs, performance.now());
    const resumed = call.turns > 0 || call.conversation.replay().length > 0;
    const { script } = services;
    this.voice = services.openVoice(
      {
        callSid: call.callSid,
        instructions: services.instructions(),
        tools: services.tools,
        history: call.conversation.replay(),
        opening: {
          kind: 'follow',
          instruction: services.render(resumed ? script.resumed : script.greeting),
        },
      },
      this,
    );
    call.state = 'active';
    call.outcome = null;
    call.provider = this.voice?.provider ?? null;
    call.note('stream-started', { streamSid, provider: call.provider });
    const age = Date.now() - Date.parse(call.startedAt);
    this.timers.push(
      setTimeout(() => this.timeIsUp(), Math.max(0, limits.maxCallMs - age)),
      setInterval(() => this.checkSilence(), SILENCE_CHECK_MS),
    );
    services.changed('call');
    // The gateway gets its session before the session may ask it to end.
    if (!this.voice) queueMicrotask(() => this.leave('lost'));
  }

  stats(): StreamStats & { readonly marksPending: number } {
    return { ...this.counters.report(), marksPending: this.playback.marksPending };
  }

  /** Level and losses of the caller's line, and what waits to be played. */
  lineQuality(): CallAudio & { readonly bufferedOutMs: number } {
    const { gaps, lostMs } = this.frameClock;
    return { ...this.quality.report(), gaps, lostMs, bufferedOutMs: this.playback.unplayedMs };
  }

  // ---- from the phone -------------------------------------------------------------------

  /** One frame of the caller, base64 mu-law. The media path: nothing slow, no promise. */
  hear(payload: string, timestampMs: number): void {
    if (this.over) return;
    const bytes = base64Bytes(payload);
    this.counters.heard(bytes);
    const { framesIn } = this.counters;
    const timed = framesIn % TIMING_EVERY_FRAMES === 0;
    const receivedAt = timed ? performance.now() : 0;
    const missingMs = this.frameClock.missingBefore(timestampMs, bytes / 8);
    for (let filledMs = 0; filledMs < missingMs; filledMs += SILENT_FRAME_MS) {
      this.voice?.hear(SILENT_FRAME);
    }
    this.voice?.hear(payload);
    if (framesIn % QUALITY_EVERY_FRAMES === 0) this.quality.look(payload);
    if (timed) this.services.frameTime('in', performance.now() - receivedAt);
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

  // ---- from operators and tools ---------------------------------------------------------

  /** Ends the call at once. */
  hangUp(by: string): void {
    if (this.over) return;
    this.call.note('hang-up', { by });
    this.leave('finished');
  }

  /** Connects the caller to a person at once. */
  transfer(by: string): void {
    if (this.over) return;
    this.call.note('transfer', { by });
    this.leave('transferred');
  }

  /** Lets another stream, here or elsewhere, go on with the call. */
  handOver(): void {
    this.leave('handed-over');
  }

  // ---- from the provider ----------------------------------------------------------------

  ready(): void {
    this.call.note('provider-ready', { provider: this.call.provider });
  }

  audio(itemId: string, payload: string): void {
    if (this.over) return;
    const receivedAt = performance.now();
    const bytes = base64Bytes(payload);
    const durationMs = bytes / 8;
    if (!this.playback.accepts(durationMs)) return;
    this.phone.play(payload);
    this.phone.mark(this.playback.sent(itemId, durationMs, receivedAt));
    const sentAt = performance.now();
    this.counters.played(bytes);
    this.assistantTurn = true;
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
    this.call.conversation.callerTurn(turnId);
  }

  callerSaid(turnId: string, text: string): void {
    if (this.over) return;
    this.call.conversation.callerSaid(turnId, text);
    this.services.changed('turn');
  }

  assistantSaid(itemId: string, text: string): void {
    if (this.over) return;
    this.call.conversation.assistantSaid(itemId, text);
  }

  toolCall(toolCall: ToolCall): void {
    if (this.over) return;
    this.call.conversation.toolCalled(toolCall.callId, toolCall.name, toolCall.arguments);
    this.runningTools += 1;
    this.tools = this.tools.then(() => this.runTool(toolCall));
  }

  turnDone(turn: TurnDone): void {
    if (this.over) return;
    this.forwarding = false;
    if (turn.usage) this.addUsage(turn.usage);
    if (!turn.awaitsTools) {
      this.assistantTurn = false;
      if (turn.status === 'completed') {
        this.call.turns += 1;
        this.call.resumes = 0;
      }
      this.farewell.said(this.everythingHeard);
    }
    this.services.changed('turn');
  }

  lost(error: ProviderError): void {
    if (this.over) return;
    this.services.logger.warn('Provider lost', {
      callSid: this.call.callSid,
      provider: this.call.provider,
      code: error.code,
      retryable: error.retryable,
    });
    this.call.note('provider-lost', { provider: this.call.provider, code: error.code });
    this.leave('lost');
  }

  // ---- inside ---------------------------------------------------------------------------

  private async runTool(toolCall: ToolCall): Promise<void> {
    const { callId, name } = toolCall;
    const startedAt = performance.now();
    this.stopwatch.toolStarted(startedAt);
    const outcome = await this.services.runTool(toolCall);
    const endedAt = performance.now();
    this.stopwatch.toolEnded(endedAt);
    this.runningTools -= 1;
    const output = JSON.stringify(outcome.result);
    this.call.conversation.toolAnswered(callId, output);
    this.call.order = outcome.order ?? this.call.order;
    this.call.note('tool', {
      name,
      ms: Math.round(endedAt - startedAt),
      ok: outcome.result.ok,
      ...(outcome.result.ok ? {} : { error: outcome.result.error }),
    });
    if (this.over) return;
    this.voice?.answerTool(callId, output);
    if (outcome.effect) {
      this.prepareToLeave(outcome.effect.kind === 'transfer' ? 'transferred' : 'finished');
    }
    this.services.changed('turn');
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
    this.voice?.note('system', `Say this to the caller now: "${spoken}"`, true);
  }

  private leaveInWords(words: string, reason: string): void {
    this.call.note(reason);
    this.prepareToLeave('finished');
    this.say(words);
  }

  private timeIsUp(): void {
    if (this.over) return;
    this.leaveInWords(this.services.script.timeUp, 'time-up');
  }

  private checkSilence(): void {
    const now = performance.now();
    if (this.farewell.begun) return;
    if (this.callerSpeaking) this.silence.callerActive(now);
    else if (this.assistantTurn || this.runningTools > 0 || !this.playback.idle) {
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
    this.voice?.note(
      'caller',
      `[The caller pressed the keys ${digits.split('').join(' ')}.]`,
      true,
    );
  }

  private noteHeard({ itemId, heardMs }: ItemHeard, interrupted: boolean): void {
    this.call.conversation.heard(itemId, heardMs, interrupted);
  }

  private addUsage(usage: VoiceUsage): void {
    const { usage: sum } = this.call;
    this.call.usage = {
      responses: sum.responses + 1,
      inputTokens: sum.inputTokens + usage.inputTextTokens + usage.inputAudioTokens,
      cachedTokens: sum.cachedTokens + usage.cachedTokens,
      outputTokens: sum.outputTokens + usage.outputTextTokens + usage.outputAudioTokens,
      costUsd: sum.costUsd + (usage.costUsd ?? 0),
    };
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
    const { bufferedOutMs: _, ...audio } = this.lineQuality();
    this.call.audio = audio;
    this.voice?.close();
    this.services.ended();
  }
}
