import type { OrderSummary } from '../orders/order.js';
import type { VoiceUsage } from '../realtime/voice-provider.js';
import type { AudioQualityReport } from './audio-quality.js';
import { Conversation, type ConversationSnapshot } from './conversation.js';
import type { TurnLatency } from './turn-latency.js';

/** `resuming`: the stream ended and the call waits for the next one. */
export type CallState = 'ringing' | 'active' | 'resuming' | 'ended';

/**
 * Why the stream ended; `/voice/next` decides from it alone. `finished`: goodbye was said;
 * `hung-up`: the caller left; `lost`: no provider could go on; `left-stream`: the keypad and
 * speech line goes on; `handed-over`: another stream goes on; `rejected`: never let in.
 */
export type CallOutcome =
  'finished' | 'hung-up' | 'transferred' | 'lost' | 'left-stream' | 'handed-over' | 'rejected';

/** One event of a call's life; further fields depend on the event. */
export interface TimelineEntry {
  readonly at: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What the caller's line delivered over all streams of the call. */
export interface CallAudio extends AudioQualityReport {
  readonly gaps: number;
  readonly lostMs: number;
}

/** Provider tokens of the whole call and what they cost by list price. */
export interface CallUsage {
  readonly responses: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

/** A call as plain data: what is shared, stored and shown. */
export interface CallSnapshot {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly instance: string;
  readonly state: CallState;
  readonly outcome: CallOutcome | null;
  readonly provider: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly turns: number;
  readonly resumes: number;
  readonly order: OrderSummary | null;
  readonly conversation: ConversationSnapshot;
  readonly timeline: readonly TimelineEntry[];
  readonly latency: readonly TurnLatency[];
  readonly audio: CallAudio | null;
  readonly usage: CallUsage;
}

/** The sum after one more response. */
export function addUsage(sum: CallUsage, response: VoiceUsage): CallUsage {
  return {
    responses: sum.responses + 1,
    inputTokens: sum.inputTokens + response.inputTextTokens + response.inputAudioTokens,
    cachedTokens: sum.cachedTokens + response.cachedTokens,
    outputTokens: sum.outputTokens + response.outputTextTokens + response.outputAudioTokens,
    costUsd: sum.costUsd + (response.costUsd ?? 0),
  };
}

const MAX_TIMELINE = 500;
const MAX_LATENCIES = 500;

/** One phone call in this process, from the first webhook to its end. */
export class Call {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt = new Date().toISOString();
  readonly conversation = new Conversation();
  state: CallState = 'ringing';
  outcome: CallOutcome | null = null;
  provider: string | null = null;
  endedAt: string | null = null;
  turns = 0;
  /** Streams begun anew since a turn was last completed. */
  resumes = 0;
  order: OrderSummary | null = null;
  audio: CallAudio | null = null;
  usage: CallUsage = { responses: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: 0 };
  private readonly timeline: TimelineEntry[] = [];
  private readonly latency: TurnLatency[] = [];

  constructor(
    caller: { readonly callSid: string; readonly from: string; readonly to: string },
    readonly instance: string,
  ) {
    this.callSid = caller.callSid;
    this.from = caller.from;
    this.to = caller.to;
  }

  note(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (this.timeline.length >= MAX_TIMELINE) this.timeline.shift();
    this.timeline.push({ at: new Date().toISOString(), event, ...fields });
  }

  measured(latency: TurnLatency): void {
    if (this.latency.length >= MAX_LATENCIES) this.latency.shift();
    this.latency.push(latency);
  }

  snapshot(): CallSnapshot {
    return {
      callSid: this.callSid,
      from: this.from,
      to: this.to,
      instance: this.instance,
      state: this.state,
      outcome: this.outcome,
      provider: this.provider,
      startedAt: this.startedAt,
      endedAt: this.endedAt,
      turns: this.turns,
      resumes: this.resumes,
      order: this.order,
      conversation: this.conversation.snapshot(),
      timeline: [...this.timeline],
      latency: [...this.latency],
      audio: this.audio,
      usage: this.usage,
    };
  }
}
