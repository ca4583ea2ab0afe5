import type { Logger } from '@nestjs/common';
import type { AppConfig } from '../../config/app-config.js';
import type { ToolOutcome } from '../../menu/tools/tool.js';
import type { HistoryItem } from '../../common/history-item.js';
import type { CallVoice, CallVoiceListener, CallVoiceRequest } from '../../realtime/call-voice.js';
import type { ToolCall } from '../../common/tool-call.js';
import type { Call } from '../call/call.js';
import type { CallAudio } from '../call/call-audio.js';
import type { Fillers } from './fillers.js';
import type { InboundCounts } from './inbound-audio.js';
import type { LatencyStats } from './latency-stats.js';
import type { OutboundCounts } from './outbound-audio.js';
import type { QualityListener } from './stream-quality.js';

/** A stream for operators. */
export interface SessionView extends InboundCounts, OutboundCounts {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly audio: CallAudio & { readonly bufferedOutMs: number };
}

/** What a session asks of the room that keeps the calls. */
export interface SessionHooks {
  /** `owns` is false when another replica may have the call: nothing more is said or done here. */
  readonly owner: { owns(call: Call): boolean };
  /**
   * The stream is over; `outcome` was written to the call before. Resolves when any replica that
   * is asked what follows can know. Never rejects.
   */
  ended(): Promise<void>;
}

/** What became of a tool call, with the sound of what the call is to say because of it. */
export interface SessionToolOutcome extends ToolOutcome {
  /** Mu-law, 8 kHz; absent when there is nothing to say, or no voice for it. */
  readonly clip?: Uint8Array;
}

/** The function tools, for this call. */
export interface SessionTools {
  /** Never rejects and is limited in time. */
  run(toolCall: ToolCall): Promise<SessionToolOutcome>;
  /**
   * The order as it stands, for a provider that takes over, as a tool's answer: it holds words of
   * the caller. Null without one.
   */
  viewOrder(): Promise<HistoryItem | null>;
}

/** A text of the voice script that a session says or has followed. */
export type SessionText =
  'greeting' | 'resumed' | 'missed' | 'continue' | 'stillThere' | 'silenceGoodbye' | 'timeUp';

/** Everything a session asks of the rest of the product. */
export interface SessionServices extends SessionHooks {
  readonly limits: Pick<AppConfig['limits'], 'maxCallMs' | 'maxCallCostUsd' | 'silenceHangupMs'>;
  readonly logger: Logger;
  readonly tools: SessionTools;
  /** In the language of the call. */
  readonly fillers: { next(): ReturnType<Fillers['next']> };
  /** Words by which the assistant promises to look something up. */
  readonly promises: readonly string[];
  /** Told what goes wrong with the audio. */
  readonly audio: QualityListener;
  readonly latencies: Pick<LatencyStats, 'answered' | 'frame' | 'waited'>;
  /** A text with the restaurant's name in its place. */
  text(name: SessionText): string;
  /** Null when no provider can take the call on the stream. */
  openVoice(
    request: Pick<CallVoiceRequest, 'provider' | 'replay' | 'turn'>,
    listener: CallVoiceListener,
  ): CallVoice | null;
  /** True while the order line, which says what it is given, can go on with the call. */
  orderLineUsable(): boolean;
  /** The text of one turn of the caller could not be had. */
  transcriptionFailed(): void;
  /** A turn was completed, the order changed, or the state did. */
  changed(kind: 'call' | 'turn'): void;
}
