import type { TraceSpan } from '../ops/tracing/trace-span.js';
import type { ToolDefinition } from '../common/tool-definition.js';
import type { TurnView } from './turn-state.js';
import type { HistoryItem } from '../common/history-item.js';
import type { Opening, VoiceSession, VoiceSessionListener } from './voice-provider.js';

/** What a session that takes over in the middle of a call has to know. */
export interface Replay {
  /** Function calls stand with their outputs; the order as it stands is the last item. */
  readonly history: readonly HistoryItem[];
  /** `listen` makes the caller's unanswered turn be heard again. */
  readonly opening: Opening;
}

/** A call's request for a voice that outlives its provider's connections. */
export interface CallVoiceRequest {
  readonly callSid: string;
  /** The rung that the call has come to on an earlier stream; null for a new call. */
  readonly provider: string | null;
  readonly instructions: () => string;
  /** Names that callers are likely to say now. */
  readonly vocabulary: () => readonly string[];
  /** Codes of the languages that the caller may speak now. */
  readonly languages: () => readonly string[];
  readonly tools: readonly ToolDefinition[];
  /** How the call stands now; resolves when running tools have ended. Never rejects. */
  readonly replay: () => Promise<Replay>;
  /** What of the call's trace happens now; absent or null: nothing is traced. */
  readonly trace?: () => TraceSpan | null;
  /** Whose turn it is on the stream. The call keeps it, by what its listener is told. */
  readonly turn: TurnView;
}

/** A step of recovery, for the call's timeline. */
export interface RecoveryStep {
  readonly kind: 'reconnect' | 'next-provider';
  /** The provider that is tried now. */
  readonly provider: string;
  /** Code of the error that made it necessary. */
  readonly code: string;
  readonly attempt: number;
}

/** What a call is told by its voice, beyond what a single session reports. */
export interface CallVoiceListener extends Omit<VoiceSessionListener, 'speechStarted'> {
  /**
   * The caller speaks. @param replayed the speech was found in audio that a new session was given
   * to hear again, so it began earlier and not now.
   */
  speechStarted(replayed: boolean): void;
  /** The caller is not heard for a moment; what was half-said is over. */
  recovering(step: RecoveryStep): void;
  /** A session is ready in the place of an earlier one; what is owed has still to be heard. */
  reconnected(provider: string): void;
  /** The next rung is not on the stream: the call has to leave it. @param code of the error. */
  leaveStream(provider: string, code: string): void;
}

/** A voice for the whole call, over all its connections and providers. */
export interface CallVoice extends Omit<VoiceSession, 'rebrief'> {
  /** Instructions and languages of the call have changed: they are asked for again. */
  rebrief(): void;
  /** The longest silence within a caller's turn, ms: after it the provider ends the turn. */
  readonly longestPauseMs: number;
  /**
   * The assistant is stuck in spite of an open connection: with `retry` a new connection is
   * tried, otherwise the call goes on with the next provider.
   */
  giveUp(code: string, retry: boolean): void;
}
