import type { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { WebSocket } from 'ws';
import { HeldAudio } from '../../audio/held-audio.js';
import { ProviderError } from '../provider-error.js';
import type {
  HeardPart,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceSessionState,
} from '../voice-provider.js';
import { ConnectionWatch } from './connection-watch.js';
import { errorOfClose, errorOfCode, errorOfHandshake, isHarmless } from './openai-errors.js';
import {
  appendMessage,
  deleteEvent,
  historyEvents,
  instructionsEvent,
  messageEvent,
  outputEvent,
  readServerEvent,
  truncateEvent,
  type AudioDelta,
  type OpenAiEvent,
  type ResponseDone,
} from './openai-events.js';
import { estimateCostUsd } from './openai-prices.js';
import { sessionConfig, type SessionSettings } from './openai-session-config.js';
import { ResponseSequencer } from './response-sequencer.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** From the open socket to `session.updated`. */
const CONFIGURE_TIMEOUT_MS = 5_000;
/** A response that failed for a passing reason is asked for once more. */
const MAX_FAILED_RESPONSES = 1;
/** One delta is below 1 MiB; audio in full quality for a minute would be less than this. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const MAX_EARLY_NOTES = 20;
/** How many assistant items are remembered for correcting what was heard. */
const REMEMBERED_ITEMS = 64;

/** Where and as what a session connects. */
export interface OpenAiEndpoint {
  readonly provider: string;
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
}

/** The call that a session works for. */
interface Assignment {
  readonly request: VoiceSessionRequest;
  readonly listener: VoiceSessionListener;
}

/**
 * One socket to OpenAI Realtime, from connect to loss. A new socket is a new session. It is
 * connected and configured without a call, and begins when it is assigned to one.
 */
export class OpenAiRealtimeSession implements VoiceSession {
  readonly provider: string;
  readonly model: string;
  private currentState: VoiceSessionState = 'connecting';
  /** The provider has accepted our settings. */
  private isConfigured = false;
  private assignment: Assignment | null = null;
  private readonly socket: WebSocket;
  private readonly watch: ConnectionWatch;
  private readonly held = new HeldAudio();
  private readonly sequencer = new ResponseSequencer();
  /** Audio received of each assistant item, newest last; truncation never exceeds it. */
  private readonly receivedMs = new Map<string, number>();
  private readonly spokenText = new Map<string, string>();
  /** The response that the caller spoke over; its late audio is dropped. */
  private interrupted: string | null = null;
  private failedResponses = 0;
  /** Notes from before the conversation began. */
  private readonly early: { role: 'system' | 'caller'; text: string; respond: boolean }[] = [];
  private transcriptionModel: string | null;
  private configureEventId = '';
  private createEventId = '';
  private eventCount = 0;
  private timer: NodeJS.Timeout;

  /** @param onEnd told once, when the session has ended; null when closed on purpose. */
  constructor(
    endpoint: OpenAiEndpoint,
    private readonly settings: SessionSettings,
    private readonly logger: Logger,
    private readonly onEnd: (error: ProviderError | null) => void,
    private readonly onConfigured: () => void = () => undefined,
  ) {
    this.provider = endpoint.provider;
    this.model = endpoint.model;
    this.transcriptionModel = settings.transcriptionModel;
    const url = new URL(endpoint.url);
    url.searchParams.set('model', endpoint.model);
    this.socket = new WebSocket(url, {
      headers: { Authorization: `Bearer ${endpoint.apiKey}` },
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.watch = new ConnectionWatch(this.socket, {
      isOwed: () => this.sequencer.responseOwed,
      dead: (code) => this.fail(code, 'no sign of life'),
    });
    this.timer = setTimeout(() => this.fail('connect_timeout', 'no answer'), CONNECT_TIMEOUT_MS);
    this.socket.on('open', () => this.configure());
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.on('unexpected-response', (outgoing, response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      outgoing.destroy();
      this.lose(errorOfHandshake(status));
    });
    this.socket.on('error', (error) => this.fail('socket', error.message));
    this.socket.on('close', (code, reason) => this.lose(errorOfClose(code, reason.toString())));
  }

  get state(): VoiceSessionState {
    return this.currentState;
  }

  /** True while it could take a call at once. */
  get warm(): boolean {
    return this.isConfigured && !this.ended && this.assignment === null;
  }

  /** Gives the session its call; what it hears is kept until it is configured. */
  assign(request: VoiceSessionRequest, listener: VoiceSessionListener): void {
    this.assignment = { request, listener };
    // The listener hears nothing before its call holds the session.
    queueMicrotask(() => this.begin());
  }

  hear(payload: string, durationMs: number): void {
    if (this.currentState === 'ready') this.socket.send(appendMessage(payload));
    else if (this.currentState === 'connecting') this.held.add(payload, durationMs);
  }

  interrupt(parts: readonly HeardPart[]): void {
    for (const { itemId, heardMs } of parts) {
      const receivedMs = this.receivedMs.get(itemId);
      if (receivedMs === undefined) continue;
      const cutMs = Math.floor(Math.min(heardMs, receivedMs));
      this.send(cutMs > 0 ? truncateEvent(itemId, cutMs) : deleteEvent(itemId));
    }
  }

  answerTool(callId: string, output: string): void {
    this.send(outputEvent(callId, output));
    if (this.sequencer.outputSent()) this.createResponse();
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
    if (this.currentState === 'connecting') {
      if (this.early.length < MAX_EARLY_NOTES) this.early.push({ role, text, respond });
      return;
    }
    this.send(messageEvent(role, text));
    if (respond && this.sequencer.want()) this.createResponse();
  }

  close(): void {
    if (this.ended) return;
    this.end('closed', null);
    this.socket.close(1000);
  }

  private get ended(): boolean {
    return this.currentState === 'closed' || this.currentState === 'failed';
  }

  private configure(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.fail('configure_timeout', 'settings not confirmed'),
      CONFIGURE_TIMEOUT_MS,
    );
    const { transcriptionModel } = this;
    const session = sessionConfig({ ...this.settings, transcriptionModel });
    this.configureEventId = this.sendNow({ type: 'session.update', session });
  }

  private configured(): void {
    if (this.isConfigured) return;
    clearTimeout(this.timer);
    this.isConfigured = true;
    this.onConfigured();
    this.begin();
  }

  /** Starts the call's conversation once there are both settings and a call. */
  private begin(): void {
    const { assignment } = this;
    if (!this.isConfigured || assignment === null || this.currentState !== 'connecting') return;
    const { request, listener } = assignment;
    this.currentState = 'ready';
    this.logger.log('OpenAI Realtime session created', { callSid: request.callSid });
    // A warm session was configured before the menu or the hour changed.
    if (request.instructions !== this.settings.instructions) {
      this.sendNow(instructionsEvent(request));
    }
    for (const item of request.history) {
      for (const event of historyEvents(item)) this.sendNow(event);
    }
    listener.ready();
    this.held.drain((payload, durationMs) => this.hear(payload, durationMs));
    const { opening } = request;
    if (opening.kind !== 'listen') {
      this.sequencer.want();
      this.createResponse(opening.kind === 'follow' ? opening.instruction : undefined);
    }
    for (const { role, text, respond } of this.early) this.note(role, text, respond);
  }

  private createResponse(instructions?: string): void {
    this.watch.expecting();
    this.createEventId = this.send({
      type: 'response.create',
      ...(instructions === undefined ? {} : { response: { instructions } }),
    });
  }

  private receive(data: Buffer): void {
    if (this.ended) return;
    this.watch.alive();
    const event = readServerEvent(data);
    if (event === null) {
      this.logger.warn('Unreadable provider event', { callSid: this.callSid });
      return;
    }
    if (event.kind === 'session-updated') {
      if (event.pcmu) this.configured();
      else this.lose(errorOfCode('unsupported_audio_format', 'the session is not mu-law'));
    } else if (event.kind === 'error') {
      this.refused(event.type, event.code, event.message, event.eventId);
    } else if (this.assignment !== null) {
      this.act(event, this.assignment.listener);
    }
  }

  private act(event: OpenAiEvent, listener: VoiceSessionListener): void {
    switch (event.kind) {
      case 'audio':
        this.audio(event, listener);
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
      case 'response-created':
        this.sequencer.created(event.responseId);
        return;
      case 'response-done':
        this.responseDone(event, listener);
        return;
      case 'session-created':
      case 'session-updated':
      case 'error':
      case 'other':
        return;
    }
  }

  private audio(
    { responseId, itemId, payload, durationMs }: AudioDelta,
    listener: VoiceSessionListener,
  ): void {
    if (responseId === this.interrupted) return;
    const known = this.receivedMs.get(itemId);
    if (known === undefined && this.receivedMs.size >= REMEMBERED_ITEMS) {
      const [oldest] = this.receivedMs.keys();
      if (oldest !== undefined) this.receivedMs.delete(oldest);
    }
    this.receivedMs.set(itemId, (known ?? 0) + durationMs);
    listener.audio(itemId, payload, durationMs);
  }

  private responseDone(done: ResponseDone, listener: VoiceSessionListener): void {
    const { messages, toolCalls, tokens } = done;
    for (const message of messages) {
      this.spokenText.delete(message.itemId);
      listener.assistantSaid(message.itemId, message.text);
    }
    if (done.status === 'failed') {
      if (this.givesUpAfter(done.errorCode ?? 'unknown')) return;
      this.sequencer.owe();
    }
    if (done.status === 'completed') this.failedResponses = 0;
    const speakNow = this.sequencer.done(done.responseId, toolCalls.length);
    for (const call of toolCalls) listener.toolCall(call);
    listener.turnDone({
      status: done.status === 'cancelled' ? 'interrupted' : done.status,
      usage: tokens && { ...tokens, costUsd: estimateCostUsd(this.model, tokens) },
      awaitsTools: toolCalls.length > 0,
    });
    if (speakNow) this.createResponse();
  }

  /** True when the session is lost by the failure; otherwise the answer is asked for again. */
  private givesUpAfter(code: string): boolean {
    const error = errorOfCode(code, 'the response failed');
    this.failedResponses += 1;
    this.logger.warn('Provider response failed', { callSid: this.callSid, code });
    if (!error.retryable || this.failedResponses > MAX_FAILED_RESPONSES) {
      this.lose(error);
      return true;
    }
    return false;
  }

  private refused(
    type: string,
    code: string | null,
    message: string,
    eventId: string | null,
  ): void {
    this.logger.warn('Provider error', { callSid: this.callSid, type, code });
    if (eventId !== null && eventId === this.configureEventId) {
      if (this.transcriptionModel === null) {
        this.lose(errorOfCode('session_refused', message));
        return;
      }
      // An unsupported transcription model refuses the whole update (protocol B2.4).
      this.transcriptionModel = null;
      this.configure();
      return;
    }
    if (code === 'conversation_already_has_active_response') {
      this.sequencer.refused();
      return;
    }
    if (eventId !== null && eventId === this.createEventId) {
      this.sequencer.refused();
      if (!this.givesUpAfter(code ?? type) && this.sequencer.want()) this.createResponse();
      return;
    }
    if (!isHarmless(type, code)) this.lose(errorOfCode(code ?? type, message));
  }

  private get callSid(): string | null {
    return this.assignment?.request.callSid ?? null;
  }

  /** Sends once the call has begun; nothing of it precedes its settings. */
  private send(event: RealtimeClientEvent): string {
    return this.currentState === 'ready' ? this.sendNow(event) : '';
  }

  private sendNow(event: RealtimeClientEvent): string {
    this.eventCount += 1;
    const eventId = `vp_${this.eventCount}`;
    this.socket.send(JSON.stringify({ ...event, event_id: eventId }));
    return eventId;
  }

  private fail(code: string, message: string): void {
    this.lose(new ProviderError(code, message, 'provider', true));
  }

  private lose(error: ProviderError): void {
    if (this.ended) return;
    this.end('failed', error);
    this.socket.terminate();
    this.assignment?.listener.lost(error);
  }

  private end(state: 'closed' | 'failed', error: ProviderError | null): void {
    clearTimeout(this.timer);
    this.watch.stop();
    this.currentState = state;
    this.onEnd(error);
  }
}
