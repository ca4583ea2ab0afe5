import { Logger } from '@nestjs/common';
import type { HistoryItem } from '../common/history-item.js';
import type { ToolCall } from '../common/tool-call.js';
import type { ToolDefinition } from '../common/tool-definition.js';
import type { ProviderError } from '../common/provider-error.js';
import type { TraceSpan } from '../ops/tracing/trace-span.js';
import { RecoveryLog } from './recovery-log.js';
import type { SessionLife } from './session-life.js';
import type { ResponseEnd, TurnView } from './turn-state.js';

/**
 * How a session begins: the caller speaks first, or the assistant answers what the history
 * leaves open, or the assistant follows an instruction for its first words.
 */
export type Opening =
  | { readonly kind: 'listen' }
  | { readonly kind: 'answer' }
  | { readonly kind: 'follow'; readonly instruction: string };

/** What a provider needs to take part in a call. */
export interface VoiceSessionRequest extends VoiceBrief {
  readonly callSid: string;
  readonly history: readonly HistoryItem[];
  readonly opening: Opening;
  /** What of the call's trace happens now; absent or null: nothing is traced. */
  readonly trace?: () => TraceSpan | null;
  /** Whose turn it is in the call, at any moment: kept by the call, told by the listener. */
  readonly turn: TurnView;
}

/** How much of one assistant item the caller heard before interrupting; 0 is nothing. */
export interface HeardPart {
  readonly itemId: string;
  readonly heardMs: number;
}

/** Tokens of one response or transcription, as the provider bills them. */
export interface VoiceUsage {
  readonly inputTextTokens: number;
  readonly inputAudioTokens: number;
  readonly cachedTokens: number;
  readonly outputTextTokens: number;
  readonly outputAudioTokens: number;
  /** Estimate from list prices; null when the price of any part is unknown. */
  readonly costUsd: number | null;
  /** Of an unknown cost, the parts whose price is known, US dollars; absent is none. */
  readonly knownCostUsd?: number;
}

/** How the assistant's turn ended. */
export interface TurnDone extends ResponseEnd {
  /** Why, in the provider's code, such as `max_output_tokens`; null where it says nothing. */
  readonly reason: string | null;
  readonly usage: VoiceUsage | null;
}

/**
 * What a session reports to its call. Methods return nothing and must not throw; `audio`
 * is on the media path. After `lost` or `close()` nothing more is reported.
 */
export interface VoiceSessionListener {
  /** The provider is configured and hears the caller. */
  ready(): void;
  /** Assistant audio: base64 mu-law, 8 kHz. Arrives faster than it plays. */
  audio(itemId: string, payload: string, durationMs: number): void;
  speechStarted(): void;
  /** The caller fell silent; `turnId` names what was said until its text arrives. */
  speechStopped(turnId: string): void;
  /** Text of the caller's turn; may arrive after the answer has begun. */
  callerSaid(turnId: string, text: string): void;
  /** The text of one turn of the caller will never come; the voice model has heard it all the same. */
  transcriptionFailed(turnId: string, code: string): void;
  /** Text of an assistant item as far as it is known; each time the whole of it. */
  assistantSaid(itemId: string, text: string): void;
  toolCall(call: ToolCall): void;
  turnDone(turn: TurnDone): void;
  lost(error: ProviderError): void;
}

/**
 * Where a session stands: until its provider is configured, while it takes part in the call, between
 * two connections, given up for good, and after its end.
 */
export type VoiceSessionState = 'connecting' | 'ready' | 'reconnecting' | 'failed' | 'closed';

/** One call's conversation with a provider. No method throws; all are no-ops after the end. */
export interface VoiceSession {
  readonly provider: string;
  readonly model: string;
  readonly state: VoiceSessionState;
  /**
   * How long the provider lets it live, known once it is ready; a session made before its call has
   * lived for a while by then. Absent when it may live as long as the call.
   */
  readonly life?: SessionLife | undefined;
  /**
   * Caller audio, base64 mu-law, 8 kHz. Until the session is ready the newest 13 s are kept
   * (`HELD_LIMIT_MS` in `held-audio.ts`).
   */
  hear(payload: string, durationMs: number): void;
  /** The caller spoke over unplayed audio: what of it was heard, oldest first. */
  interrupt(parts: readonly HeardPart[]): void;
  /** The assistant is to say no more of this answer: what of it was heard, oldest first. */
  stop(parts: readonly HeardPart[]): void;
  /** The result of a tool call, JSON text; each call id is answered once. */
  answerTool(callId: string, output: string): void;
  /** Adds a text message; with `respond` the assistant speaks next. */
  note(role: 'system' | 'caller', text: string, respond: boolean): void;
  /** The call goes on in another language: what is said from now on goes by these. */
  rebrief(brief: Pick<VoiceBrief, 'instructions' | 'languages'>): void;
  close(): void;
}

/** What a provider can do; callers ask this and never the name. */
export interface VoiceCapabilities {
  /** Takes part in the media stream; false means the call leaves the stream. */
  readonly stream: boolean;
  /** The longest silence that does not end a caller's turn, ms; absent: about a second. */
  readonly longestPauseMs?: number;
}

/** What every call's session is configured with. */
export interface VoiceBrief {
  readonly instructions: string;
  readonly tools: readonly ToolDefinition[];
  /** Names that callers are likely to say, as they stand on the menu. */
  readonly vocabulary: readonly string[];
  /** Codes of the languages that callers may speak; without any transcription finds out. */
  readonly languages: readonly string[];
}

/** A failure of a provider, as operators see it: never the provider's own words. */
export interface ProviderFailure {
  readonly code: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A way to hold a conversation; the providers are listed in `realtime.module.ts`. */
export abstract class VoiceProvider {
  abstract readonly name: string;
  abstract readonly capabilities: VoiceCapabilities;
  /** Null when it can be used; otherwise why not, in words for the operator. */
  abstract readonly unusable: string | null;
  private readonly log = new RecoveryLog(new Logger(VoiceProvider.name));
  private newest: ProviderFailure | null = null;

  /** The newest failure of a session; null while there was none. */
  get lastFailure(): ProviderFailure | null {
    return this.newest;
  }

  /** Sessions connected and configured that no call has taken yet. */
  get warmSessions(): number {
    return 0;
  }

  /** Notes why a session ended, for operators. */
  protected failed(error: ProviderError): void {
    this.newest = { code: error.code, at: new Date().toISOString() };
    // A failure that may pass is noted where it is decided what follows.
    const { code, retryable } = error;
    if (!retryable) this.log.warn('Provider refused', { provider: this.name, code });
  }

  /** Keeps so many sessions ready, where that makes a call's beginning faster. */
  keepWarm(_count: number, _brief: () => VoiceBrief): void {
    // Nothing to prepare unless a provider says otherwise.
  }

  abstract open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession;

  /** Names the voice that `render` speaks with: another name sounds different. Null without one. */
  get rendersAs(): string | null {
    return null;
  }

  /**
   * Speaks a text in the voice of the calls: mu-law, 8 kHz. Null where a provider cannot.
   * Rejects with a `ProviderError`.
   */
  render(_text: string): Promise<Buffer | null> {
    return Promise.resolve(null);
  }

  /** Resolves when a session without a call became ready; rejects with its `ProviderError`. */
  probe(): Promise<void> {
    return new Promise((resolve, reject) => {
      const session = this.open(PROBE, {
        ...DEAF,
        ready: () => {
          session.close();
          resolve();
        },
        lost: reject,
      });
    });
  }
}

const PROBE: VoiceSessionRequest = {
  callSid: 'probe',
  instructions: '',
  tools: [],
  vocabulary: [],
  languages: [],
  history: [],
  opening: { kind: 'listen' },
  turn: { caller: 'quiet', assistant: 'quiet', stream: 'live' },
};

const ignore = () => undefined;
/** Listens to nothing. */
const DEAF: VoiceSessionListener = {
  ready: ignore,
  audio: ignore,
  speechStarted: ignore,
  speechStopped: ignore,
  callerSaid: ignore,
  transcriptionFailed: ignore,
  assistantSaid: ignore,
  toolCall: ignore,
  turnDone: ignore,
  lost: ignore,
};
