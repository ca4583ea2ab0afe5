import { DeadAirWatch } from './dead-air-watch.js';
import { ExitWatch } from './exit-watch.js';
import { PromiseWatch } from './promise-watch.js';
import { SilenceWatch } from './silence-watch.js';

/**
 * Silence a caller is asked to bear: while a provider is replaced, while a tool runs, for an
 * answer, and beyond the pause by which turn detection finds the end of a turn.
 */
const PATIENCE_MS = { recovery: 450, tool: 1_800, answer: 2_000, endOfTurn: 1_600 } as const;
/** A turn whose end is overdue for so long is heard again by a new session. */
const OVERDUE_TURN_MS = 4_000;

/** A connection is new for so long after a loss, unless an answer was heard over it. */
const NEW_CONNECTION_MS = 10_000;

/** What a stream looks like at one moment. */
export interface WatchedState {
  /** By the clock something is being played to the caller. */
  readonly playing: boolean;
  /** What plays is an answer and no filler. */
  readonly answering: boolean;
  readonly callerSpeaking: boolean;
  /** How long nothing like a voice has come from the caller. */
  readonly callerQuietMs: number;
  /** The longest silence that does not end a caller's turn. */
  readonly longestPauseMs: number;
  /** The assistant's turn is under way. */
  readonly assistantTurn: boolean;
  readonly toolsRunning: boolean;
  readonly recovering: boolean;
  /** The provider that is to speak. */
  readonly provider: string | null;
  /** It is connected and configured. */
  readonly connected: boolean;
  /** The call is on its way out. */
  readonly leaving: boolean;
}

/**
 * What a stream needs: a filler, a new connection or provider, what was promised, a question, an
 * end in words, to be left.
 */
export type WatchStep =
  | 'nothing'
  | 'filler'
  | 'reconnect'
  | 'next-provider'
  | 'follow-up'
  | 'prompt'
  | 'hang-up'
  | 'leave';

/** What a watch goes by. */
export interface WatchSettings {
  readonly limits: { readonly silenceHangupMs: number };
  /** Words by which the assistant promises to look something up. */
  readonly promises: readonly string[];
}

/**
 * Decides what a stream needs on which neither side is heard, by the wall clock alone, so that
 * it does so whichever part is stuck. Times are one monotonic clock in ms.
 */
export class StreamWatch {
  private readonly silence: SilenceWatch;
  private readonly deadAir: DeadAirWatch;
  private readonly promise: PromiseWatch;
  /** Null while the stream is not to be left. */
  private exit: ExitWatch | null = null;
  /** When something was last played to the caller; they heard Twilio until the stream began. */
  private playedAt: number;
  /** A connection was lost then and no answer has been heard since. */
  private lostAt = -Infinity;
  private provider: string | null = null;
  private connected = false;

  /** @param callerQuietMs how long the caller has been silent already, on an earlier stream. */
  constructor({ limits, promises }: WatchSettings, now: number, callerQuietMs = 0) {
    this.silence = new SilenceWatch(limits.silenceHangupMs, now, callerQuietMs);
    this.deadAir = new DeadAirWatch(now);
    this.playedAt = now;
    this.promise = new PromiseWatch(promises);
  }

  /** The caller waits for the assistant. */
  awaits(now: number): void {
    this.deadAir.awaits(now);
  }

  /** The assistant is to speak by itself, and not because the caller waits for it. */
  volunteers(now: number): void {
    this.deadAir.volunteers(now);
  }

  /** What is owed goes forward. */
  progress(now: number): void {
    this.deadAir.progress(now);
  }

  /** Nothing is owed. */
  settled(): void {
    this.deadAir.settled();
  }

  /** The assistant's turn is over; `text` is the last of what it said. */
  answered(text: string): void {
    this.promise.said(text);
  }

  /** A tool is run. */
  acted(): void {
    this.promise.goesOn();
  }

  callerActive(now: number): void {
    this.silence.callerActive(now);
    this.promise.goesOn();
  }

  /** No provider can speak on the stream any more: it is left once that can be heard. */
  leaves(now: number): void {
    this.exit ??= new ExitWatch(now, this.playedAt);
  }

  check(state: WatchedState, now: number): WatchStep {
    if (state.playing) this.playedAt = now;
    if (this.exit !== null) return this.exit.check(state, now);
    this.followConnection(state, now);
    if (state.playing) this.deadAir.sound(now);
    if (state.recovering) this.lostAt = now;
    if (state.playing && state.answering) {
      this.deadAir.progress(now);
      this.lostAt = -Infinity;
    }
    if (state.callerSpeaking) {
      const overdueMs = state.callerQuietMs - state.longestPauseMs;
      this.silence.callerActive(now);
      this.deadAir.sound(now - state.callerQuietMs);
      if (overdueMs >= OVERDUE_TURN_MS) return 'reconnect';
      if (overdueMs >= PATIENCE_MS.endOfTurn) this.deadAir.awaits(now);
    }
    // Nobody tells where the caller's turn ends: their voice does.
    if (state.recovering) this.deadAir.sound(now - state.callerQuietMs);
    const step = this.deadAir.check(now, this.patienceMs(state, now));
    if (step !== 'nothing') return step === 'filler' ? 'filler' : 'next-provider';
    if (state.leaving) return 'nothing';
    const assistantActive = state.assistantTurn || state.toolsRunning || state.playing;
    if (assistantActive) this.silence.assistantActive(now);
    const waiting = !assistantActive && !state.callerSpeaking && !state.recovering;
    if (this.promise.check(waiting, now)) return 'follow-up';
    return this.silence.check(now);
  }

  private patienceMs({ toolsRunning }: WatchedState, now: number): number {
    if (now - this.lostAt < NEW_CONNECTION_MS) return PATIENCE_MS.recovery;
    return toolsRunning ? PATIENCE_MS.tool : PATIENCE_MS.answer;
  }

  /** A new connection has its time to answer, a new provider all of it. */
  private followConnection({ provider, connected }: WatchedState, now: number): void {
    if (provider !== this.provider) this.deadAir.progress(now);
    else if (connected !== this.connected) this.deadAir.reconnecting(now);
    this.provider = provider;
    this.connected = connected;
  }
}
