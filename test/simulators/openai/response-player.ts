import { setTimeout as wait } from 'node:timers/promises';
import type { RealtimeResponse, RealtimeResponseStatus } from 'openai/resources/realtime/realtime';
import type { BrainStep } from './brain.js';
import { type Conversation, type Entry, entryOf } from './conversation.js';
import type { MadeResponse } from './ears.js';
import type { Knobs, Moment, ResponseFailure } from './knobs.js';
import {
  MessageOutput,
  type PartIds,
  type Piece,
  spokenPieces,
  writtenPieces,
} from './message-output.js';
import { entryTokens, sumTokens, type Tokens, usageOf } from './usage.js';
import { newId, type Send, type ServerEvent } from './wire.js';

/** Time between two pieces of a function call's arguments. */
const ARGUMENTS_EVERY_MS = 5;
const ARGUMENTS_PIECE = /[^]{1,24}/g;

const FAILURES: Readonly<Record<ResponseFailure, string>> = {
  rate_limit_exceeded: 'Rate limit reached for this model.',
  insufficient_quota: 'You exceeded your current quota.',
  server_error: 'The server had an error while processing your request.',
};

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
  readonly step: BrainStep;
  /** Null for a response outside the conversation. */
  readonly conversation: Conversation | null;
  readonly spoken: boolean;
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
  private readonly output: Entry[] = [];
  private open: OpenMessage | Entry | null = null;

  constructor(
    private readonly deps: PlayerDeps,
    private readonly setup: PlayerSetup,
  ) {}

  get id(): string {
    return this.setup.id;
  }

  /** Audio generated, in bytes. */
  get audioBytes(): number {
    return this.output.reduce((sum, entry) => sum + entry.audio.length, 0);
  }

  /** Plays to the end; returns early, without more events, once cancelled or dropped. */
  async play(): Promise<void> {
    const { send, knobs } = this.deps;
    send({ type: 'response.created', response: this.response('in_progress') });
    send({ type: 'rate_limits.updated', rate_limits: this.rateLimits() });
    const failure = knobs.failResponses.shift();
    await this.pause(knobs.thinkMs);
    if (failure !== undefined && !this.over) return this.fail(failure);
    const { say, tools } = this.setup.step;
    for (const text of say === undefined ? [] : [say].flat()) await this.message(text);
    for (const tool of tools ?? []) {
      await this.functionCall(tool.name, JSON.stringify(tool.arguments));
    }
    if (this.over) return;
    this.done({ type: 'completed' }, 'completed');
    if ((tools ?? []).length > 0) this.deps.reached('tool-running');
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

  private fail(code: ResponseFailure): void {
    const error = { type: code, code, message: FAILURES[code] };
    this.done({ type: 'failed', error }, 'failed');
  }

  private async message(text: string): Promise<void> {
    const { spoken, record } = this.setup;
    const rest = spoken ? await spokenPieces(text) : writtenPieces(text);
    if (this.over) return;
    const message = new MessageOutput(spoken);
    const open = { message, rest, ids: this.openItem(message.entry) };
    this.open = open;
    if (spoken) {
      record.spoken.push({ itemId: message.entry.item.id, text, audio: Buffer.alloc(0) });
    }
    this.deps.send(message.opening(open.ids));
    for (let sent = 1; ; sent += 1) {
      const piece = rest.shift();
      if (piece === undefined) break;
      this.emit(open, piece);
      if (sent === 2 && rest.length > 0) this.deps.reached('during-answer');
      await this.pause(this.deps.knobs.deltaEveryMs);
      if (this.over) return;
    }
    this.closeMessage(open, 'completed');
  }

  private emit({ message, ids }: OpenMessage, piece: Piece): void {
    const { record } = this.setup;
    for (const event of message.deltas(ids, piece)) this.deps.send(event);
    if (piece.audio.length === 0) return;
    record.firstAudioAt ??= performance.now();
    const spoken = record.spoken.at(-1);
    if (spoken !== undefined) spoken.audio = message.entry.audio;
  }

  private closeMessage(open: OpenMessage, status: 'completed' | 'incomplete'): void {
    for (const event of open.message.closing(open.ids, status)) this.deps.send(event);
    this.closeItem(open.message.entry);
  }

  private async functionCall(name: string, text: string): Promise<void> {
    if (this.over) return;
    const callId = newId('call');
    const entry = entryOf({
      type: 'function_call',
      status: 'in_progress',
      call_id: callId,
      name,
      arguments: '',
    });
    const { content_index: _, ...ids } = this.openItem(entry);
    this.open = entry;
    for (const delta of text.match(ARGUMENTS_PIECE) ?? []) {
      const type = 'response.function_call_arguments.delta';
      this.deps.send({ type, ...ids, call_id: callId, delta });
      await this.pause(ARGUMENTS_EVERY_MS);
      if (this.over) return;
    }
    if (entry.item.type === 'function_call') {
      entry.item.arguments = text;
      entry.item.status = 'completed';
    }
    const done = { call_id: callId, name, arguments: text };
    this.deps.send({ type: 'response.function_call_arguments.done', ...ids, ...done });
    this.closeItem(entry);
  }

  private openItem(entry: Entry): PartIds {
    const { conversation } = this.setup;
    const item = structuredClone(entry.item);
    const output_index = this.output.push(entry) - 1;
    const response_id = this.id;
    this.deps.send({ type: 'response.output_item.added', response_id, output_index, item });
    if (conversation !== null) {
      conversation.append(entry);
      const previous_item_id = conversation.previousOf(entry);
      this.deps.send({ type: 'conversation.item.added', item, previous_item_id });
    }
    return { response_id, item_id: entry.item.id, output_index, content_index: 0 };
  }

  private closeItem(entry: Entry): void {
    this.open = null;
    const { conversation } = this.setup;
    const item = structuredClone(entry.item);
    const output_index = this.output.indexOf(entry);
    const response_id = this.id;
    this.deps.send({ type: 'response.output_item.done', response_id, output_index, item });
    if (conversation?.get(item.id) === entry) {
      const previous_item_id = conversation.previousOf(entry);
      this.deps.send({ type: 'conversation.item.done', item, previous_item_id });
    }
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
  }

  private response(status: NonNullable<RealtimeResponse['status']>): RealtimeResponse {
    const { id, conversation, spoken, metadata, input, cached } = this.setup;
    const base: RealtimeResponse = {
      object: 'realtime.response',
      id,
      status,
      output: this.output.map((entry) => structuredClone(entry.item)),
      output_modalities: [spoken ? 'audio' : 'text'],
      metadata: metadata ?? null,
      ...(conversation === null ? {} : { conversation_id: conversation.id }),
    };
    if (status === 'in_progress') return base;
    const generated = status === 'failed' ? [] : this.output.map(entryTokens);
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
