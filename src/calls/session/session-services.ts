import type { Logger } from '@nestjs/common';
import type { AppConfig } from '../../config/app-config.js';
import type { VoiceScript } from '../../config/voice-script.js';
import type { ToolDefinition } from '../../common/tool-definition.js';
import type { ToolOutcome } from '../../menu/tools/tool.js';
import type { CallVoice, CallVoiceListener, CallVoiceRequest } from '../../realtime/call-voice.js';
import type { ToolCall } from '../../realtime/voice-provider.js';
import type { CallAudio } from '../call/call.js';
import type { Fillers } from './fillers.js';
import type { InboundCounts } from './inbound-audio.js';
import type { OutboundCounts } from './outbound-audio.js';
import type { TurnLatency } from '../call/turn-latency.js';

/** A stream for operators. */
export interface SessionView extends InboundCounts, OutboundCounts {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly audio: CallAudio & { readonly bufferedOutMs: number };
}

/** What a session asks of whoever keeps it. */
export interface SessionHooks {
  /** False when another replica may have the call: nothing more is said or done here. */
  owns(): boolean;
  /**
   * The stream is over; `outcome` was written to the call before. Resolves when any replica that
   * is asked what follows can know. Never rejects.
   */
  ended(): Promise<void>;
}

/** Everything a session asks of the rest of the product. */
export interface SessionServices extends SessionHooks {
  readonly tools: readonly ToolDefinition[];
  readonly script: VoiceScript;
  readonly fillers: Fillers;
  readonly limits: Pick<AppConfig['limits'], 'maxCallMs' | 'maxCallCostUsd' | 'silenceHangupMs'>;
  readonly logger: Logger;
  /** Null when no provider can take the call on the stream. */
  openVoice(request: CallVoiceRequest, listener: CallVoiceListener): CallVoice | null;
  instructions(): string;
  render(text: string): string;
  runTool(call: ToolCall): Promise<ToolOutcome>;
  /** The order as it stands, for a provider that takes over; null without one. */
  orderText(): Promise<string | null>;
  /** A turn was completed, the order changed, or the state did. */
  changed(kind: 'call' | 'turn'): void;
  /** Time one frame spent here. */
  frameTime(direction: 'in' | 'out', ms: number): void;
  answered(latency: TurnLatency): void;
}
