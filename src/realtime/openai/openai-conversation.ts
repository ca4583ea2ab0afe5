import { NewestKeys } from '../../common/newest-keys.js';
import type { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { ProviderError } from '../../common/provider-error.js';
import { CostSum } from '../cost-sum.js';
import { nextWordsOnly } from '../steering.js';
import type {
  HeardPart,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceUsage,
} from '../voice-provider.js';
import { AssistantItems } from './assistant-items.js';
import { FunctionCalls } from './function-calls.js';
import { errorOfCode } from '../../openai/openai-errors.js';
import {
  cancelEvent,
  deleteEvent,
  historyEvents,
  messageEvent,
  outputEvent,
  type AudioDelta,
  type OpenAiEvent,
  type ServerError,
} from '../../openai/openai-events.js';
import {
  estimateCostUsd,
  transcriptCostUsd,
  type BilledTokens,
} from '../../openai/openai-prices.js';
import type { ResponseDone } from '../../openai/response-done.js';
import { ResponseSequencer } from './response-sequencer.js';
import { waitInWordsMs } from '../../openai/stated-wait.js';

/** A response that failed for a passing reason is asked for once more. */
const MAX_FAILED_RESPONSES = 1;
/** Notes kept from before the conversation began. */
const MAX_EARLY_NOTES = 20;
/** Finished responses remembered, as `response.done` may come twice. */
const REMEMBERED_RESPONSES = 64;

/** The connection that a conversation is held over. */
export interface ConversationLink {
  readonly model: string;
  /** What writes down the caller's words; null while nothing does. */
  readonly transcriptionModel: string | null;
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
  private readonly sequencer: ResponseSequencer;
  private readonly items = new AssistantItems();
  private readonly calls = new FunctionCalls();
  private readonly finished = new NewestKeys<true>(REMEMBERED_RESPONSES);
  /** Of transcripts, until the next response is reported. */
  private readonly costs = new CostSum();
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
  ) {
    this.sequencer = new ResponseSequencer(request.turn);
  }

  /** True while an answer is running, requested, or waits only for its turn. */
  get responseOwed(): boolean {
    return this.sequencer.responseOwed;
  }

  /** Tells the model what was said and done earlier in the call. */
  begin(): void {
    this.begun = true;
    for (const item of this.request.history) {
      if (item.kind === 'tool-call') this.calls.remember(item.callId);
      for (const event of historyEvents(item)) this.link.send(event);
    }
  }

  /** Has the assistant speak first, where it is to. */
  open(): void {
    const { opening } = this.request;
    if (opening.kind === 'follow') {
      // Instructions of the response would replace the session's: persona, menu and rules.
      this.link.send(messageEvent('system', nextWordsOnly(opening.instruction)));
    }
    if (opening.kind !== 'listen') this.sequencer.want();
    this.advance();
    for (const note of this.early) this.note(note);
  }

  interrupt(parts: readonly HeardPart[]): void {
    for (const event of this.items.cut(parts)) this.link.send(event);
  }

  /** Ends the response that is running or asked for; of its audio nothing more is passed on. */
  stop(parts: readonly HeardPart[]): void {
    const { activeResponse } = this.sequencer;
    if (activeResponse !== null) this.cancel(activeResponse);
    this.sequencer.withdraw();
    this.interrupt(parts);
  }

  private cancel(responseId: string): void {
    // The id was not told.
    if (responseId === '') return;
    this.interrupted = responseId;
    this.link.send(cancelEvent(responseId));
  }

  /** Nothing is sent for a call that does not wait for its output. */
  answerTool(callId: string, output: string): void {
    if (!this.sequencer.toolRunning(callId)) return;
    this.link.send(outputEvent(callId, output));
    this.sequencer.outputSent(callId);
    this.advance();
  }

  /** Kept until the conversation has begun. */
  note(note: Note): void {
    if (!this.begun) {
      if (this.early.length < MAX_EARLY_NOTES) this.early.push(note);
      return;
    }
    this.link.send(messageEvent(note.role, note.text));
    if (!note.respond) return;
    this.calls.restart();
    this.sequencer.want();
    this.advance();
  }

  act(event: OpenAiEvent): void {
    const { listener } = this;
    switch (event.kind) {
      case 'audio':
        this.audio(event);
        return;
      case 'assistant-text': {
        const text = this.items.said(event.itemId, event.text);
        const heard = text !== null && event.responseId !== this.interrupted;
        if (heard) listener.assistantSaid(event.itemId, text);
        return;
      }
      case 'speech-started':
        this.interrupted = this.sequencer.activeResponse;
        this.sequencer.withdraw();
        listener.speechStarted();
        return;
      case 'speech-stopped':
        this.sequencer.speechStopped();
        listener.speechStopped(event.turnId);
        return;
      case 'committed':
        this.calls.restart();
        this.sequencer.committed();
        this.advance();
        return;
      case 'output-added':
        this.sequencer.outputConfirmed();
        return;
      case 'caller-text':
        this.costs.add(transcriptCostUsd(this.link.transcriptionModel ?? '', event.billedMs));
        listener.callerSaid(event.turnId, event.text);
        return;
      case 'caller-text-failed':
        listener.transcriptionFailed(event.turnId, event.code);
        return;
      case 'response-created':
        if (this.sequencer.created(event.responseId)) this.cancel(event.responseId);
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
      this.sequencer.refused(true);
      return true;
    }
    if (eventId === null || eventId !== this.createEventId) return false;
    this.sequencer.refused(false);
    if (!this.givesUpAfter(code ?? type, waitInWordsMs(message))) this.advance();
    return true;
  }

  /** Asks for a response when one is due. */
  private advance(): void {
    if (!this.sequencer.next()) return;
    this.link.expecting();
    const wordsOnly = this.calls.exhausted;
    if (wordsOnly) this.link.logger.warn('Too many tool rounds', { callSid: this.request.callSid });
    this.createEventId = this.link.send({
      type: 'response.create',
      ...(wordsOnly ? { response: { tool_choice: 'none' } } : {}),
    });
  }

  private audio({ responseId, itemId, payload, durationMs }: AudioDelta): void {
    if (responseId === this.interrupted) return;
    const text = this.items.received(itemId, durationMs);
    this.listener.audio(itemId, payload, durationMs);
    if (text !== null) this.listener.assistantSaid(itemId, text);
  }

  private responseDone(done: ResponseDone): void {
    if (done.responseId !== '') {
      if (this.finished.has(done.responseId)) return;
      this.finished.set(done.responseId, true);
    }
    const { listener } = this;
    const { tokens } = done;
    this.said(done.messages);
    if (done.status === 'failed') {
      if (this.givesUpAfter(done.errorCode ?? 'unknown', done.retryAfterMs)) return;
      this.sequencer.want();
    }
    if (done.status === 'completed') this.failedResponses = 0;
    const { run, refused, goesOn } = this.calls.sort(done.toolCalls, (callId) =>
      this.sequencer.toolRunning(callId),
    );
    const callIds = [...run, ...refused].map(({ callId }) => callId);
    this.sequencer.done(done.responseId, callIds);
    if (goesOn) this.sequencer.want();
    for (const { callId, output } of refused) {
      this.link.send(outputEvent(callId, output));
      this.sequencer.outputSent(callId);
    }
    for (const call of run) listener.toolCall(call);
    listener.turnDone({
      status: done.status === 'cancelled' ? 'interrupted' : done.status,
      reason: done.errorCode ?? done.reason,
      usage: tokens && this.usageOf(tokens),
      awaitsTools: goesOn,
    });
    this.advance();
  }

  private usageOf(tokens: BilledTokens): VoiceUsage {
    this.costs.add(estimateCostUsd(this.link.model, tokens));
    return { ...tokens, ...this.costs.take() };
  }

  /** Notes what was heard; words of which nothing was heard leave the conversation. */
  private said(messages: ResponseDone['messages']): void {
    for (const message of messages) {
      const text = this.items.finished(message);
      if (text !== null) this.listener.assistantSaid(message.itemId, text);
      else if (message.text !== '') this.link.send(deleteEvent(message.itemId));
    }
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
