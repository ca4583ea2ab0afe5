import { setTimeout as wait } from 'node:timers/promises';
import type { RealtimeResponse, RealtimeResponseStatus } from 'openai/resources/realtime/realtime';
import { BYTES_PER_MS } from '../speech/mulaw.js';
import { type Conversation, type Entry, entryOf } from './conversation.js';
import type { MadeResponse } from './ears.js';
import type { Knobs, Moment } from './knobs.js';
import {
  MessageOutput,
  type Piece,
  type SpokenFormat,
  spokenPieces,
  writtenPieces,
} from './message-output.js';
import { oddDeltas, oddErrors, oddItems } from './odd-events.js';
import { ResponseItems } from './response-items.js';
import type { PlannedCall, PlannedMessage, ResponsePlan } from './response-plan.js';
import { sumTokens, type Tokens, usageOf } from './usage.js';
import { newId, type OddSend, type PartIds, type Send, type ServerEvent } from './wire.js';

/** Time between two pieces of a function call's arguments. */
const ARGUMENTS_EVERY_MS = 5;
const ARGUMENTS_PIECE = /[^]{1,24}/g;

/** What a response needs of its connection. */
export interface PlayerDeps {
  readonly send: Send;
  readonly knobs: Knobs;
  /** Called when the response has reached this point; the connection may be gone afterwards. */
  readonly reached: (moment: Moment) => void;
}

/** How a response is to be made. */
export interface PlayerSetup {
  readonly id: string;
  readonly plan: ResponsePlan;
  /** Null for a response outside the conversation. */
  readonly conversation: Conversation | null;
  readonly spoken: boolean;
  readonly format: SpokenFormat;
  readonly metadata: RealtimeResponse['metadata'];
  readonly input: Tokens;
  readonly cached: Tokens;
  readonly record: MadeResponse;
}

interface OpenMessage {
  readonly message: MessageOutput;
  readonly ids: PartIds;
  /** What is not generated yet. */
  readonly rest: Piece[];
}

/** Plays one response: its events in the service's order, faster than real time. */
export class ResponsePlayer {
  private readonly ended = new AbortController();
  private readonly items: ResponseItems;
  private open: OpenMessage | Entry | null = null;
  private lateMs: number;

  constructor(
    private readonly deps: PlayerDeps,
    private readonly setup: PlayerSetup,
  ) {
    this.items = new ResponseItems(deps.send, setup.id, setup.conversation);
    this.lateMs = setup.plan.lateMs;
  }

  get id(): string {
    return this.setup.id;
  }

  /** Audio generated, in bytes of mu-law. */
  get audioBytes(): number {
    return this.items.audioBytes;
  }

  /** Plays to the end; returns early, without more events, once cancelled or dropped. */
  async play(): Promise<void> {
    const { send, knobs } = this.deps;
    const { plan } = this.setup;
    send({ type: 'response.created', response: this.response('in_progress') });
    send({ type: 'rate_limits.updated', rate_limits: this.rateLimits() });
    for (const event of oddErrors(knobs.odd)) (send as OddSend)(event);
    await this.pause(plan.waitMs);
    if (this.over) return;
    if (plan.failure !== null) return this.fail(plan.failure);
    this.items.addOdd(oddItems(knobs.odd));
    if (plan.cut?.afterMs === 0) return this.cutOff(plan.cut.reason);
    for (const message of plan.messages) await this.message(message);
    if (plan.cut?.certain === true && !this.over) return this.cutOff(plan.cut.reason);
    for (const call of plan.calls) await this.functionCall(call);
    if (this.over) return;
    this.done(plan.end, plan.end.type);
    if (plan.end.type === 'completed' && plan.calls.length > 0) this.deps.reached('tool-running');
  }

  /** Ends the response where it is; some audio may still come, as it does from the service. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    if (this.over) return;
    const { open } = this;
    if (open !== null && 'message' in open) {
      for (const piece of open.rest.splice(0, this.deps.knobs.lateDeltas)) this.emit(open, piece);
      this.closeMessage(open, 'incomplete');
    } else if (open !== null) {
      if (open.item.type === 'function_call') open.item.status = 'incomplete';
      this.closeItem(open);
    }
    this.done({ type: 'cancelled', reason }, 'cancelled');
  }

  /** Stops without a word: the connection is gone. */
  stop(): void {
    this.ended.abort();
  }

  private get over(): boolean {
    return this.ended.signal.aborted;
  }

  private async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.ended.signal }).catch(() => undefined);
  }

  private fail({ code, message }: { readonly code: string; readonly message: string }): void {
    const error = { type: code, code, message };
    this.done({ type: 'failed', error }, 'failed');
  }

  private cutOff(reason: 'content_filter' | 'max_output_tokens'): void {
    this.done({ type: 'incomplete', reason }, 'incomplete');
  }

  private async message(planned: PlannedMessage): Promise<void> {
    const { format, plan, record } = this.setup;
    const { text, spoken } = planned;
    if (this.over) return;
    const rest = spoken ? await spokenPieces(text, format) : writtenPieces(text);
    if (this.over) return;
    const message = new MessageOutput(planned);
    const open = { message, rest, ids: this.items.open(message.entry) };
    this.open = open;
    if (spoken) {
      record.spoken.push({ itemId: message.entry.item.id, text, audio: Buffer.alloc(0) });
    }
    this.deps.send(message.opening(open.ids));
    if (this.lateMs > 0) await this.pause(this.lateMs);
    this.lateMs = 0;
    for (let sent = 1; ; sent += 1) {
      const piece = this.over ? undefined : rest.shift();
      if (piece === undefined) break;
      this.emit(open, piece);
      if (sent === 1 && spoken) this.emitOdd(open);
      if (sent === 2 && rest.length > 0) this.deps.reached('during-answer');
      if (plan.cut !== null && this.audioBytes / BYTES_PER_MS >= plan.cut.afterMs && !this.over) {
        this.closeMessage(open, 'incomplete');
        return this.cutOff(plan.cut.reason);
      }
      await this.pause(this.deps.knobs.deltaEveryMs);
    }
    if (!this.over) this.closeMessage(open, 'completed');
  }

  private emit({ message, ids }: OpenMessage, piece: Piece): void {
    const { record } = this.setup;
    for (const event of message.deltas(ids, piece)) this.deps.send(event);
    if (piece.audio.length === 0) return;
    record.firstAudioAt ??= performance.now();
    const spoken = record.spoken.at(-1);
    if (spoken !== undefined) spoken.audio = message.entry.audio;
  }

  private emitOdd({ ids }: OpenMessage): void {
    for (const event of oddDeltas(this.deps.knobs.odd, ids)) (this.deps.send as OddSend)(event);
  }

  private closeMessage(open: OpenMessage, status: 'completed' | 'incomplete'): void {
    for (const event of open.message.closing(open.ids, status)) this.deps.send(event);
    this.closeItem(open.message.entry);
  }

  private async functionCall({ name, json, callId, status }: PlannedCall): Promise<void> {
    if (this.over) return;
    const call_id = callId ?? newId('call');
    const entry = entryOf({
      type: 'function_call',
      status: 'in_progress',
      call_id,
      name,
      arguments: '',
    });
    const { content_index: _, ...ids } = this.items.open(entry);
    this.open = entry;
    const pieces = json.match(ARGUMENTS_PIECE) ?? [];
    const whole = status === 'completed';
    const sent = whole ? pieces : pieces.slice(0, Math.floor(pieces.length / 2));
    for (const delta of sent) {
      const type = 'response.function_call_arguments.delta';
      this.deps.send({ type, ...ids, call_id, delta });
      await this.pause(ARGUMENTS_EVERY_MS);
      if (this.over) return;
    }
    const text = sent.join('');
    if (entry.item.type === 'function_call') {
      entry.item.arguments = text;
      entry.item.status = status;
    }
    if (whole) {
      const done = { call_id, name, arguments: text };
      this.deps.send({ type: 'response.function_call_arguments.done', ...ids, ...done });
    }
    if (status === 'in_progress') this.open = null;
    else this.closeItem(entry);
  }

  private closeItem(entry: Entry): void {
    this.open = null;
    this.items.close(entry);
  }

  private done(
    details: RealtimeResponseStatus,
    status: NonNullable<RealtimeResponse['status']>,
  ): void {
    this.ended.abort();
    this.setup.record.status = status;
    this.setup.record.doneAt = performance.now();
    const event: ServerEvent = {
      type: 'response.done',
      response: { ...this.response(status), status_details: details },
    };
    this.deps.send(event);
    if (this.setup.plan.doneTwice) this.deps.send(event);
  }

  private response(status: NonNullable<RealtimeResponse['status']>): RealtimeResponse {
    const { id, conversation, spoken, metadata, input, cached, plan } = this.setup;
    const base: RealtimeResponse = {
      object: 'realtime.response',
      id,
      status,
      output: this.items.output,
      output_modalities: [spoken ? 'audio' : 'text'],
      metadata: metadata ?? null,
      ...(conversation === null ? {} : { conversation_id: conversation.id }),
    };
    if (status === 'in_progress') return base;
    const thought = { text: plan.reasoningTokens, audio: 0 };
    const generated = status === 'failed' ? [] : [this.items.tokens, thought];
    return { ...base, usage: usageOf(input, cached, sumTokens(generated)) };
  }

  private rateLimits(): {
    name: 'requests' | 'tokens';
    limit: number;
    remaining: number;
    reset_seconds: number;
  }[] {
    return [
      { name: 'requests', limit: 5000, remaining: 4999, reset_seconds: 0.012 },
      { name: 'tokens', limit: 400_000, remaining: 395_500, reset_seconds: 0.675 },
    ];
  }
}
