import { LRUCache } from 'lru-cache';
import type { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { ProviderError } from '../provider-error.js';
import type { HeardPart, VoiceSessionListener, VoiceSessionRequest } from '../voice-provider.js';
import { errorOfCode } from './openai-errors.js';
import {
  deleteEvent,
  historyEvents,
  messageEvent,
  outputEvent,
  truncateEvent,
  type AudioDelta,
  type OpenAiEvent,
  type ServerError,
} from './openai-events.js';
import { estimateCostUsd } from './openai-prices.js';
import type { ResponseDone } from './response-done.js';
import { ResponseSequencer } from './response-sequencer.js';
import { waitInWordsMs } from './stated-wait.js';

/** A response that failed for a passing reason is asked for once more. */
const MAX_FAILED_RESPONSES = 1;
/** Notes kept from before the conversation began. */
const MAX_EARLY_NOTES = 20;
/** How many assistant items are remembered for correcting what was heard. */
const REMEMBERED_ITEMS = 64;

/** The connection that a conversation is held over. */
export interface ConversationLink {
  readonly model: string;
  readonly logger: Logger;
  /** Sends an event while the session is ready; returns its id, otherwise an empty text. */
  send(event: RealtimeClientEvent): string;
  /** An answer is waited for from now on. */
  expecting(): void;
  /** Ends the session. */
  lose(error: ProviderError): void;
}

interface Note {
  readonly role: 'system' | 'caller';
  readonly text: string;
  readonly respond: boolean;
}

/**
 * One call's conversation with OpenAI Realtime: says when the model is to speak, corrects its
 * items to what was heard, and turns its events into what the call's listener is told.
 */
export class OpenAiConversation {
  private readonly sequencer = new ResponseSequencer();
  /** Audio received of each assistant item, newest last; truncation never exceeds it. */
  private readonly receivedMs = new LRUCache<string, number>({ max: REMEMBERED_ITEMS });
  private readonly spokenText = new Map<string, string>();
  private readonly early: Note[] = [];
  private begun = false;
  /** The response that the caller spoke over; its late audio is dropped. */
  private interrupted: string | null = null;
  private failedResponses = 0;
  private createEventId = '';

  constructor(
    readonly request: VoiceSessionRequest,
    readonly listener: VoiceSessionListener,
    private readonly link: ConversationLink,
  ) {}

  /** True while an answer is running, requested, or waits only for its turn. */
  get responseOwed(): boolean {
    return this.sequencer.responseOwed;
  }

  /** Tells the model what was said and done earlier in the call. */
  begin(): void {
    this.begun = true;
    for (const item of this.request.history) {
      for (const event of historyEvents(item)) this.link.send(event);
    }
  }

  /** Has the assistant speak first, where it is to. */
  open(): void {
    const { opening } = this.request;
    if (opening.kind !== 'listen') {
      this.sequencer.want();
      this.createResponse(opening.kind === 'follow' ? opening.instruction : undefined);
    }
    for (const note of this.early) this.note(note);
  }

  interrupt(parts: readonly HeardPart[]): void {
    for (const { itemId, heardMs } of parts) {
      const receivedMs = this.receivedMs.get(itemId);
      if (receivedMs === undefined) continue;
      const cutMs = Math.floor(Math.min(heardMs, receivedMs));
      this.link.send(cutMs > 0 ? truncateEvent(itemId, cutMs) : deleteEvent(itemId));
    }
  }

  answerTool(callId: string, output: string): void {
    this.link.send(outputEvent(callId, output));
    if (this.sequencer.outputSent()) this.createResponse();
  }

  /** Kept until the conversation has begun. */
  note(note: Note): void {
    if (!this.begun) {
      if (this.early.length < MAX_EARLY_NOTES) this.early.push(note);
      return;
    }
    this.link.send(messageEvent(note.role, note.text));
    if (note.respond && this.sequencer.want()) this.createResponse();
  }

  act(event: OpenAiEvent): void {
    const { listener } = this;
    switch (event.kind) {
      case 'audio':
        this.audio(event);
        return;
      case 'assistant-text': {
        const text = (this.spokenText.get(event.itemId) ?? '') + event.text;
        this.spokenText.set(event.itemId, text);
        if (event.responseId !== this.interrupted) listener.assistantSaid(event.itemId, text);
        return;
      }
      case 'speech-started':
        this.sequencer.speechStarted();
        this.interrupted = this.sequencer.activeResponse;
        listener.speechStarted();
        return;
      case 'speech-stopped':
        listener.speechStopped(event.turnId);
        return;
      case 'committed':
        this.sequencer.committed();
        return;
      case 'output-added':
        this.sequencer.outputConfirmed();
        return;
      case 'caller-text':
        listener.callerSaid(event.turnId, event.text);
        return;
      case 'caller-text-failed':
        listener.transcriptionFailed(event.code);
        return;
      case 'response-created':
        this.sequencer.created(event.responseId);
        return;
      case 'response-done':
        this.responseDone(event);
        return;
      case 'session-created':
      case 'session-updated':
      case 'error':
      case 'other':
        return;
    }
  }

  /** True when what was refused is an answer that we asked for; it stays owed. */
  refused({ type, code, message, eventId }: ServerError): boolean {
    if (code === 'conversation_already_has_active_response') {
      this.sequencer.refused();
      return true;
    }
    if (eventId === null || eventId !== this.createEventId) return false;
    this.sequencer.refused();
    if (!this.givesUpAfter(code ?? type, waitInWordsMs(message)) && this.sequencer.want())
      this.createResponse();
    return true;
  }

  private createResponse(instructions?: string): void {
    this.link.expecting();
    this.createEventId = this.link.send({
      type: 'response.create',
      ...(instructions === undefined ? {} : { response: { instructions } }),
    });
  }

  private audio({ responseId, itemId, payload, durationMs }: AudioDelta): void {
    if (responseId === this.interrupted) return;
    const knownMs = this.receivedMs.get(itemId) ?? 0;
    this.receivedMs.set(itemId, knownMs + durationMs);
    this.listener.audio(itemId, payload, durationMs);
  }

  private responseDone(done: ResponseDone): void {
    const { listener } = this;
    const { messages, tokens } = done;
    // A call in a cut-off response may itself be cut off (protocol B3.5).
    const toolCalls = done.status === 'completed' ? done.toolCalls : [];
    for (const message of messages) {
      this.spokenText.delete(message.itemId);
      listener.assistantSaid(message.itemId, message.text);
    }
    if (done.status === 'failed') {
      if (this.givesUpAfter(done.errorCode ?? 'unknown', done.retryAfterMs)) return;
      this.sequencer.owe();
    }
    if (done.status === 'completed') this.failedResponses = 0;
    const speakNow = this.sequencer.done(done.responseId, toolCalls.length);
    for (const call of toolCalls) listener.toolCall(call);
    listener.turnDone({
      status: done.status === 'cancelled' ? 'interrupted' : done.status,
      reason: done.errorCode,
      usage: tokens && { ...tokens, costUsd: estimateCostUsd(this.link.model, tokens) },
      awaitsTools: toolCalls.length > 0,
    });
    if (speakNow) this.createResponse();
  }

  /** True when the session is lost by the failure; otherwise the answer is asked for again. */
  private givesUpAfter(code: string, retryAfterMs: number | null): boolean {
    const error = errorOfCode(code, 'the response failed', retryAfterMs);
    this.failedResponses += 1;
    this.link.logger.warn('Provider response failed', { callSid: this.request.callSid, code });
    // A new connection waits as long as the service asks for.
    const mustWait = (error.retryAfterMs ?? 0) > 0;
    if (!error.retryable || mustWait || this.failedResponses > MAX_FAILED_RESPONSES) {
      this.link.lose(error);
      return true;
    }
    return false;
  }
}
