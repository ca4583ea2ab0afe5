import { DeadAirWatch } from './dead-air-watch.js';
import { SilenceWatch } from './silence-watch.js';

/**
 * Silence a caller is asked to bear: while a provider is replaced, while a tool runs, for an
 * answer, and beyond the pause by which turn detection finds the end of a turn.
 */
const PATIENCE_MS = { recovery: 450, tool: 1_800, answer: 2_000, endOfTurn: 1_600 } as const;
/** A turn whose end is overdue for so long is heard again by a new session. */
const OVERDUE_TURN_MS = 4_000;

/** What a stream looks like at one moment. */
export interface WatchedState {
  /** Something is being played to the caller. */
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
  /** The last words are being said. */
  readonly leaving: boolean;
}

/** What a stream needs: a filler, a new connection or provider, a question, an end in words. */
export type WatchStep = 'nothing' | 'filler' | 'reconnect' | 'next-provider' | 'prompt' | 'hang-up';

/**
 * Decides what a stream needs on which neither side is heard, by the wall clock alone, so that
 * it does so whichever part is stuck. Times are one monotonic clock in ms.
 */
export class StreamWatch {
  private readonly silence: SilenceWatch;
  private readonly deadAir: DeadAirWatch;

  /** @param callerQuietMs how long the caller has been silent already, on an earlier stream. */
  constructor(silenceHangupMs: number, now: number, callerQuietMs = 0) {
    this.silence = new SilenceWatch(silenceHangupMs, now, callerQuietMs);
    this.deadAir = new DeadAirWatch(now);
  }

  /** The caller waits for the assistant. */
  awaits(now: number): void {
    this.deadAir.awaits(now);
  }

  /** What is owed goes forward. */
  progress(now: number): void {
    this.deadAir.progress(now);
  }

  /** Nothing is owed. */
  settled(): void {
    this.deadAir.settled();
  }

  callerActive(now: number): void {
    this.silence.callerActive(now);
  }

  check(state: WatchedState, now: number): WatchStep {
    if (state.playing) this.deadAir.sound(now);
    if (state.playing && state.answering) this.deadAir.progress(now);
    if (state.callerSpeaking) {
      const overdueMs = state.callerQuietMs - state.longestPauseMs;
      this.silence.callerActive(now);
      this.deadAir.sound(now - state.callerQuietMs);
      if (overdueMs >= OVERDUE_TURN_MS) return 'reconnect';
      if (overdueMs >= PATIENCE_MS.endOfTurn) this.deadAir.awaits(now);
    }
    const step = this.deadAir.check(now, patienceMs(state));
    if (step !== 'nothing') return step === 'filler' ? 'filler' : 'next-provider';
    if (state.leaving) return 'nothing';
    if (state.assistantTurn || state.toolsRunning || state.playing) {
      this.silence.assistantActive(now);
    }
    return this.silence.check(now);
  }
}

function patienceMs({ recovering, toolsRunning }: WatchedState): number {
  if (recovering) return PATIENCE_MS.recovery;
  return toolsRunning ? PATIENCE_MS.tool : PATIENCE_MS.answer;
}
