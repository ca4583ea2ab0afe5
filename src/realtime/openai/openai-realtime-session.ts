import type { Logger } from '@nestjs/common';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { WebSocket } from 'ws';
import { HeldAudio, base64Bytes } from '../held-audio.js';
import { ProviderError } from '../provider-error.js';
import type {
  HeardPart,
  VoiceSession,
  VoiceSessionListener,
  VoiceSessionRequest,
  VoiceSessionState,
} from '../voice-provider.js';
import { errorOfClose, errorOfCode, errorOfHandshake, isHarmless } from './openai-errors.js';
import {
  appendMessage,
  deleteEvent,
  historyEvents,
  messageEvent,
  outputEvent,
  readServerEvent,
  truncateEvent,
  type OpenAiEvent,
  type ResponseDone,
} from './openai-events.js';
import { estimateCostUsd } from './openai-prices.js';
import { sessionConfig, type SessionSettings } from './openai-session-config.js';
import { ResponseSequencer } from './response-sequencer.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** From the open socket to `session.updated`. */
const CONFIGURE_TIMEOUT_MS = 5_000;
/** Caller audio kept until the session is configured. */
const HELD_AUDIO_MS = 3_000;
/** A response that failed for a passing reason is asked for once more. */
const MAX_FAILED_RESPONSES = 1;
/** One delta is below 1 MiB; audio in full quality for a minute would be less than this. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** How many assistant items are remembered for correcting what was heard. */
const REMEMBERED_ITEMS = 64;

/** Where and as what a session connects. */
export interface OpenAiEndpoint {
  readonly provider: string;
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
}

/** One socket to OpenAI Realtime, from connect to loss. A new socket is a new session. */
export class OpenAiRealtimeSession implements VoiceSession {
  readonly provider: string;
  readonly model: string;
  private currentState: VoiceSessionState = 'connecting';
  private readonly socket: WebSocket;
  private readonly held = new HeldAudio(HELD_AUDIO_MS);
  private readonly sequencer = new ResponseSequencer();
  /** Bytes received of each assistant item, newest last; truncation never exceeds them. */
  private readonly receivedBytes = new Map<string, number>();
  /** The response that the caller spoke over; its late audio is dropped. */
  private interrupted: string | null = null;
  private failedResponses = 0;
  private transcriptionModel: string | null;
  private configureEventId = '';
  private createEventId = '';
  private eventCount = 0;
  private timer: NodeJS.Timeout;

  constructor(
    endpoint: OpenAiEndpoint,
    private readonly settings: SessionSettings,
    private readonly request: VoiceSessionRequest,
    private readonly listener: VoiceSessionListener,
    private readonly logger: Logger,
    /** Told once, when the session has ended; null when it was closed on purpose. */
    private readonly onEnd: (error: ProviderError | null) => void,
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
    this.timer = this.limit(CONNECT_TIMEOUT_MS, 'connect_timeout');
    this.socket.on('open', () => this.configure());
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.on('unexpected-response', (outgoing, response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      outgoing.destroy();
      this.lose(errorOfHandshake(status));
    });
    this.socket.on('error', (error) =>
      this.lose(new ProviderError('socket', error.message, 'provider', true)),
    );
    this.socket.on('close', (code, reason) => this.lose(errorOfClose(code, reason.toString())));
  }

  get state(): VoiceSessionState {
    return this.currentState;
  }

  hear(payload: string): void {
    if (this.currentState === 'ready') this.socket.send(appendMessage(payload));
    else if (this.currentState === 'connecting') this.held.add(payload);
  }

  interrupt(parts: readonly HeardPart[]): void {
    for (const { itemId, heardMs } of parts) {
      const received = this.receivedBytes.get(itemId);
      if (received === undefined) continue;
      const cutMs = Math.min(Math.floor(heardMs), Math.floor(received / 8));
      this.send(cutMs > 0 ? truncateEvent(itemId, cutMs) : deleteEvent(itemId));
    }
  }

  answerTool(callId: string, output: string): void {
    this.send(outputEvent(callId, output));
    if (this.sequencer.outputSent()) this.createResponse();
  }

  note(role: 'system' | 'caller', text: string, respond: boolean): void {
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
    this.rearm(CONFIGURE_TIMEOUT_MS, 'configure_timeout');
    const { transcriptionModel } = this;
    const session = sessionConfig({ ...this.settings, transcriptionModel });
    this.configureEventId = this.sendNow({ type: 'session.update', session });
  }

  private becomeReady(): void {
    clearTimeout(this.timer);
    this.currentState = 'ready';
    this.logger.log('OpenAI Realtime session created', { callSid: this.request.callSid });
    for (const item of this.request.history) {
      for (const event of historyEvents(item)) this.sendNow(event);
    }
    this.listener.ready();
    this.held.drain((payload) => this.hear(payload));
    const { opening } = this.request;
    if (opening.kind === 'listen') return;
    this.sequencer.want();
    this.createResponse(opening.kind === 'follow' ? opening.instruction : undefined);
  }

  private createResponse(instructions?: string): void {
    this.createEventId = this.send({
      type: 'response.create',
      ...(instructions === undefined ? {} : { response: { instructions } }),
    });
  }

  private receive(data: Buffer): void {
    if (this.ended) return;
    const event = readServerEvent(data);
    if (event === null) {
      this.logger.warn('Unreadable provider event', { callSid: this.request.callSid });
      return;
    }
    this.act(event);
  }

  private act(event: OpenAiEvent): void {
    switch (event.kind) {
      case 'audio':
        this.audio(event.responseId, event.itemId, event.payload);
        return;
      case 'session-updated':
        if (this.currentState !== 'connecting') return;
        if (event.pcmu) this.becomeReady();
        else this.lose(errorOfCode('unsupported_audio_format', 'the session is not mu-law'));
        return;
      case 'speech-started':
        this.sequencer.speechStarted();
        this.interrupted = this.sequencer.activeResponse;
        this.listener.speechStarted();
        return;
      case 'speech-stopped':
        this.listener.speechStopped(event.turnId);
        return;
      case 'committed':
        this.sequencer.committed();
        return;
      case 'output-added':
        this.sequencer.outputConfirmed();
        return;
      case 'caller-text':
        this.listener.callerSaid(event.turnId, event.text);
        return;
      case 'response-created':
        this.sequencer.created(event.responseId);
        return;
      case 'response-done':
        this.responseDone(event);
        return;
      case 'error':
        this.refused(event.type, event.code, event.message, event.eventId);
        return;
      case 'session-created':
      case 'other':
        return;
    }
  }

  private audio(responseId: string, itemId: string, payload: string): void {
    if (responseId === this.interrupted) return;
    const known = this.receivedBytes.get(itemId);
    if (known === undefined && this.receivedBytes.size >= REMEMBERED_ITEMS) {
      const [oldest] = this.receivedBytes.keys();
      if (oldest !== undefined) this.receivedBytes.delete(oldest);
    }
    this.receivedBytes.set(itemId, (known ?? 0) + base64Bytes(payload));
    this.listener.audio(itemId, payload);
  }

  private responseDone(done: ResponseDone): void {
    const { messages, toolCalls, tokens } = done;
    for (const message of messages) this.listener.assistantSaid(message.itemId, message.text);
    if (done.status === 'failed') {
      if (this.givesUpAfter(done.errorCode ?? 'unknown')) return;
      this.sequencer.owe();
    }
    if (done.status === 'completed') this.failedResponses = 0;
    const speakNow = this.sequencer.done(done.responseId, toolCalls.length);
    for (const call of toolCalls) this.listener.toolCall(call);
    this.listener.turnDone({
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
    this.logger.warn('Provider response failed', { callSid: this.request.callSid, code });
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
    const { callSid } = this.request;
    this.logger.warn('Provider error', { callSid, type, code });
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

  /** Sends once the session is configured; nothing of the call precedes its settings. */
  private send(event: RealtimeClientEvent): string {
    return this.currentState === 'ready' ? this.sendNow(event) : '';
  }

  private sendNow(event: RealtimeClientEvent): string {
    this.eventCount += 1;
    const eventId = `vp_${this.eventCount}`;
    this.socket.send(JSON.stringify({ ...event, event_id: eventId }));
    return eventId;
  }

  private limit(ms: number, code: string): NodeJS.Timeout {
    return setTimeout(
      () => this.lose(new ProviderError(code, 'no answer in time', 'provider', true)),
      ms,
    );
  }

  private rearm(ms: number, code: string): void {
    clearTimeout(this.timer);
    this.timer = this.limit(ms, code);
  }

  private lose(error: ProviderError): void {
    if (this.ended) return;
    this.end('failed', error);
    this.socket.terminate();
    this.listener.lost(error);
  }

  private end(state: 'closed' | 'failed', error: ProviderError | null): void {
    clearTimeout(this.timer);
    this.currentState = state;
    this.onEnd(error);
  }
}
